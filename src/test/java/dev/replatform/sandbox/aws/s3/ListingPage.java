package dev.replatform.sandbox.aws.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page that fills up: keys, and the common prefixes that a delimiter rolls keys up into. */
final class ListingPage {
    private static final int LARGEST = 1000;

    private final String prefix;
    private final String delimiter;
    private final String after;
    private final int maxKeys;
    private final List<StoredVersion> versions = new ArrayList<>();
    private final List<String> commonPrefixes = new ArrayList<>();
    private String last = "";
    private String lastVersionId;
    private boolean truncated;

    /**
     * @param delimiter null where nothing is rolled up
     * @param maxKeys null for as many as S3 gives
     * @param after where the page before ended: a key, or a common prefix that is not to be told again
     */
    ListingPage(String prefix, String delimiter, Integer maxKeys, String after) {
        if (maxKeys != null && maxKeys < 0) {
            throw S3Faults.invalidArgument("Argument maxKeys must be an integer between 0 and 2147483647");
        }
        this.prefix = prefix;
        this.delimiter = delimiter;
        this.maxKeys = maxKeys == null ? LARGEST : Math.min(maxKeys, LARGEST);
        this.after = after;
    }

    /** @param candidates in the order of the listing; only as many are looked at as it takes */
    void fill(Stream<StoredVersion> candidates) {
        var rest = candidates.iterator();
        while (rest.hasNext() && !truncated) {
            take(rest.next());
        }
    }

    private void take(StoredVersion version) {
        var common = commonPrefix(version.key());
        if (common != null && (common.equals(after) || common.equals(last))) {
            return;
        }
        if (size() == maxKeys) {
            truncated = maxKeys > 0;
            return;
        }
        if (common != null) {
            commonPrefixes.add(common);
            last = common;
            lastVersionId = null;
        } else {
            versions.add(version);
            last = version.key();
            lastVersionId = version.versionId();
        }
    }

    private String commonPrefix(String key) {
        int end = delimiter == null || delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return end < 0 ? null : key.substring(0, end + delimiter.length());
    }

    List<StoredVersion> versions() {
        return versions;
    }

    List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** @return the key or common prefix that came last */
    String last() {
        return last;
    }

    /** @return null where a common prefix came last */
    String lastVersionId() {
        return lastVersionId;
    }

    int maxKeys() {
        return maxKeys;
    }

    int size() {
        return versions.size() + commonPrefixes.size();
    }

    boolean isTruncated() {
        return truncated;
    }
}
