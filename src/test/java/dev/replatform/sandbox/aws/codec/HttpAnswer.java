package dev.replatform.sandbox.aws.codec;

import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** What goes back over the wire. */
public record HttpAnswer(int status, Map<String, String> headers, SdkBytes body) {
    static HttpAnswer text(int status, String contentType, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), SdkBytes.fromUtf8String(body));
    }
}
