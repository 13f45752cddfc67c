package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.imagestore.ImageStoreSteps.DeleteBucket;
import dev.replatform.imagestore.ImageStoreSteps.EmptyBucket;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.RevokeAccess;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;

/**
 * The rules by which everything goes. Who writes loses access first; the distribution goes before the bucket, whose name
 * another account could take behind it.
 */
final class DeletionPlanner {
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(10);

    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final CdnPlanner cdn;
    private final Instant now;
    private final Plan.Builder<Means> plan;

    DeletionPlanner(
            EffectiveImageStore spec,
            ObservedImageStore observed,
            CdnPlanner cdn,
            Instant now,
            Plan.Builder<Means> plan) {
        this.spec = spec;
        this.observed = observed;
        this.cdn = cdn;
        this.now = now;
        this.plan = plan;
    }

    void plan() {
        plan.unless(observed.identity())
                .unless(observed.bucket())
                .unless(observed.accessControl())
                .unless(observed.distribution())
                .unless(observed.rolePolicy())
                .unless(observed.formerGrants())
                .unless(observed.strangers());
        observed.strangers()
                .value()
                .ifPresent(key -> plan.problem(new Problem(
                        FailureReason.BUCKET_NOT_EMPTY,
                        "S3 bucket %s holds objects or old versions, among them %s: remove them, or set spec.deletionPolicy to DeleteWithContents or Retain"
                                .formatted(spec.bucketName(), key))));
        if (plan.hasProblems()) {
            return;
        }
        observed.rolePolicy().value().ifPresent(it -> revoke(spec.roleName()));
        observed.formerGrants().value().ifPresent(roles -> roles.forEach(this::revoke));
        boolean isOurs = observed.bucket().is(bucket -> spec.owner().owns(bucket.tags()));
        if (cdn.planRemoval() && isOurs) {
            planBucket(observed.identity().value().orElseThrow());
        }
    }

    private void revoke(String role) {
        plan.step(new RevokeAccess(role, spec.derivedName()));
    }

    private void planBucket(Identity identity) {
        var empty = new EmptyBucket(spec.owner(), spec.bucketName(), identity.account(), spec.prefixToEmpty());
        if (observed.contents() instanceof JobState.Finished) {
            plan.step(new DeleteBucket(spec.owner(), spec.bucketName(), identity.account()));
            return;
        }
        observed.contents().problem().ifPresent(plan::problem);
        if (observed.contents().isDue(now, BEFORE_ANOTHER_TRY)) {
            plan.step(empty);
        } else {
            plan.waitFor("Wait until S3 bucket %s is empty".formatted(spec.bucketName()));
        }
    }
}
