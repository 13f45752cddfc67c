package dev.replatform.sandbox.aws.codec;

/** A body, path or value that cannot be read: the caller's fault, answered with status 400 so that nobody retries it. */
final class MalformedCall extends RuntimeException {
    MalformedCall(String message, Throwable cause) {
        super(message, cause);
    }
}
