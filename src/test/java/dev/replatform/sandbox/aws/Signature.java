package dev.replatform.sandbox.aws;

import dev.replatform.sandbox.aws.codec.HttpCall;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who signed a call, and for which service.
 *
 * @param service of the credential scope; S3 where nothing is signed, for that is what browsers read
 * @param accessKeyId null where nothing is signed
 */
record Signature(String service, String accessKeyId) {
    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
    private static final Pattern SCOPE =
            Pattern.compile("(?:.*Credential=)?([^/,]+)/(?:[^/,]+/)+([^/,]+)/aws4_request.*");

    static Signature of(HttpCall call) {
        return call.header("Authorization")
                .or(() -> call.parameter("X-Amz-Credential"))
                .flatMap(Signature::ofScope)
                .or(() -> call.parameter("AWSAccessKeyId").map(key -> new Signature("s3", key)))
                .orElse(new Signature("s3", null));
    }

    private static Optional<Signature> ofScope(String text) {
        var scope = SCOPE.matcher(text);
        return scope.matches() ? Optional.of(new Signature(scope.group(2), scope.group(1))) : Optional.empty();
    }
}
