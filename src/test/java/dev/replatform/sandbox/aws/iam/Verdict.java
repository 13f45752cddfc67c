package dev.replatform.sandbox.aws.iam;

/** What a policy says about an access: silence lets nobody in and keeps nobody out. */
public enum Verdict {
    ALLOWED,
    DENIED,
    SILENT;

    /** @return both taken together: a deny beats an allow, an allow beats silence */
    public Verdict and(Verdict other) {
        if (this == DENIED || other == DENIED) {
            return DENIED;
        }
        return this == ALLOWED ? ALLOWED : other;
    }
}
