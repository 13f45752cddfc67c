package dev.replatform.status;

/**
 * One thing that keeps an object from being ready.
 *
 * @param reason which kind of thing
 * @param message a stable sentence: no request id, no time, no secret
 */
public record Problem(FailureReason reason, String message) {
    public boolean needsTheUser() {
        return reason.move() == FailureReason.Move.USER;
    }
}
