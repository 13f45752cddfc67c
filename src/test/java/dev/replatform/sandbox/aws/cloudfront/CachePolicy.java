package dev.replatform.sandbox.aws.cloudfront;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** CloudFront's managed cache policies. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
enum CachePolicy {
    CACHING_OPTIMIZED("658327ea-f89d-4fab-a63d-7e88639e58f6", 1, 86_400, 31_536_000),
    CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS("b2884449-e4de-46a7-ac36-70bc7f1ddd6d", 1, 86_400, 31_536_000),
    CACHING_DISABLED("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", 0, 0, 0),
    USE_ORIGIN_CACHE_CONTROL_HEADERS("83da9c7e-98b4-4e11-a168-04f0df8e2c65", 0, 0, 31_536_000),
    USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS("4cc15a8a-d715-48a4-82b8-cc0b614638fe", 0, 0, 31_536_000);

    private static final Pattern SHARED_AGE = Pattern.compile("s-maxage=(\\d{1,9})");
    private static final Pattern AGE = Pattern.compile("max-age=(\\d{1,9})");
    private static final Pattern NOT_AT_ALL = Pattern.compile("no-cache|no-store|private");

    private final String id;
    private final long least;
    private final long usual;
    private final long most;

    /** Times to live in seconds. */
    CachePolicy(String id, long least, long usual, long most) {
        this.id = id;
        this.least = least;
        this.usual = usual;
        this.most = most;
    }

    static Optional<CachePolicy> of(String id) {
        return Arrays.stream(values()).filter(policy -> policy.id.equals(id)).findAny();
    }

    /** @param cacheControl of the object; null where it has none */
    Duration timeToLive(String cacheControl) {
        var asked =
                Optional.ofNullable(cacheControl).flatMap(CachePolicy::asked).orElse(usual);
        return Duration.ofSeconds(Math.max(least, Math.min(asked, most)));
    }

    private static Optional<Long> asked(String cacheControl) {
        if (NOT_AT_ALL.matcher(cacheControl).find()) {
            return Optional.of(0L);
        }
        return seconds(SHARED_AGE, cacheControl).or(() -> seconds(AGE, cacheControl));
    }

    private static Optional<Long> seconds(Pattern pattern, String cacheControl) {
        var match = pattern.matcher(cacheControl);
        return match.find() ? Optional.of(Long.valueOf(match.group(1))) : Optional.empty();
    }
}
