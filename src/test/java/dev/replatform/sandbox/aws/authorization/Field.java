package dev.replatform.sandbox.aws.authorization;

import software.amazon.awssdk.core.SdkRequest;

/** Members of requests by their names. */
final class Field {
    private Field() {}

    static String of(SdkRequest request, String member) {
        return request.getValueForField(member, String.class)
                .orElseThrow(() -> new IllegalStateException(request.getClass() + " has no " + member));
    }

    /** @return the member, or {@code *} where the request is about all there are */
    static String orAll(SdkRequest request, String member) {
        return request.getValueForField(member, String.class).orElse("*");
    }

    static UnsupportedOperationException unknown(String action) {
        return new UnsupportedOperationException("what AWS asks IAM for " + action + " is not known to the sandbox");
    }
}
