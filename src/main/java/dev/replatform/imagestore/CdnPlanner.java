package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.imagestore.ImageStoreSteps.CreateAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.CreateDistribution;
import dev.replatform.imagestore.ImageStoreSteps.DeleteAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.DeleteDistribution;
import dev.replatform.imagestore.ImageStoreSteps.DisableDistribution;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.RestoreOrigin;
import dev.replatform.imagestore.ImageStoreSteps.TagDistribution;
import dev.replatform.imagestore.ImageStoreSteps.UpdateDistribution;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import java.util.LinkedHashSet;

/**
 * The rules of distribution and origin access control: how they come, and how they go. What of a distribution is not
 * declared, its cache policy or its root object for example, is its user's.
 */
final class CdnPlanner {
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
        var update = new UpdateDistribution(distribution.id(), spec.priceClass());
        plan.compare("spec.cdn", "enabled", distribution.enabled() ? "enabled" : "disabled", it -> due.add(update))
                .compare("spec.cdn.priceClass", spec.priceClass(), distribution.priceClass(), it -> due.add(update));
        if (!spec.tags().hold(distribution.tags())) {
            due.add(tag(distribution));
        }
        if (!distribution.signsFor(bucketDomain)) {
            due.add(restoreOrigin(distribution));
        }
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
                "spec.tags of the distribution",
                spec.tags().declared().toString(),
                distribution.tags().toString()));
        return new TagDistribution(
                distribution.id(),
                distribution.arn(),
                spec.tags().declared(),
                spec.tags().superfluous(distribution.tags()));
    }
}
