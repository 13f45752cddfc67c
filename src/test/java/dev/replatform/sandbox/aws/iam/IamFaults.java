package dev.replatform.sandbox.aws.iam;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** IAM's errors: code, HTTP status and text. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
final class IamFaults {
    private IamFaults() {}

    static IamException noSuchRole(String name) {
        return noSuchEntity("The role with name " + name + " cannot be found.");
    }

    static IamException noSuchPolicy(String name) {
        return noSuchEntity("The role policy with name " + name + " cannot be found.");
    }

    static IamException roleExists(String name) {
        return fault(
                EntityAlreadyExistsException.builder(),
                "EntityAlreadyExists",
                409,
                "Role with name " + name + " already exists.");
    }

    static IamException deleteConflict(String text) {
        return fault(DeleteConflictException.builder(), "DeleteConflict", 409, text);
    }

    static IamException limitExceeded(String text) {
        return fault(LimitExceededException.builder(), "LimitExceeded", 409, text);
    }

    static IamException malformedPolicy(String text) {
        return fault(MalformedPolicyDocumentException.builder(), "MalformedPolicyDocument", 400, text);
    }

    static IamException validation(String text) {
        return fault(IamException.builder(), "ValidationError", 400, text);
    }

    static IamException accessDenied(String text) {
        return fault(IamException.builder(), "AccessDenied", 403, text);
    }

    private static IamException noSuchEntity(String text) {
        return fault(NoSuchEntityException.builder(), "NoSuchEntity", 404, text);
    }

    private static IamException fault(IamException.Builder builder, String code, int status, String text) {
        var details = AwsErrorDetails.builder()
                .serviceName("Iam")
                .errorCode(code)
                .errorMessage(text)
                .build();
        builder.message(text).statusCode(status).awsErrorDetails(details);
        return (IamException) builder.build();
    }
}
