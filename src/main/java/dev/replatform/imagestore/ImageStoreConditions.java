package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.ownership.Claim.Standing;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import java.util.List;

/** The kind's own conditions. Imported and ServedThroughCdn stay as they are while a later pass or proof is under way. */
final class ImageStoreConditions {
    private static final List<String> OWN =
            List.of("BucketReady", "DistributionDeployed", "AccessGranted", "Imported", "ServedThroughCdn");

    private final EffectiveImageStore spec;
    private final ObservedImageStore observed;
    private final Plan<Means> left;
    private final ImageStoreStatus before;
    private final Conditions conditions;

    ImageStoreConditions(
            EffectiveImageStore spec,
            ObservedImageStore observed,
            Plan<Means> left,
            ImageStoreStatus before,
            Conditions conditions) {
        this.spec = spec;
        this.observed = observed;
        this.left = left;
        this.before = before;
        this.conditions = conditions;
    }

    void fill() {
        if (!observed.bucket().wasAsked()) {
            OWN.forEach(conditions::asBefore);
            return;
        }
        bucketReady();
        distributionDeployed();
        accessGranted();
        imported();
        servedThroughCdn();
    }

    private void bucketReady() {
        var type = "BucketReady";
        if (isUnknown(type, observed.identity()) || isUnknown(type, observed.bucket())) {
            return;
        }
        if (ImageStorePlanner.bucketStands(spec, observed)) {
            conditions.yes(type, "Ready", "The bucket is private, encrypted and configured as declared.");
        } else if (observed.bucket().isAbsent()) {
            conditions.no(type, "NotCreated", "The S3 bucket does not exist yet.");
        } else if (observed.bucket().is(bucket -> spec.claim().on(bucket.tags()) == Standing.FOREIGN)) {
            conditions.no(
                    type,
                    FailureReason.CONFLICT.conditionReason(),
                    "The S3 bucket does not belong to this ImageStore.");
        } else {
            conditions.no(type, "OutOfDate", "The S3 bucket is not configured as declared yet.");
        }
    }

    private void distributionDeployed() {
        var type = "DistributionDeployed";
        if (!spec.hasCdn()) {
            conditions.yes(type, "NotAskedFor", "No CDN is asked for.");
        } else if (observed.distribution().is(Distribution::isDeployed)) {
            conditions.yes(type, "Deployed", "The CloudFront distribution is deployed.");
        } else if (!isUnknown(type, observed.distribution())) {
            var state = observed.distribution().isAbsent() ? "NotCreated" : "InProgress";
            conditions.no(type, state, "The CloudFront distribution is not deployed yet.");
        }
    }

    private void accessGranted() {
        var type = "AccessGranted";
        if (!spec.givesAccess()) {
            conditions.yes(type, "NotAskedFor", "No role is named.");
        } else if (isUnknown(type, observed.role()) || isUnknown(type, observed.rolePolicy())) {
            return;
        } else if (ImageStorePlanner.accessStands(spec, observed)) {
            conditions.yes(type, "Granted", "Role %s may use the bucket.".formatted(spec.roleName()));
        } else {
            conditions.no(type, "NotGranted", "Role %s may not use the bucket yet.".formatted(spec.roleName()));
        }
    }

    private void imported() {
        var type = "Imported";
        if (!spec.hasImport()) {
            conditions.yes(type, "NotAskedFor", "Nothing is imported.");
            return;
        }
        var imports = observed.imports();
        var failure = ImportReport.failure(left);
        var differs = failure.filter(problem -> problem.reason() == FailureReason.OBJECTS_DIFFER);
        if (imports.proof().isPresent() && differs.isEmpty()) {
            var state = imports.isFinished(spec.imports()) ? ImportReport.FINISHED : ImportReport.IN_SYNC;
            var skipped = imports.proof().value().map(Proof::skipped).orElse(SkippedFiles.NONE);
            conditions.yes(
                    type, state, ("Every copied file is in the bucket with its content. " + skipped.inWords()).strip());
        } else if (failure.isPresent()) {
            conditions.no(
                    type,
                    failure.get().reason().conditionReason(),
                    failure.get().message());
        } else if (!isUnknown(type, imports.proof())) {
            conditions.no(
                    type,
                    ImportReport.state(spec.imports(), imports, left),
                    "It is not proved yet that every file is in the bucket.");
        }
    }

    private void servedThroughCdn() {
        var type = "ServedThroughCdn";
        var served = observed.serving().result(Served.class);
        if (!spec.hasCdn()) {
            conditions.yes(type, "NotAskedFor", "No CDN is asked for.");
        } else if (served.isEmpty()
                && before.isTrue(type)
                && !observed.distribution().isAbsent()) {
            conditions.asBefore(type);
        } else if (served.isEmpty()) {
            conditions.no(type, "NotProved", "No object has been asked for through the CDN yet.");
        } else {
            servedThroughCdn(type, served.get());
        }
    }

    private void servedThroughCdn(String type, Served served) {
        if (served.isProved() && served.sampled() == 0) {
            conditions.yes(type, "NothingToServe", "The bucket holds no object yet.");
        } else if (served.isProved()) {
            conditions.yes(
                    type, "Served", "Sampled objects come through the CDN as S3 has them; S3 itself refuses them.");
        } else if (served.unreachable() && !spec.mustBeServed()) {
            conditions.yes(
                    type,
                    "NotVerified",
                    "The CDN cannot be reached from the operator, and spec.verification.mode is BestEffort.");
        } else {
            conditions.no(type, FailureReason.NOT_SERVED.conditionReason(), served.problem());
        }
    }

    private boolean isUnknown(String type, Seen<?> part) {
        part.problem()
                .ifPresent(problem -> conditions.unknown(type, problem.reason().conditionReason(), problem.message()));
        return part.isUnknown();
    }
}
