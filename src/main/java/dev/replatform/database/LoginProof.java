package dev.replatform.database;

import dev.replatform.status.Problem;

/**
 * Whether the Secret's user name and password are the instance's.
 *
 * @param why what kept the operator from knowing; null where it knows
 */
record LoginProof(Outcome outcome, Problem why) {
    /** Nobody has asked: there is nothing to log in to, or nothing to log in with. */
    static final LoginProof NOT_TRIED = new LoginProof(Outcome.NOT_TRIED, null);

    static final LoginProof LOGGED_IN = new LoginProof(Outcome.LOGGED_IN, null);
    static final LoginProof REFUSED = new LoginProof(Outcome.REFUSED, null);

    /** What came of a login. */
    enum Outcome {
        NOT_TRIED,
        LOGGED_IN,
        /** The instance says that the password is another one. */
        REFUSED,
        /** The operator does not reach the instance, or it was not the password that was refused. */
        UNKNOWN
    }

    static LoginProof unknown(Problem why) {
        return new LoginProof(Outcome.UNKNOWN, why);
    }

    boolean is(Outcome asked) {
        return outcome == asked;
    }
}
