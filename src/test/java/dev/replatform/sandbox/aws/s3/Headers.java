package dev.replatform.sandbox.aws.s3;

import java.util.Map;

/**
 * What an upload says about its content, given back with it.
 *
 * @param contentType {@code binary/octet-stream} where an upload says nothing
 * @param cacheControl null where unset, like the three below it
 * @param metadata keys in lower case
 */
record Headers(
        String contentType,
        String cacheControl,
        String contentDisposition,
        String contentEncoding,
        String contentLanguage,
        Map<String, String> metadata) {
    Headers {
        contentType = contentType == null ? "binary/octet-stream" : contentType;
        metadata = Map.copyOf(metadata);
    }
}
