package dev.replatform.ownership;

import dev.replatform.api.v1alpha1.Adoption;
import dev.replatform.api.v1alpha1.ManagementPolicy;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Map;

/**
 * Whether an AWS resource that exists is this object's own, or may become it.
 *
 * @param adoption what the spec says; never null
 * @param named whether the spec names the resource: what only has a derived name is never adopted
 * @param observing whether the object changes nothing whatever it finds
 */
public record Claim(Owner owner, Adoption adoption, boolean named, boolean observing) {
    /** How an object stands to a resource. */
    public enum Standing {
        /** It carries this object's owner tag. */
        OURS,
        /** It carries nobody's, and the spec says that it is to be taken over. */
        TO_BE_ADOPTED,
        /** It carries nobody's, and the object only observes: it is compared with what is declared. */
        OBSERVED,
        /** It carries somebody else's, or nobody's and is not to be adopted: not to be touched. */
        FOREIGN
    }

    /**
     * @param adoption null for Never
     * @param policy null for Manage
     */
    public static Claim of(Owner owner, Adoption adoption, boolean named, ManagementPolicy policy) {
        return new Claim(
                owner, adoption == null ? Adoption.Never : adoption, named, policy == ManagementPolicy.Observe);
    }

    /** @param tags the resource's AWS tags */
    public Standing on(Map<String, String> tags) {
        if (owner.owns(tags)) {
            return Standing.OURS;
        }
        if (tags.containsKey(Owner.TAG) || !named) {
            return Standing.FOREIGN;
        }
        if (adoption == Adoption.Never) {
            return observing ? Standing.OBSERVED : Standing.FOREIGN;
        }
        return Standing.TO_BE_ADOPTED;
    }

    /** @return the user's tags and, unless all of it is only observed, our own */
    public Map<String, String> tagsWith(Map<String, String> extra) {
        var takes = !observing || adoption != Adoption.Never;
        return takes ? owner.tagsWith(extra) : extra == null ? Map.of() : Map.copyOf(extra);
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
