package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreSpec;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsRegions;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.work.Jobs;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** ImageStore: an S3 bucket behind CloudFront, filled from the box. */
public final class ImageStoreKind
        implements Kind<ImageStore, ImageStoreStatus, EffectiveImageStore, ObservedImageStore, Means> {
    private static final int JOB_THREADS = 2;

    private final String clusterName;
    private final AwsRegions regions;
    private final Peers peers;
    private final AllowTag allowTag;
    private final Jobs jobs;
    private final ImageStoreMemory memory = ImageStoreMemory.empty();
    private final Clock clock;

    /** @param wake told whose work has ended */
    public ImageStoreKind(
            String clusterName, AwsRegions regions, Peers peers, AllowTag allowTag, Clock clock, Consumer<Owner> wake) {
        this.clusterName = clusterName;
        this.regions = regions;
        this.peers = peers;
        this.allowTag = allowTag;
        this.clock = clock;
        this.jobs = new Jobs("imagestore", JOB_THREADS, clock, wake);
    }

    /** @return whether the folder is followed until that Migration has switched */
    public static boolean refersTo(ImageStore store, Migration migration) {
        var imports = store.getSpec().imports();
        return imports != null
                && imports.until() != null
                && imports.until()
                        .migrationRef()
                        .name()
                        .equals(migration.getMetadata().getName());
    }

    @Override
    public EffectiveImageStore effective(ImageStore resource) {
        return EffectiveImageStore.of(resource, clusterName, regions.operatorsOwn());
    }

    @Override
    public ObservedImageStore observe(EffectiveImageStore spec) {
        return new ImageStoreObserver(regions.clients(spec.region()), peers, jobs, allowTag, memory, spec).observe();
    }

    @Override
    public Plan<Means> plan(EffectiveImageStore spec, ObservedImageStore observed, Instant now) {
        var bucketDomain = regions.clients(spec.region()).s3Buckets().domain(spec.bucketName());
        return ImageStorePlanner.plan(spec, observed, allowTag, bucketDomain, now);
    }

    @Override
    public Means means(EffectiveImageStore spec) {
        return new Means(regions.clients(spec.region()), jobs, clock);
    }

    @Override
    public ImageStoreStatus noStatus() {
        return ImageStoreStatus.NONE;
    }

    @Override
    public Done done(EffectiveImageStore spec, ObservedImageStore observed) {
        if (!spec.hasImport()) {
            return new Done("Available", "S3 bucket %s takes objects.".formatted(spec.bucketName()));
        }
        return observed.imports().isFinished(spec.imports())
                ? new Done("Finished", "Every file of the box is in S3 bucket %s.".formatted(spec.bucketName()))
                : new Done(
                        "InSync",
                        "Every file of the box is in S3 bucket %s; it is followed.".formatted(spec.bucketName()));
    }

    @Override
    public void forget(ImageStore resource) {
        memory.forget(resource.getMetadata().getUid());
        jobs.forget(resource.getMetadata().getUid());
    }

    @Override
    public void close() {
        jobs.close();
    }

    @Override
    public ImageStoreStatus report(
            EffectiveImageStore spec,
            ObservedImageStore observed,
            Plan<Means> left,
            ImageStoreStatus before,
            Conditions conditions) {
        new ImageStoreConditions(spec, observed, left, before, conditions).fill();
        return new ImageStoreStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                resources(spec, observed),
                bucket(spec, observed, before),
                distribution(spec, observed, before),
                spec.hasImport() ? ImportReport.of(spec.imports(), observed.imports(), left, before.imports()) : null,
                verification(observed, before),
                spec.tags().remembered(liveTags(observed)),
                null);
    }

    @Override
    public Seen<ImageStoreSpec> live(ImageStore resource, EffectiveImageStore spec, ObservedImageStore observed) {
        if (observed.distribution() instanceof Seen.Unknown<Distribution> unseen) {
            return Seen.unknown(unseen.why());
        }
        return observed.bucket()
                .map(bucket -> LiveImageStore.spec(
                        resource.getSpec(), bucket, observed.distribution().value()));
    }

    private static ImageStoreStatus.Bucket bucket(
            EffectiveImageStore spec, ObservedImageStore observed, ImageStoreStatus before) {
        return observed.bucket().is(it -> spec.owner().owns(it.tags()))
                ? new ImageStoreStatus.Bucket(spec.bucketName(), spec.region())
                : before.bucket();
    }

    private static ImageStoreStatus.Distribution distribution(
            EffectiveImageStore spec, ObservedImageStore observed, ImageStoreStatus before) {
        boolean isGone = !spec.hasCdn()
                && observed.distribution().isAbsent()
                && observed.accessControl().isAbsent();
        return observed.distribution()
                .value()
                .map(it -> new ImageStoreStatus.Distribution(it.id(), it.domainName(), it.status()))
                .orElse(isGone ? null : before.distribution());
    }

    private static Stream<Map<String, String>> liveTags(ObservedImageStore observed) {
        return Stream.concat(
                observed.bucket().value().map(Bucket::tags).stream(),
                observed.distribution().value().map(Distribution::tags).stream());
    }

    private static ImageStoreStatus.Verification verification(ObservedImageStore observed, ImageStoreStatus before) {
        return observed.serving()
                .result(Served.class)
                .map(it -> new ImageStoreStatus.Verification(it.sampled(), it.served(), it.directAccessDenied()))
                .orElse(before.verification());
    }

    private static List<AwsResource> resources(EffectiveImageStore spec, ObservedImageStore observed) {
        var resources = new ArrayList<AwsResource>();
        var partition = observed.identity().value().map(it -> it.partition()).orElse("aws");
        if (observed.bucket().is(it -> spec.owner().owns(it.tags()))) {
            resources.add(new AwsResource("arn:%s:s3:::%s".formatted(partition, spec.bucketName()), "S3 bucket", null));
        }
        observed.distribution()
                .value()
                .filter(it -> spec.owner().owns(it.tags()))
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "CloudFront distribution", it.status())));
        observed.accessControl()
                .value()
                .filter(it -> spec.owner().id().equals(it.description()))
                .ifPresent(it -> resources.add(new AwsResource(it.name(), "CloudFront origin access control", null)));
        observed.rolePolicy().value().ifPresent(it -> resources.add(grant(spec, spec.roleName())));
        observed.formerGrants().value().ifPresent(roles -> roles.forEach(role -> resources.add(grant(spec, role))));
        return List.copyOf(resources);
    }

    private static AwsResource grant(EffectiveImageStore spec, String role) {
        return new AwsResource(role + "/" + spec.derivedName(), EffectiveImageStore.INLINE_POLICY, null);
    }
}
