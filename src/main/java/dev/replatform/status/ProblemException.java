package dev.replatform.status;

/** A step could not be done. Its message is the problem's, so it is stable and holds no secret. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    public ProblemException(FailureReason reason, String message) {
        this(new Problem(reason, message));
    }

    public Problem problem() {
        return problem;
    }
}
