package dev.replatform.sandbox.aws.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Takes the {@code aws-chunked} frames off a body, as
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html puts them on. Chunk signatures are not verified.
 */
public final class AwsChunked {
    private final byte[] framed;
    private int at;

    private AwsChunked(byte[] framed) {
        this.framed = framed;
    }

    /** @return the call with its plain body and its trailers moved to the headers; the call itself where it is not chunked */
    public static HttpCall unframe(HttpCall call) {
        boolean chunked = call.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
        return chunked ? new AwsChunked(call.body().asByteArrayUnsafe()).plain(call) : call;
    }

    private HttpCall plain(HttpCall call) {
        try {
            var body = chunks();
            var headers = HttpCall.noHeaders();
            headers.putAll(call.headers());
            trailers(headers);
            headers.put("Content-Length", String.valueOf(body.length));
            headers.computeIfPresent("Content-Encoding", (name, value) -> withoutAwsChunked(value));
            return new HttpCall(call.method(), call.path(), call.query(), headers, SdkBytes.fromByteArrayUnsafe(body));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new MalformedCall("the aws-chunked body is cut off or malformed", e);
        }
    }

    private byte[] chunks() {
        var plain = new ByteArrayOutputStream(framed.length);
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            plain.write(framed, at, size);
            at += size + "\r\n".length();
        }
        return plain.toByteArray();
    }

    /** A frame begins with {@code <hexadecimal size>[;chunk-signature=...]}. */
    private int chunkSize() {
        return Integer.parseInt(line().split(";", 2)[0], 16);
    }

    private void trailers(Map<String, String> headers) {
        while (at < framed.length) {
            var trailer = line();
            int colon = trailer.indexOf(':');
            if (colon > 0) {
                headers.put(
                        trailer.substring(0, colon),
                        trailer.substring(colon + 1).strip());
            }
        }
    }

    private String line() {
        int end = at;
        while (framed[end] != '\r') {
            end++;
        }
        var line = new String(Arrays.copyOfRange(framed, at, end), StandardCharsets.US_ASCII);
        at = end + "\r\n".length();
        return line;
    }

    private static String withoutAwsChunked(String contentEncoding) {
        var rest = Stream.of(contentEncoding.split(","))
                .map(String::strip)
                .filter(coding -> !Objects.equals(coding, "aws-chunked"))
                .collect(Collectors.joining(","));
        return rest.isEmpty() ? null : rest;
    }
}
