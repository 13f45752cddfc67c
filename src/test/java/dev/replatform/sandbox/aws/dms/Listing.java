package dev.replatform.sandbox.aws.dms;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.databasemigration.model.Filter;

/**
 * One page of a listing, filtered as DMS filters: all filters must match, each by one of its values. A filter that
 * matches nothing is an error in DMS, not an empty list.
 *
 * @param items what the page holds
 * @param marker where the next page begins; null on the last one
 */
record Listing<T>(List<T> items, String marker) {
    /**
     * @param what is listed, in the plural, for the error's text
     * @param filterable the filters that the operation knows, and what each compares
     */
    static <T> Listing<T> of(
            String what,
            List<T> all,
            List<Filter> filters,
            Map<String, Function<T, String>> filterable,
            Integer maxRecords,
            String marker) {
        filters.forEach(filter -> {
            if (!filterable.containsKey(filter.name())) {
                throw DmsFaults.invalidValue("Invalid filter name: " + filter.name());
            }
        });
        var found = all.stream()
                .filter(item -> filters.stream().allMatch(filter -> filter.values()
                        .contains(filterable.get(filter.name()).apply(item))))
                .toList();
        if (found.isEmpty() && !filters.isEmpty()) {
            throw DmsFaults.notFound("No " + what + " found matching provided filters");
        }
        return page(found, maxRecords, marker, 100);
    }

    static <T> Listing<T> page(List<T> all, Integer maxRecords, String marker, int most) {
        if (maxRecords != null && (maxRecords < 20 || maxRecords > most)) {
            throw DmsFaults.invalidValue("Invalid MaxRecords: must be between 20 and " + most);
        }
        var from = marker == null ? 0 : Integer.parseInt(marker);
        var to = Math.min(all.size(), from + (maxRecords == null ? 100 : maxRecords));
        return new Listing<>(List.copyOf(all.subList(from, to)), to < all.size() ? String.valueOf(to) : null);
    }
}
