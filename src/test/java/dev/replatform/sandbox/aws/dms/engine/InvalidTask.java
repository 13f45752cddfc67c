package dev.replatform.sandbox.aws.dms.engine;

/** Table mappings or task settings that DMS would not take; the message is what DMS answers. */
public final class InvalidTask extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidTask(String message) {
        super(message);
    }
}
