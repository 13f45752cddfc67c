package dev.replatform.postgres;

/**
 * How large values are, as DMS counts them: it wants to know before it loads.
 *
 * @param lobKib the largest LOB in KiB, rounded up
 * @param varcharBytes the largest value of a varchar without a length
 */
public record LargestValues(int lobKib, int varcharBytes) {
    /** Where nothing was measured. */
    public static final LargestValues NONE = new LargestValues(0, 0);

    /** What DMS gives a varchar without a length unless it is told otherwise, and the most that it gives, in bytes. */
    private static final int DEFAULT_VARCHAR = 8_000;

    private static final int LARGEST_VARCHAR = 10_485_760;

    /** @return bytes that a varchar without a length is to be given: it may double */
    public int varcharRoom() {
        return (int) Math.max(DEFAULT_VARCHAR, Math.min(varcharBytes * 2L, LARGEST_VARCHAR));
    }

    /** @return the larger of each */
    public LargestValues or(LargestValues other) {
        return new LargestValues(Math.max(lobKib, other.lobKib), Math.max(varcharBytes, other.varcharBytes));
    }
}
