package dev.replatform.migration.stage;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigSpec.Parameter;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.dms.Removal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * After the switch: the target is opened, the application follows, the closed source is compared, the schema gets what the
 * change stream could not live with, DMS's resources go.
 */
public final class CleanupStage implements Stage {
    static final String OPEN = "Open the target";
    private static final String FINISH = "Finish the schema";

    /**
     * What is left to do.
     *
     * @param consumers the namespace's AppConfigs
     * @param cutover the job that fenced and switched goes on to open the target and to compare
     * @param opening the target is opened anew where that job was cut off
     * @param finishing what the schema gets beside the application
     */
    public record Facts(
            Seen<List<AppConfig>> consumers,
            JobState cutover,
            JobState opening,
            JobState finishing,
            Removal.Facts removal) {}

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "CutOver";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var token = CutoverStage.token(spec, before).orElse("");
        return before.with(new Facts(
                sight.peers().all(AppConfig.class, spec.owner().namespace()),
                sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                sight.job(spec.owner(), OPEN, token),
                sight.job(spec.owner(), FINISH, token),
                Removal.see(spec, sight)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.COMPLETED);
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        if (!seen.target().is(entries -> entries.containsKey(Step.SWITCHED))) {
            plan.step(new JournalStep(ends, Step.SWITCHED, Map.of(), "Note the switch on the target too"));
        }
        if (!seen.reached(Step.OPENED)) {
            planOpening(spec, seen, ends, facts, now, plan);
            return;
        }
        plan.unless(facts.consumers());
        facts.consumers().value().ifPresent(consumers -> planConsumers(spec, consumers, plan));
        planComparison(seen, ends, facts.cutover(), plan);
        if (seen.reached(Step.COMPARED)) {
            finishing(spec, seen, ends).isDone(facts.finishing(), now, plan);
        }
        if (!plan.isIdle()) {
            return;
        }
        Removal.plan(spec, facts.removal(), spec.keepsInstance(), plan);
        if (plan.isIdle()) {
            plan.step(new JournalStep(ends, Step.COMPLETED, Map.of(), "Note that the migration is complete"));
        }
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // What the switch came to stands in CutOver and DataValidated.
    }

    private static void planOpening(
            EffectiveMigration spec,
            ObservedMigration seen,
            Ends ends,
            Facts facts,
            Instant now,
            Plan.Builder<Means> plan) {
        if (facts.cutover().isRunning()) {
            plan.waitFor("Wait until the target is open");
        } else {
            opening(spec, seen, ends).isDone(facts.opening(), now, plan);
        }
    }

    static StartJob opening(EffectiveMigration spec, ObservedMigration seen, Ends ends) {
        return new StartJob(
                ends,
                OPEN,
                CutoverStage.token(spec, seen).orElse(""),
                "Open the target to the application",
                false,
                (source, target, progress) -> {
                    CutoverRun.open(spec, ends, source, target);
                    return OPEN;
                });
    }

    private static StartJob finishing(EffectiveMigration spec, ObservedMigration seen, Ends ends) {
        return new StartJob(
                ends,
                FINISH,
                CutoverStage.token(spec, seen).orElse(""),
                "Validate NOT NULL and refresh materialized views on the target",
                false,
                (source, target, progress) -> {
                    SchemaStage.copy(spec, ends, source, target, SchemaPhase.AFTER_SWITCH, progress);
                    return FINISH;
                });
    }

    private static void planComparison(
            ObservedMigration seen, Ends ends, JobState comparison, Plan.Builder<Means> plan) {
        var compared = seen.entry(Step.COMPARED);
        if (compared.isPresent()) {
            var different = compared.get().detail().getOrDefault("different", "");
            if (!different.isEmpty()) {
                plan.problem(new Problem(
                        FailureReason.DATA_DIFFERS, "At the switch source and target differed: " + different));
            }
        } else if (comparison.isRunning()) {
            plan.waitFor("Wait for the comparison of the closed source with the target");
        } else {
            plan.step(new JournalStep(
                    ends,
                    Step.COMPARED,
                    Map.of(
                            "different",
                            "",
                            "text",
                            "Equal by exact row counts under the fence; the checksums were cut off by a restart of the operator."),
                    "Note that the comparison was by counts only"));
        }
    }

    private static void planConsumers(EffectiveMigration spec, List<AppConfig> all, Plan.Builder<Means> plan) {
        var consumers = all.stream()
                .filter(config -> publishes(config, spec.owner().name()))
                .toList();
        if (consumers.isEmpty()) {
            plan.problem(
                    new Problem(
                            FailureReason.CONSUMERS_NOT_SWITCHED,
                            "No AppConfig publishes this migration: the application is without a database until somebody tells it of status.activeEndpoint"));
        }
        consumers.forEach(config -> planConsumer(spec, config, plan));
    }

    private static void planConsumer(EffectiveMigration spec, AppConfig config, Plan.Builder<Means> plan) {
        var name = config.getMetadata().getName();
        var status = config.getStatus();
        if (status == null || !publishesTarget(status, spec.owner().name())) {
            plan.waitFor("Wait until AppConfig %s publishes the target".formatted(name));
            return;
        }
        if (config.getSpec().onChange() == null) {
            return;
        }
        var change = status.onChange();
        if (change == null || !String.valueOf(status.revision()).equals(change.revision())) {
            plan.waitFor("Wait until AppConfig %s has told the application".formatted(name));
        } else if (List.of("Failed", "TimedOut", "Cancelled").contains(String.valueOf(change.state()))) {
            plan.problem(new Problem(
                    FailureReason.CONSUMERS_NOT_SWITCHED,
                    "The onChange of AppConfig %s ended as %s: the application may be without a database until somebody acts"
                            .formatted(name, change.state())));
        } else if (!"Success".equals(change.state())) {
            plan.waitFor("Wait until the onChange of AppConfig %s has succeeded".formatted(name));
        }
    }

    private static boolean publishesTarget(AppConfigStatus status, String migration) {
        return status.published() != null
                && status.published().stream()
                        .anyMatch(it -> it.migration().equals(migration) && MigrationStatus.TARGET.equals(it.side()));
    }

    /** @return whether a parameter of that AppConfig says what the Migration of that name has active */
    public static boolean publishes(AppConfig config, String migration) {
        return config.getSpec().parameters().stream()
                .map(Parameter::valueFrom)
                .anyMatch(from -> from != null
                        && from.migrationRef() != null
                        && from.migrationRef().name().equals(migration));
    }
}
