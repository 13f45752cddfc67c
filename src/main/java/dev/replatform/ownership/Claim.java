package dev.replatform.ownership;

import dev.replatform.api.v1alpha1.Adoption;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.util.Map;

/**
 * Whether an AWS resource that exists is this object's own, or may become it.
 *
 * @param adoption what the spec says; never null
 * @param named whether the spec names the resource: what only has a derived name is never adopted
 */
public record Claim(Owner owner, Adoption adoption, boolean named) {
    /** How an object stands to a resource. */
    public enum Standing {
        /** It carries this object's owner tag. */
        OURS,
        /** It carries nobody's, and the spec says that it is to be taken over. */
        TO_BE_ADOPTED,
        /** It carries somebody else's, or nobody's and is not to be adopted: not to be touched. */
        FOREIGN
    }

    /**
     * @param adoption null for Never
     * @throws ProblemException where it is a value that this operator does not know
     */
    public static Claim of(Owner owner, Adoption adoption, boolean named) {
        if (adoption == Adoption.UNKNOWN) {
            throw new ProblemException(
                    FailureReason.WRITTEN_FOR_NEWER_VERSION,
                    "spec.adoption has a value that this operator does not know: set Never, WhenPlanIsEmpty or Always");
        }
        return new Claim(owner, adoption == null ? Adoption.Never : adoption, named);
    }

    /** @param tags the resource's AWS tags */
    public Standing on(Map<String, String> tags) {
        if (owner.owns(tags)) {
            return Standing.OURS;
        }
        return adoption == Adoption.Never || !named || tags.containsKey(Owner.TAG)
                ? Standing.FOREIGN
                : Standing.TO_BE_ADOPTED;
    }

    /** @return whether a resource is adopted only where nothing of it would change */
    public boolean onlyUnchanged() {
        return adoption == Adoption.WhenPlanIsEmpty;
    }

    /**
     * @param what the resource in words, for example {@code RDS instance mvp}
     * @param tags its AWS tags
     * @param way how else to come clear of it, for example {@code choose another spec.identifier}
     */
    public Problem conflict(String what, Map<String, String> tags, String way) {
        return new Problem(
                FailureReason.CONFLICT,
                tags.containsKey(Owner.TAG)
                        ? "%s belongs to %s and is not touched: %s".formatted(what, tags.get(Owner.TAG), way)
                        : "%s exists, was not made for this object and is not touched: %s, or name it and set spec.adoption"
                                .formatted(what, way));
    }
}
