package dev.replatform.imagestore;

import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.imagestore.ImageStoreSteps.CheckServing;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;

/** The rules by which it is proved that objects are served through the CDN, and only through it. */
final class ServingPlanner {
    /** CloudFront keeps an error answer for 10 seconds. */
    private static final Duration UNTIL_ERRORS_ARE_FORGOTTEN = Duration.ofSeconds(12);

    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final Instant now;
    private final Plan.Builder<Means> plan;

    ServingPlanner(EffectiveImageStore spec, ObservedImageStore observed, Instant now, Plan.Builder<Means> plan) {
        this.spec = spec;
        this.observed = observed;
        this.now = now;
        this.plan = plan;
    }

    /** @return what the proof is about: it is done afresh where this changes */
    static String inputs(EffectiveImageStore spec, Distribution distribution, ObservedImport imports) {
        var imported = spec.hasImport() && imports.isFinished(spec.imports())
                ? "finished"
                : imports.proof().isPresent() ? "followed" : "empty";
        return String.join(" ", spec.bucketName(), distribution.id(), String.valueOf(spec.sampleSize()), imported);
    }

    void plan() {
        observed.distribution().value().filter(this::canServe).ifPresent(this::plan);
    }

    private boolean canServe(Distribution distribution) {
        boolean mayRead = observed.identity().is(identity -> observed.bucket()
                .is(bucket -> new Policies(spec, identity).letCloudFrontRead(bucket, distribution)));
        boolean hasObjects = !spec.hasImport() || observed.imports().proof().isPresent();
        return distribution.isDeployed() && distribution.enabled() && mayRead && hasObjects;
    }

    private void plan(Distribution distribution) {
        var check = new CheckServing(spec, distribution.domainName(), inputs(spec, distribution, observed.imports()));
        if (observed.serving() instanceof JobState.Running) {
            plan.waitFor("Wait for the proof that objects are served through %s".formatted(distribution.domainName()));
        } else if (observed.serving() instanceof JobState.Failed failed) {
            plan.problem(failed.why());
            again(failed.at(), check);
        } else if (observed.serving() instanceof JobState.Finished finished) {
            plan((Served) finished.result(), check);
        } else {
            plan.step(check);
        }
    }

    private void plan(Served served, CheckServing check) {
        if (served.isProved()) {
            return;
        }
        if (spec.mustBeServed() || !served.unreachable()) {
            plan.problem(new Problem(FailureReason.NOT_SERVED, served.problem()));
            again(served.at(), check);
        }
    }

    private void again(Instant last, CheckServing check) {
        if (last.plus(UNTIL_ERRORS_ARE_FORGOTTEN).isBefore(now)) {
            plan.step(check);
        }
    }
}
