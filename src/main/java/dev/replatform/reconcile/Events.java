package dev.replatform.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what happened to an object: {@code kubectl describe} shows it. */
public interface Events {
    /** Whether somebody should look. */
    enum Type {
        Normal,
        Warning
    }

    /**
     * Tells one thing. The same thing told again is counted, not repeated. Never throws and never waits: what cannot be
     * told is lost.
     *
     * @param about the object
     * @param reason why, one CamelCase word, for example {@code DriftDetected}
     * @param action what was done or tried, one CamelCase word, for example {@code ModifyInstance}
     * @param note a stable sentence for a person; never a secret
     */
    void tell(HasMetadata about, Type type, String reason, String action, String note);
}
