package dev.replatform.sandbox.aws.servers;

import java.util.Locale;

/** The addresses that connections within the sandbox come from, so that {@code pg_hba.conf} can tell them apart. */
public final class Loopback {
    /** Linux answers on all of 127.0.0.0/8; elsewhere only 127.0.0.1 is there unless an administrator adds others. */
    private static final boolean WHOLE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");

    /** Where the sandbox itself comes from when it administers a server. */
    public static final String CONTROL = address(9);

    private Loopback() {}

    /**
     * @param last the address's last byte, 1 to 254
     * @return {@code 127.0.0.<last>}; 127.0.0.1 where that is the only one
     */
    public static String address(int last) {
        return "127.0.0." + (WHOLE ? last : 1);
    }
}
