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
import dev.replatform.migration.cutover.CleanupFacts;
import dev.replatform.migration.cutover.CutoverProposal;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.cutover.TargetOpening;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.Removal;
import dev.replatform.migration.proof.DropWitness;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * After the switch: the target is opened, the application follows, the schema gets what the
 * change stream could not live with, DMS's resources go.
 */
public final class CleanupStage implements Stage {
    private static final String FINISH = "Finish the schema";

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "CutOver";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var token = CutoverProposal.inputs(spec, before);
        return before.withCleanup(new CleanupFacts(
                sight.peers().all(AppConfig.class, spec.owner().namespace()),
                sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                sight.job(spec.owner(), TargetOpening.WORK, token),
                sight.job(spec.owner(), FINISH, token),
                DmsResources.see(spec, sight)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.COMPLETED);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var facts = seen.cleanup().orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        var plan = new Plan.Builder<Means>();
        if (!seen.target().is(entries -> entries.containsKey(Step.SWITCHED))) {
            var detail = seen.entry(Step.SWITCHED).map(Entry::detail).orElse(Map.of());
            plan.step(new JournalStep(ends, Step.SWITCHED, detail, "Note the switch on the target too"));
        }
        if (!seen.reached(Step.OPENED)) {
            return plan.and(opening(spec, seen, ends, facts, now)).build();
        }
        plan.unless(facts.consumers());
        facts.consumers().value().ifPresent(consumers -> plan.and(consumers(spec, consumers)));
        plan.and(finishing(spec, seen, ends).plan(facts.finishing(), now));
        plan.unless(seen.witness());
        seen.witness().value().ifPresent(slot -> plan.step(new DropWitness(ends, slot)));
        var isAnotherRunDeclared = ends.run() < spec.run();
        if (!plan.isIdle() || isAnotherRunDeclared) {
            return plan.build();
        }
        plan.and(Removal.plan(spec, facts.remaining(), spec.keepsInstance()));
        return plan.isIdle()
                ? Plan.of(new JournalStep(ends, Step.COMPLETED, Map.of(), "Note that the migration is complete"))
                : plan.build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // What the switch came to stands in CutOver and DataValidated.
    }

    private static Plan<Means> opening(
            EffectiveMigration spec, ObservedMigration seen, Ends ends, CleanupFacts facts, Instant now) {
        return facts.cutover().isRunning()
                ? Plan.waitFor("Wait until the target is open")
                : TargetOpening.job(spec, ends, CutoverProposal.inputs(spec, seen))
                        .plan(facts.opening(), now);
    }

    private static StartJob finishing(EffectiveMigration spec, ObservedMigration seen, Ends ends) {
        return new StartJob(
                ends,
                FINISH,
                CutoverProposal.inputs(spec, seen),
                "Validate NOT NULL and refresh materialized views on the target",
                false,
                (source, target, progress) -> {
                    SchemaWork.copy(spec, ends, source, target, SchemaPhase.AFTER_SWITCH, progress);
                    return FINISH;
                });
    }

    private static Plan<Means> consumers(EffectiveMigration spec, List<AppConfig> all) {
        var consumers = all.stream()
                .filter(config -> publishes(config, spec.owner().name()))
                .toList();
        if (consumers.isEmpty()) {
            return Plan.problem(
                    new Problem(
                            FailureReason.CONSUMERS_NOT_SWITCHED,
                            "No AppConfig publishes this migration: the application is without a database until somebody tells it of status.activeEndpoint"));
        }
        var plan = new Plan.Builder<Means>();
        consumers.forEach(config -> plan.and(consumer(spec, config)));
        return plan.build();
    }

    private static Plan<Means> consumer(EffectiveMigration spec, AppConfig config) {
        var name = config.getMetadata().getName();
        var status = config.getStatus();
        if (status == null || !publishesTarget(status, spec.owner().name())) {
            return Plan.waitFor("Wait until AppConfig %s publishes the target".formatted(name));
        }
        if (config.getSpec().onChange() == null) {
            return Plan.nothing();
        }
        var change = status.onChange();
        if (change == null || !String.valueOf(status.revision()).equals(change.revision())) {
            return Plan.waitFor("Wait until AppConfig %s has told the application".formatted(name));
        }
        if (List.of("Failed", "TimedOut", "Cancelled").contains(String.valueOf(change.state()))) {
            return Plan.problem(new Problem(
                    FailureReason.CONSUMERS_NOT_SWITCHED,
                    "The onChange of AppConfig %s ended as %s: the application may be without a database until somebody acts"
                            .formatted(name, change.state())));
        }
        return "Success".equals(change.state())
                ? Plan.nothing()
                : Plan.waitFor("Wait until the onChange of AppConfig %s has succeeded".formatted(name));
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
