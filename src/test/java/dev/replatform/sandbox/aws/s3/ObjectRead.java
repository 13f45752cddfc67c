package dev.replatform.sandbox.aws.s3;

import java.time.Instant;
import java.util.Map;

/**
 * An object as a browser would get it.
 *
 * @param cacheControl null where the upload set none
 * @param eTag in quotes
 * @param metadata the upload's own, without {@code x-amz-meta-}
 */
@SuppressWarnings("ArrayRecordComponent") // read and passed on, never compared
public record ObjectRead(
        byte[] content,
        String contentType,
        String cacheControl,
        String eTag,
        Instant lastModified,
        Map<String, String> metadata) {}
