package dev.replatform.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which hosts are reached without a proxy. An entry is a host (and all below it), {@code .host} or {@code *.host} (only what
 * is below it), an address, a range of addresses, each perhaps with a port, or {@code *}, as
 * <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">Go</a> reads them; names are not resolved.
 */
final class NoProxy {
    /**
     * What only this machine has:
     * <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html">instance metadata</a>, the
     * credentials of <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html">a task</a> and
     * of <a href="https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-config-ipv6.html">a pod</a>.
     */
    private static final Set<String> METADATA =
            Set.of("169.254.169.254", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23");

    private static final Pattern PORT = Pattern.compile("(?<host>[^:]+|\\[.+]):(?<port>[0-9]{1,5})");

    private final List<Predicate<Target>> entries;

    /**
     * @param list with commas
     * @throws IllegalArgumentException for a range of addresses that is none
     */
    NoProxy(String list) {
        entries = Arrays.stream(list.split(",", -1))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .map(NoProxy::entry)
                .toList();
    }

    private record Target(String host, int port) {}

    /** @return whether that host is reached directly */
    boolean covers(String uriHost, int port) {
        var host = bare(uriHost.toLowerCase(Locale.ROOT));
        var target = new Target(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, port);
        return target.host().equals("localhost")
                || AddressRange.ofAddress(target.host())
                        .filter(address -> address.isLoopback() || isMetadata(address))
                        .isPresent()
                || entries.stream().anyMatch(entry -> entry.test(target));
    }

    private static boolean isMetadata(AddressRange address) {
        return METADATA.stream().map(AddressRange::ofAddress).anyMatch(it -> it.orElseThrow()
                .contains(address));
    }

    private static Predicate<Target> entry(String entry) {
        if (entry.equals("*")) {
            return target -> true;
        }
        if (entry.contains("/")) {
            var range = AddressRange.parse(entry)
                    .orElseThrow(() -> new IllegalArgumentException("NO_PROXY has a range of addresses that is none"));
            return target -> contains(range, target.host());
        }
        var withPort = PORT.matcher(entry);
        if (withPort.matches()) {
            var port = Integer.parseInt(withPort.group("port"));
            var host = host(withPort.group("host"));
            return target -> target.port() == port && host.test(target.host());
        }
        var host = host(entry);
        return target -> host.test(target.host());
    }

    private static Predicate<String> host(String entry) {
        var address = AddressRange.ofAddress(bare(entry));
        if (address.isPresent()) {
            return host -> contains(address.get(), host);
        }
        if (entry.startsWith("*.") || entry.startsWith(".")) {
            var below = entry.substring(entry.indexOf('.'));
            return host -> host.endsWith(below);
        }
        return host -> host.equals(entry) || host.endsWith("." + entry);
    }

    private static boolean contains(AddressRange range, String host) {
        return AddressRange.ofAddress(host).filter(range::contains).isPresent();
    }

    /** URIs have IPv6 addresses in brackets. */
    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
