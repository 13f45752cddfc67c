package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.s3.ObjectRead;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What goes back to a browser.
 *
 * @param headers without those that depend on the cache
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
record EdgeAnswer(int status, Map<String, String> headers, byte[] body) {
    private static final int BAD_REQUEST = 400;

    static EdgeAnswer of(ObjectRead object) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", object.contentType());
        headers.put("ETag", object.eTag());
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        object.lastModified().atOffset(ZoneOffset.UTC)));
        headers.put("Accept-Ranges", "bytes");
        headers.put("Server", "AmazonS3");
        if (object.cacheControl() != null) {
            headers.put("Cache-Control", object.cacheControl());
        }
        object.metadata().forEach((key, value) -> headers.put("x-amz-meta-" + key, value));
        return new EdgeAnswer(200, Map.copyOf(headers), object.content());
    }

    static EdgeAnswer of(S3Exception refusal) {
        var details = refusal.awsErrorDetails();
        return error(refusal.statusCode(), details.errorCode(), details.errorMessage());
    }

    static EdgeAnswer accessDenied() {
        return error(403, "AccessDenied", "Access Denied");
    }

    static EdgeAnswer error(int status, String code, String text) {
        var xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>""".formatted(code, text, UUID.randomUUID());
        return new EdgeAnswer(status, Map.of("Content-Type", "application/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    boolean isError() {
        return status >= BAD_REQUEST;
    }
}
