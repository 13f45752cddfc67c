package dev.replatform.migration.dms;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How many tables are loaded at a time and how many rows at once, so that their LOBs fit into the replication instance:
 * in limited LOB mode DMS holds LobMaxSize for each LOB column of each row of a batch, for each table that is loaded. See <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.LOBSupport.html">LOB support</a> and <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Types.html">instance types</a>.
 *
 * @param tables loaded at a time: {@code MaxFullLoadSubTasks}
 * @param rows in a batch: {@code CommitRate}
 */
record LoadBuffers(int tables, int rows) {
    private static final int MOST_TABLES = 8;
    private static final int MOST_ROWS = 10_000;

    /** Fewer rows at once are slower than fewer tables at a time. */
    private static final int TOLERABLE_ROWS = 1_000;

    private static final Pattern CLASS = Pattern.compile("dms\\.([a-z])[0-9a-z]*\\.(?:([0-9]*)x)?([a-z]+)");

    /** GiB of a {@code large} instance, by the first letter of its family. */
    private static final Map<String, Integer> LARGE = Map.of("t", 8, "c", 4, "m", 8, "r", 16);

    private static final Map<String, Integer> SMALLER = Map.of("micro", 1, "small", 2, "medium", 4);

    /** Half is left for what DMS does besides. */
    private static final int SHARE = 2;

    private static final long KIB_OF_A_GIB = 1024L * 1024;

    /**
     * @param lobColumns of the table that has the most
     * @param instanceClass one that is not known is taken for the smallest
     */
    static LoadBuffers of(int lobKib, int lobColumns, String instanceClass) {
        var kib = memoryGib(instanceClass) * KIB_OF_A_GIB / SHARE;
        var ofARow = Math.max(1L, (long) lobKib * lobColumns);
        var tables = MOST_TABLES;
        while (tables > 1 && kib / (ofARow * tables) < TOLERABLE_ROWS) {
            tables /= 2;
        }
        return new LoadBuffers(tables, (int) Math.max(1, Math.min(kib / (ofARow * tables), MOST_ROWS)));
    }

    private static int memoryGib(String instanceClass) {
        var parts = CLASS.matcher(instanceClass);
        if (!parts.matches()) {
            return 1;
        }
        if (parts.group(2) == null && !parts.group(3).equals("large")) {
            return SMALLER.getOrDefault(parts.group(3), 1);
        }
        var large = LARGE.getOrDefault(parts.group(1), 1);
        if (parts.group(2) == null) {
            return large;
        }
        return large * 2 * (parts.group(2).isEmpty() ? 1 : Integer.parseInt(parts.group(2)));
    }
}
