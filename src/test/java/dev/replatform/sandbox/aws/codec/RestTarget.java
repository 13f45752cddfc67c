package dev.replatform.sandbox.aws.codec;

import java.util.Optional;

/**
 * What a REST call is about.
 *
 * @param bucket cut from the path or the host; empty for services without buckets
 * @param path what is left, still percent-encoded
 */
record RestTarget(Optional<String> bucket, String path) {
    private static final String LOCAL_HOST = ".localhost";

    static RestTarget withoutBucket(HttpCall call) {
        return new RestTarget(Optional.empty(), call.path());
    }

    /** {@code /bucket/key}, or {@code Host: bucket.localhost}. The metadata's paths know no bucket. */
    static RestTarget ofS3(HttpCall call) {
        var host = call.header("Host").orElse("").replaceFirst(":\\d+$", "");
        if (host.endsWith(LOCAL_HOST)) {
            return new RestTarget(Optional.of(host.substring(0, host.length() - LOCAL_HOST.length())), call.path());
        }
        var parts = call.path().substring(1).split("/", 2);
        var bucket = HttpCall.decodePath(parts[0]);
        return new RestTarget(
                Optional.of(bucket).filter(name -> !name.isEmpty()), parts.length < 2 ? "/" : "/" + parts[1]);
    }
}
