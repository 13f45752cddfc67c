package dev.replatform.sandbox.aws.dms.engine;

/** What ends a task as {@code failed}; the message is DMS's. */
final class FatalError extends Exception {
    private static final long serialVersionUID = 1;

    FatalError(String message) {
        super(message);
    }
}
