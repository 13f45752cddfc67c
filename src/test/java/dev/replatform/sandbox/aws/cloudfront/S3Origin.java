package dev.replatform.sandbox.aws.cloudfront;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bucket that an origin's domain name stands for.
 *
 * @param region null in the global name, {@code bucket.s3.amazonaws.com}
 */
record S3Origin(String bucket, String region) {
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9][a-z0-9.-]+[a-z0-9])\\.s3(?:\\.([a-z0-9-]+))?\\.amazonaws\\.com");

    static Optional<S3Origin> of(String domainName) {
        var match = DOMAIN.matcher(domainName);
        return match.matches() ? Optional.of(new S3Origin(match.group(1), match.group(2))) : Optional.empty();
    }
}
