package dev.replatform.sandbox.aws.box;

/** Words that the AWS CLI does not understand: exit code 252. */
final class UsageError extends RuntimeException {
    UsageError(String message) {
        super(message);
    }
}
