package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.imagestore.ImageStoreSteps.CreateAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.CreateBucket;
import dev.replatform.imagestore.ImageStoreSteps.CreateDistribution;
import dev.replatform.imagestore.ImageStoreSteps.GrantAccess;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.SetBucketPolicy;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rules of an ImageStore: what is due for what was seen. */
final class ImageStorePlanner {
    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final AllowTag allowTag;
    private final String bucketDomain;
    private final Instant now;
    private final Plan.Builder<Means> plan = new Plan.Builder<>();

    private ImageStorePlanner(
            EffectiveImageStore spec,
            ObservedImageStore observed,
            AllowTag allowTag,
            String bucketDomain,
            Instant now) {
        this.spec = spec;
        this.observed = observed;
        this.allowTag = allowTag;
        this.bucketDomain = bucketDomain;
        this.now = now;
    }

    /** @param bucketDomain where CloudFront finds the bucket */
    static Plan<Means> plan(
            EffectiveImageStore spec,
            ObservedImageStore observed,
            AllowTag allowTag,
            String bucketDomain,
            Instant now) {
        var planner = new ImageStorePlanner(spec, observed, allowTag, bucketDomain, now);
        if (spec.deleting()) {
            return planner.plan.buildForDeletion(); // Retain: everything lives on, untouched
        }
        planner.plan();
        return planner.plan.build();
    }

    /** @return whether the bucket is there, ours and configured */
    static boolean bucketStands(EffectiveImageStore spec, ObservedImageStore observed) {
        return observed.identity().is(identity -> observed.bucket()
                .is(bucket -> spec.owner().owns(bucket.tags())
                        && BucketRules.due(spec, bucket, identity).isEmpty()));
    }

    /** @return whether the role's inline policy is as declared */
    static boolean accessStands(EffectiveImageStore spec, ObservedImageStore observed) {
        return !spec.givesAccess()
                || observed.identity()
                        .is(identity -> observed.rolePolicy().is(new Policies(spec, identity).roleMayWrite()::equals));
    }

    /** @return whether the bucket's policy lets in our distribution, and nothing of CloudFront besides */
    static boolean cloudFrontMayRead(
            EffectiveImageStore spec, Identity identity, Bucket bucket, Distribution distribution) {
        var policy = bucket.policy().orElse(PolicyDocument.of(List.of()));
        return new Policies(spec, identity)
                .cloudFrontMayRead(distribution).stream().allMatch(policy::has);
    }

    private void plan() {
        plan.unless(observed.identity())
                .unless(observed.bucket())
                .unless(observed.accessControl())
                .unless(observed.distribution())
                .unless(observed.role())
                .unless(observed.rolePolicy());
        refuseForeignOnes();
        checkRole();
        if (plan.hasProblems()) {
            return;
        }
        var identity = observed.identity().value().orElseThrow();
        planBucket(identity);
        planAccess(identity);
        boolean boxMayCopy = plan.isIdle() && observed.bucket().isPresent();
        planDistribution();
        planBucketPolicy(identity);
        if (spec.hasImport() && boxMayCopy) {
            new ImportPlanner(spec, identity, observed.imports(), allowTag, now, plan).plan();
        }
        new ServingPlanner(spec, observed, now, plan).plan();
    }

    private void refuseForeignOnes() {
        observed.bucket()
                .value()
                .filter(bucket -> !spec.owner().owns(bucket.tags()))
                .ifPresent(bucket -> plan.problem(new Problem(
                        FailureReason.CONFLICT,
                        "S3 bucket %s exists and does not belong to this ImageStore: it is not touched; choose another spec.bucketName or remove it"
                                .formatted(bucket.name()))));
        observed.accessControl()
                .value()
                .filter(control -> !spec.owner().id().equals(control.description()))
                .ifPresent(control -> plan.problem(new Problem(
                        FailureReason.CONFLICT,
                        "CloudFront origin access control %s exists and its description is not %s: it is not touched; remove it"
                                .formatted(control.name(), spec.owner().id()))));
    }

    private void checkRole() {
        if (!spec.givesAccess()) {
            return;
        }
        if (observed.role().isAbsent()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "IAM role %s of spec.access.roleName does not exist: create it".formatted(spec.roleName())));
        }
        observed.role()
                .value()
                .map(Role::tags)
                .flatMap(tags -> allowTag.refuses(spec.owner(), "IAM role " + spec.roleName(), tags))
                .ifPresent(plan::problem);
    }

    private void planBucket(Identity identity) {
        if (observed.bucket() instanceof Seen.Present<Bucket> bucket) {
            BucketRules.due(spec, bucket.it(), identity).forEach(plan::step);
        } else {
            plan.step(new CreateBucket(spec.bucketName(), spec.tags()));
        }
    }

    private void planAccess(Identity identity) {
        if (!accessStands(spec, observed)) {
            plan.step(
                    new GrantAccess(spec.roleName(), spec.derivedName(), new Policies(spec, identity).roleMayWrite()));
        }
    }

    private void planDistribution() {
        if (!spec.hasCdn()) {
            return;
        }
        if (observed.distribution() instanceof Seen.Present<Distribution> distribution) {
            planAround(distribution.it());
        } else if (observed.accessControl() instanceof Seen.Present<AccessControl> control) {
            plan.step(new CreateDistribution(new NewDistribution(
                    spec.owner().uid(),
                    spec.comment(),
                    bucketDomain,
                    control.it().id(),
                    spec.priceClass(),
                    spec.tags())));
        } else {
            plan.step(new CreateAccessControl(spec.derivedName(), spec.owner().id()));
        }
    }

    private void planAround(Distribution distribution) {
        if (!distribution.enabled()) {
            plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "CloudFront distribution %s is disabled: enable it".formatted(distribution.id())));
        } else if (!distribution.isDeployed()) {
            plan.waitFor(
                    "Wait for CloudFront distribution %s (%s)".formatted(distribution.id(), distribution.status()));
        }
    }

    private void planBucketPolicy(Identity identity) {
        observed.bucket()
                .value()
                .ifPresent(bucket -> observed.distribution().value().ifPresent(distribution -> {
                    if (!cloudFrontMayRead(spec, identity, bucket, distribution)) {
                        plan.step(new SetBucketPolicy(
                                bucket.name(), identity.account(), merged(identity, bucket, distribution)));
                    }
                }));
    }

    private PolicyDocument merged(Identity identity, Bucket bucket, Distribution distribution) {
        var policy = bucket.policy().orElse(PolicyDocument.of(List.of()));
        for (Map<String, ?> statement : new Policies(spec, identity).cloudFrontMayRead(distribution)) {
            policy = policy.with(statement);
        }
        return policy;
    }
}
