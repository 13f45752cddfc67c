package dev.replatform.demo.dump;

import java.util.Optional;

/**
 * Whether a file ends where {@code pg_dump} or {@code pg_dumpall} ends: both write a line before the first statement and one
 * after the last. What begins without it was written by hand, and has no end to look for.
 */
final class Completeness {
    private static final String DUMP = "-- PostgreSQL database dump";
    private static final String CLUSTER = "-- PostgreSQL database cluster dump";
    private static final String END = " complete";

    private int openDumps;
    private int openClusters;

    /** @param line a line that begins outside of statements */
    void see(String line) {
        openDumps += change(line, DUMP);
        openClusters += change(line, CLUSTER);
    }

    private static int change(String line, String header) {
        return line.equals(header) ? 1 : line.equals(header + END) ? -1 : 0;
    }

    /** @return what the file lacks; empty if it is whole */
    Optional<String> whatIsMissing() {
        if (openClusters > 0) {
            return Optional.of(lacksEnd(CLUSTER, "pg_dumpall"));
        }
        if (openDumps > 0) {
            return Optional.of(lacksEnd(DUMP, "pg_dump"));
        }
        return openDumps < 0 || openClusters < 0
                ? Optional.of("the file ends as a dump does and does not begin as one: its beginning is missing")
                : Optional.empty();
    }

    private static String lacksEnd(String header, String program) {
        return "the file ends without \"%s\", with which %s ends: the rest is missing"
                .formatted(header.substring(3) + END, program);
    }
}
