package dev.replatform.aws;

import java.time.Duration;

/** Told of every call to AWS. */
@FunctionalInterface
public interface AwsCallListener {
    /** How a call ended. */
    enum Outcome {
        /** AWS did it. */
        OK,
        /** AWS says no: not found, denied, wrong state, wrong value. */
        REFUSED,
        /** AWS is asked too often, and stayed so through the SDK's own retries. */
        THROTTLED,
        /** AWS answered with an error of its own. */
        FAILED,
        /** AWS did not answer in time. */
        UNANSWERED,
        /** It was not sent: AWS takes no more of an account. */
        HELD_BACK
    }

    /** Keeps nothing. */
    AwsCallListener NONE = (service, operation, outcome, duration, throttles) -> {};

    /**
     * A call has ended. Never throws.
     *
     * @param service the SDK's name of it, for example {@code RDS}
     * @param operation for example {@code CreateDBInstance}
     * @param duration with the SDK's own retries; zero of one that was not sent
     * @param throttles how many attempts of it AWS answered with "asked too often"
     */
    void called(String service, String operation, Outcome outcome, Duration duration, int throttles);
}
