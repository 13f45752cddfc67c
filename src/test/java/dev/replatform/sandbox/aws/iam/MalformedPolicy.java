package dev.replatform.sandbox.aws.iam;

/** A policy document that AWS would not take; the message is AWS's own. */
public final class MalformedPolicy extends RuntimeException {
    MalformedPolicy(String message) {
        super(message);
    }
}
