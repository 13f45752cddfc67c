package dev.replatform.sandbox.aws.cloudfront;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list, as CloudFront's lists come.
 *
 * @param marker the id after which it begins; empty at the start
 * @param nextMarker null at the end
 */
record Page<T>(List<T> items, String marker, String nextMarker, int maxItems) {
    private static final int LARGEST = 100;

    /** @param all in the order of their ids */
    static <T> Page<T> of(List<T> all, Function<T, String> id, String marker, String maxItems) {
        var from = Optional.ofNullable(marker).orElse("");
        int most = maxItems == null ? LARGEST : Math.min(LARGEST, Integer.parseInt(maxItems));
        var rest =
                all.stream().filter(item -> id.apply(item).compareTo(from) > 0).toList();
        var items = rest.stream().limit(most).toList();
        boolean more = items.size() < rest.size() && !items.isEmpty();
        return new Page<>(items, from, more ? id.apply(items.get(items.size() - 1)) : null, most);
    }

    boolean isTruncated() {
        return nextMarker != null;
    }
}
