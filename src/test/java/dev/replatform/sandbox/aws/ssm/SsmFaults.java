package dev.replatform.sandbox.aws.ssm;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Errors that SSM sends without modelling them. */
final class SsmFaults {
    private SsmFaults() {}

    static AwsServiceException validation(String message) {
        return unmodelled("ValidationException", message);
    }

    /** The text that AWS's front end makes of a broken constraint of the API's model. */
    static AwsServiceException constraint(Object value, String member, String constraint) {
        return validation("1 validation error detected: Value '" + value + "' at '" + member
                + "' failed to satisfy constraint: " + constraint);
    }

    static AwsServiceException accessDenied(String message) {
        return unmodelled("AccessDeniedException", message);
    }

    static AwsServiceException throttled() {
        return unmodelled("ThrottlingException", "Rate exceeded");
    }

    private static AwsServiceException unmodelled(String code, String message) {
        return SsmException.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
