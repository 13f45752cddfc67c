package dev.replatform.migration;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationSpec.Cutover;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.aws.AwsRegions;
import dev.replatform.migration.stage.CleanupStage;
import dev.replatform.migration.stage.CutoverStage;
import dev.replatform.migration.stage.Stages;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.Measurements;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Plan;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.Conditions;
import dev.replatform.work.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Migration: the journey of a PostgreSQL database onto RDS with AWS DMS. */
public final class MigrationKind
        implements Kind<Migration, MigrationStatus, EffectiveMigration, ObservedMigration, Means> {
    private static final int JOB_THREADS = 6;
    private static final int CUTOVER_THREADS = 8;
    private static final Duration TIME_TO_LIFT_A_FENCE = Duration.ofSeconds(2);

    private final String clusterName;
    private final AllowTag allowTag;
    private final AwsRegions regions;
    private final Secrets secrets;
    private final Peers peers;
    private final Jobs jobs;
    private final Jobs cutovers;
    private final Measurements measurements;
    private final Consumer<Owner> wake;

    /**
     * @param measurements where metrics find what moves too often for a status
     * @param wake looks at an object again, now
     */
    public MigrationKind(
            String clusterName,
            AllowTag allowTag,
            AwsRegions regions,
            Secrets secrets,
            Peers peers,
            Clock clock,
            Measurements measurements,
            Consumer<Owner> wake) {
        this.clusterName = clusterName;
        this.allowTag = allowTag;
        this.regions = regions;
        this.secrets = secrets;
        this.peers = peers;
        this.measurements = measurements;
        this.wake = wake;
        this.jobs = new Jobs("migration-job", JOB_THREADS, clock, wake);
        this.cutovers = new Jobs("cutover", CUTOVER_THREADS, clock, wake);
    }

    /** @return whether a change of that Database matters to that Migration */
    public static boolean refersTo(Migration migration, Database database) {
        return migration
                .getSpec()
                .target()
                .databaseRef()
                .name()
                .equals(database.getMetadata().getName());
    }

    /** @return whether that AppConfig may publish that Migration */
    public static boolean isPublishedBy(Migration migration, AppConfig config) {
        return CleanupStage.publishes(config, migration.getMetadata().getName());
    }

    @Override
    public EffectiveMigration effective(Migration resource) {
        return EffectiveMigration.of(resource, clusterName, regions.operatorsOwn(), allowTag);
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec) {
        return new MigrationObserver(regions.clients(spec.region()), secrets, peers, jobs, cutovers).observe(spec);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration observed, Instant now) {
        return Stages.plan(spec, observed, now);
    }

    /** A fence must not stand while nobody works towards the switch. */
    @Override
    public Plan<Means> planWhilePaused(EffectiveMigration spec, ObservedMigration observed, Instant now) {
        return CutoverStage.planPaused(observed);
    }

    @Override
    public Means means(EffectiveMigration spec) {
        return new Means(regions.clients(spec.region()), jobs, cutovers, () -> wake.accept(spec.owner()));
    }

    @Override
    public MigrationStatus noStatus() {
        return MigrationStatus.NONE;
    }

    @Override
    public Done done(EffectiveMigration spec, ObservedMigration observed) {
        if (observed.reached(Step.COMPLETED)) {
            return new Done("Completed", "The application works on the target; what the move needed is removed.");
        }
        return new Done(
                "Replicating",
                spec.cutoverMode() == Cutover.Mode.Never
                        ? "The target follows the source; spec.cutover.mode is Never, so no cutover follows."
                        : "The target follows the source; the cutover waits for its approval.");
    }

    @Override
    public MigrationStatus report(
            EffectiveMigration spec,
            ObservedMigration observed,
            Plan<Means> left,
            MigrationStatus before,
            Conditions conditions) {
        var status = new MigrationReport(spec, observed, before).status(left, conditions);
        measurements.took(spec.owner().uid(), MigrationReport.measurements(spec, observed, status));
        return status;
    }

    @Override
    public void forget(Migration resource) {
        measurements.forget(resource.getMetadata().getUid());
        jobs.forget(resource.getMetadata().getUid());
        cutovers.forget(resource.getMetadata().getUid());
    }

    @Override
    public void close() {
        jobs.close();
        cutovers.close(TIME_TO_LIFT_A_FENCE);
    }
}
