package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.CloudFrontDistributions.Signing;
import dev.replatform.imagestore.ImageStoreSteps.CreateAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.CreateDistribution;
import dev.replatform.imagestore.ImageStoreSteps.DeleteAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.DeleteDistribution;
import dev.replatform.imagestore.ImageStoreSteps.DisableDistribution;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.RestoreAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.RestoreOrigin;
import dev.replatform.imagestore.ImageStoreSteps.TagDistribution;
import dev.replatform.imagestore.ImageStoreSteps.UpdateDistribution;
import dev.replatform.ownership.Claim.Standing;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.LinkedHashSet;

/**
 * The rules of distribution and origin access control: how they come, and how they go. What of a distribution is not
 * declared, its cache policy or its root object for example, is its user's.
 */
final class CdnPlanner {
    /** What a difference of its tags is called: they are the one thing that adopting changes. */
    static final String TAGS = "spec.tags of the distribution";

    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final String bucketDomain;
    private final Plan.Builder<Means> plan;

    /** @param bucketDomain where CloudFront finds the bucket */
    CdnPlanner(EffectiveImageStore spec, ObservedImageStore observed, String bucketDomain, Plan.Builder<Means> plan) {
        this.spec = spec;
        this.observed = observed;
        this.bucketDomain = bucketDomain;
        this.plan = plan;
    }

    void plan() {
        if (observed.distribution() instanceof Seen.Present<Distribution> distribution) {
            planAround(distribution.it());
        } else if (observed.accessControl() instanceof Seen.Present<AccessControl> control) {
            plan.step(new CreateDistribution(new NewDistribution(
                    spec.owner().uid(),
                    spec.comment(),
                    bucketDomain,
                    control.it().id(),
                    spec.priceClass(),
                    spec.tags().declared())));
        } else {
            plan.step(createAccessControl());
        }
    }

    /** Whether the distribution that the spec names may be taken: nothing is done before that is sure. */
    void checkAdoption() {
        if (spec.cdnId() == null) {
            return;
        }
        if (observed.distribution().isAbsent()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "CloudFront distribution %s of spec.cdn.distributionId does not exist: name another, or none to have one made"
                            .formatted(spec.cdnId())));
        }
        observed.distribution().value().ifPresent(this::checkAdoption);
    }

    private void checkAdoption(Distribution distribution) {
        var standing = spec.cdnClaim().on(distribution.tags());
        if (standing == Standing.FOREIGN) {
            plan.problem(spec.cdnClaim()
                    .conflict(
                            "CloudFront distribution " + distribution.id(),
                            distribution.tags(),
                            "choose another spec.cdn.distributionId"));
        } else if (standing == Standing.TO_BE_ADOPTED && !distribution.serves(bucketDomain)) {
            plan.problem(new Problem(
                    FailureReason.CONFLICT,
                    "CloudFront distribution %s has no origin %s and is not adopted: add the origin, or name another in spec.cdn.distributionId"
                            .formatted(distribution.id(), bucketDomain)));
        }
    }

    /** @return whether the plan would change of a distribution more than its tags that is adopted only as it is */
    boolean forbids(Plan<Means> plan) {
        return spec.cdnClaim().onlyUnchanged()
                && observed.distribution().is(it -> spec.cdnClaim().on(it.tags()) == Standing.TO_BE_ADOPTED)
                && plan.drift().stream().anyMatch(it -> it.field().startsWith("spec.cdn"));
    }

    /**
     * Disabled first, which takes minutes; the access control can only go when no distribution uses it.
     *
     * @return whether nothing is left once the plan is done
     */
    boolean planRemoval() {
        boolean isGone = observed.distribution().value().map(this::planRemoval).orElse(true);
        if (isGone) {
            observed.accessControl()
                    .value()
                    .filter(this::isOurs)
                    .ifPresent(control -> plan.step(new DeleteAccessControl(control.id())));
        }
        return isGone;
    }

    boolean isOurs(AccessControl control) {
        return spec.owner().id().equals(control.description());
    }

    private boolean planRemoval(Distribution distribution) {
        if (!distribution.enabled() && distribution.isDeployed()) {
            plan.step(new DeleteDistribution(distribution.id()));
            return true;
        }
        if (distribution.enabled()) {
            plan.step(new DisableDistribution(distribution.id()));
        }
        plan.waitFor("Wait until CloudFront distribution %s is disabled".formatted(distribution.id()));
        return false;
    }

    private void planAround(Distribution distribution) {
        var due = new LinkedHashSet<Step<Means>>();
        // First: one that is taken over may be changed by the operator's rights in IAM only when it carries the owner
        // tag.
        if (!spec.tags().hold(distribution.tags())) {
            due.add(tag(distribution));
        }
        var update = new UpdateDistribution(distribution.id(), spec.priceClass());
        plan.compare("spec.cdn", "enabled", distribution.enabled() ? "enabled" : "disabled", it -> due.add(update))
                .compare("spec.cdn.priceClass", spec.priceClass(), distribution.priceClass(), it -> due.add(update));
        if (!distribution.signsFor(bucketDomain)) {
            due.add(restoreOrigin(distribution));
        }
        observed.accessControl()
                .value()
                .filter(control -> distribution.signsFor(bucketDomain, control))
                .ifPresent(control -> plan.compare(
                        "spec.cdn.origin.signing",
                        Signing.FOR_BUCKETS,
                        control.signing(),
                        it -> due.add(new RestoreAccessControl(control.id()))));
        due.forEach(plan::step);
        if (due.isEmpty() && !distribution.isDeployed()) {
            plan.waitFor(
                    "Wait for CloudFront distribution %s (%s)".formatted(distribution.id(), distribution.status()));
        }
    }

    private Step<Means> restoreOrigin(Distribution distribution) {
        plan.differs(new Drift("spec.cdn.origin", bucketDomain + ", signed for", "another origin, or not signed for"));
        return observed.accessControl()
                .value()
                .<Step<Means>>map(control -> new RestoreOrigin(distribution.id(), bucketDomain, control.id()))
                .orElseGet(this::createAccessControl);
    }

    private Step<Means> createAccessControl() {
        return new CreateAccessControl(spec.derivedName(), spec.owner().id());
    }

    private Step<Means> tag(Distribution distribution) {
        plan.differs(new Drift(
                TAGS, spec.tags().declared().toString(), distribution.tags().toString()));
        return new TagDistribution(
                distribution.id(),
                distribution.arn(),
                spec.tags().declared(),
                spec.tags().superfluous(distribution.tags()));
    }
}
