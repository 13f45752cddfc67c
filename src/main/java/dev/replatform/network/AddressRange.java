package dev.replatform.network;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that begin with the same bits; one address is a range too. Nothing here asks a name server. */
public record AddressRange(InetAddress first, int bits) {
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

    /** @return the range that consists of that address; empty where it is a name */
    static Optional<AddressRange> ofAddress(String text) {
        return literal(text).map(address -> new AddressRange(address, width(address)));
    }

    /** @return the range that is written as {@code 10.0.0.0/8}; empty where it is none */
    public static Optional<AddressRange> parse(String text) {
        var slash = text.indexOf('/');
        var bits = text.substring(slash + 1);
        if (slash < 0 || !BITS.matcher(bits).matches()) {
            return Optional.empty();
        }
        return literal(text.substring(0, slash))
                .filter(address -> Integer.parseInt(bits) <= width(address))
                .map(address -> new AddressRange(address, Integer.parseInt(bits)));
    }

    boolean isLoopback() {
        return first.isLoopbackAddress();
    }

    /** @return whether every address of the other range is in this one */
    public boolean contains(AddressRange other) {
        var rest = width(first) - bits;
        return width(first) == width(other.first)
                && bits <= other.bits
                && number(first).shiftRight(rest).equals(number(other.first).shiftRight(rest));
    }

    private static Optional<InetAddress> literal(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static int width(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
