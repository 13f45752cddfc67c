package dev.replatform.sandbox.aws.codec;

/** Thrown around a call whose connection is to break without an answer. */
public final class ConnectionReset extends RuntimeException {
    public ConnectionReset() {
        super("the connection breaks");
    }
}
