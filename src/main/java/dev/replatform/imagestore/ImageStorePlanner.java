package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.imagestore.ImageStoreSteps.CreateBucket;
import dev.replatform.imagestore.ImageStoreSteps.GrantAccess;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.RevokeAccess;
import dev.replatform.imagestore.ImageStoreSteps.SetBucket;
import dev.replatform.imagestore.ImageStoreSteps.SetBucketPolicy;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Claim.Standing;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of an ImageStore: what is due for what was seen. */
final class ImageStorePlanner {
    private static final Set<String> ADOPTION_CHANGES = Set.of(BucketSetting.TAGS.field(), CdnPlanner.TAGS);

    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final AllowTag allowTag;
    private final CdnPlanner cdn;
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
        this.cdn = new CdnPlanner(spec, observed, bucketDomain, plan);
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
        if (!spec.deleting()) {
            planner.plan();
            return planner.onlyIfUnchanged(planner.plan.build());
        }
        if (spec.removes()) {
            new DeletionPlanner(spec, observed, planner.cdn, now, planner.plan).plan();
        }
        return planner.plan.buildForDeletion();
    }

    /** @return whether the bucket is there, not another's, and configured */
    static boolean bucketStands(EffectiveImageStore spec, ObservedImageStore observed) {
        return observed.bucket()
                .is(bucket -> spec.claim().on(bucket.tags()) != Standing.FOREIGN
                        && BucketSetting.allEqual(spec.wanted(bucket), bucket));
    }

    /** @return whether the role's inline policy is as declared */
    static boolean accessStands(EffectiveImageStore spec, ObservedImageStore observed) {
        return !spec.givesAccess()
                || observed.identity()
                        .is(identity -> observed.rolePolicy().is(new Policies(spec, identity).roleMayWrite()::equals));
    }

    private void plan() {
        plan.unless(observed.identity())
                .unless(observed.bucket())
                .unless(observed.accessControl())
                .unless(observed.distribution())
                .unless(observed.role())
                .unless(observed.rolePolicy())
                .unless(observed.formerGrants());
        refuseForeignOnes();
        cdn.checkAdoption();
        checkRole();
        if (plan.hasProblems()) {
            return;
        }
        var identity = observed.identity().value().orElseThrow();
        planBucket(identity);
        planAccess(identity);
        boolean boxMayCopy = plan.isIdle() && observed.bucket().isPresent();
        if (spec.hasCdn()) {
            cdn.plan();
        } else {
            cdn.planRemoval();
        }
        planBucketPolicy(identity);
        if (spec.hasImport() && boxMayCopy) {
            new ImportPlanner(spec, identity, observed.imports(), allowTag, now, plan).plan();
        }
        new ServingPlanner(spec, observed, now, plan).plan();
    }

    /** What is adopted only as it is: nothing but its tags may change, and nothing is done before it is ours. */
    private Plan<Means> onlyIfUnchanged(Plan<Means> plan) {
        boolean isAtStake = spec.claim().onlyUnchanged()
                && observed.bucket().is(bucket -> spec.claim().on(bucket.tags()) == Standing.TO_BE_ADOPTED);
        if (isAtStake && plan.drift().stream().anyMatch(it -> !ADOPTION_CHANGES.contains(it.field()))) {
            return plan.withheld(wouldChange("S3 bucket " + spec.bucketName()));
        }
        return cdn.forbids(plan) ? plan.withheld(wouldChange("CloudFront distribution " + spec.cdnId())) : plan;
    }

    private static Problem wouldChange(String what) {
        return new Problem(
                FailureReason.CONFLICT,
                "%s is not adopted, for it would change: declare it as it is, or set spec.adoption to Always"
                        .formatted(what));
    }

    private void refuseForeignOnes() {
        observed.bucket()
                .value()
                .filter(bucket -> spec.claim().on(bucket.tags()) == Standing.FOREIGN)
                .ifPresent(bucket -> plan.problem(spec.claim()
                        .conflict("S3 bucket " + bucket.name(), bucket.tags(), "choose another spec.bucketName")));
        observed.accessControl()
                .value()
                .filter(control -> !cdn.isOurs(control))
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
            planSettings(bucket.it(), spec.wanted(bucket.it()), identity.account());
        } else {
            plan.step(new CreateBucket(spec.bucketName(), spec.tags().declared()));
        }
    }

    private void planSettings(Bucket live, Bucket wanted, String account) {
        for (var setting : BucketSetting.values()) {
            plan.compare(
                    setting.field(),
                    setting.of(wanted),
                    setting.of(live),
                    it -> plan.step(new SetBucket(setting, wanted, account, setting.of(live))));
        }
    }

    private void planAccess(Identity identity) {
        if (!accessStands(spec, observed)) {
            plan.differs(new Drift(
                    "spec.access",
                    "inline policy %s of role %s".formatted(spec.derivedName(), spec.roleName()),
                    observed.rolePolicy().isPresent() ? "another policy" : "nothing"));
            plan.step(
                    new GrantAccess(spec.roleName(), spec.derivedName(), new Policies(spec, identity).roleMayWrite()));
        }
        observed.formerGrants()
                .value()
                .ifPresent(roles -> roles.forEach(role -> plan.step(new RevokeAccess(role, spec.derivedName()))));
    }

    private void planBucketPolicy(Identity identity) {
        observed.bucket().value().ifPresent(bucket -> {
            var policy = bucket.policy().orElse(PolicyDocument.of(List.of()));
            var wanted = wanted(identity, policy);
            if (!wanted.equals(policy)) {
                plan.differs(new Drift("bucketPolicy", "our statements as written", "others, or none"));
                plan.step(new SetBucketPolicy(bucket.name(), identity.account(), wanted));
            }
        });
    }

    /** Ours, and whatever statements a user has beside them. Until the distribution is made, or is gone, it stays as it is. */
    private PolicyDocument wanted(Identity identity, PolicyDocument policy) {
        var distribution = observed.distribution().value();
        if (!spec.hasCdn()) {
            return distribution.isEmpty() ? policy.without(Policies.SIDS) : policy;
        }
        var wanted = policy;
        for (Map<String, ?> statement : distribution
                .map(new Policies(spec, identity)::cloudFrontMayRead)
                .orElse(List.of())) {
            wanted = wanted.has(statement) ? wanted : wanted.with(statement);
        }
        return wanted;
    }
}
