package dev.replatform.sandbox.aws.rds;

import java.util.List;

/**
 * One page of a listing, as RDS's {@code Marker} and {@code MaxRecords} cut it.
 *
 * @param items what the page holds
 * @param marker where the next page begins; null on the last one
 */
record Page<T>(List<T> items, String marker) {
    static <T> Page<T> of(List<T> all, String marker, Integer maxRecords) {
        if (maxRecords != null && (maxRecords < 20 || maxRecords > 100)) {
            throw RdsFaults.invalidValue("Invalid value " + maxRecords + " for MaxRecords. Must be between 20 and 100");
        }
        var from = marker == null ? 0 : Integer.parseInt(marker);
        var to = Math.min(all.size(), from + (maxRecords == null ? 100 : maxRecords));
        return new Page<>(List.copyOf(all.subList(from, to)), to < all.size() ? String.valueOf(to) : null);
    }
}
