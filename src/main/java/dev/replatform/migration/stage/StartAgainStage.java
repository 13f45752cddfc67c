package dev.replatform.migration.stage;

import dev.replatform.migration.EarlierRun;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.LiftFence;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.LoadedTables;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.postgres.witness.WitnessSlot;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code spec.run} was raised: the run before it is given up, its fence lifted, its task removed, the tables that it loaded
 * emptied. Only before the switch: after it the application's rows are on the target.
 */
public final class StartAgainStage implements Stage {
    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return seen.ends().isPresent() ? "Preflight" : "Pending";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        if (before.reached(Journal.Step.LOADING) || !before.ends().isPresent()) {
            return before;
        }
        var id = spec.owner().id();
        return sight.ofSource(source -> Journal.runs(source, id))
                .value()
                .filter(runs -> !runs.isEmpty() && runs.lastKey() != spec.run())
                .flatMap(runs -> sight.ofTarget(target -> Journal.runs(target, id))
                        .map(atTarget -> new EarlierRun(
                                runs.lastKey(),
                                runs.get(runs.lastKey()),
                                atTarget.getOrDefault(runs.lastKey(), Map.of()),
                                sight.aws().dmsTasks().one(spec.name())))
                        .value())
                .map(before::withEarlier)
                .orElse(before);
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.earlier()
                .filter(it -> it.number() > spec.run() || !it.isGivenUp())
                .isEmpty();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var earlier = seen.earlier().orElseThrow();
        var ends = seen.ends().value().orElseThrow().ofRun(earlier.number());
        var plan = new Plan.Builder<Means>();
        if (earlier.number() > spec.run()) {
            plan.problem(lowered(spec, earlier));
        }
        plan.unless(earlier.task());
        if (plan.hasProblems()) {
            return plan.build();
        }
        if (earlier.has(Journal.Step.FENCED)) {
            return Plan.of(new LiftFence(ends, "run %d begins".formatted(spec.run())));
        }
        return earlier.task()
                .value()
                .filter(it -> spec.owner().owns(it.tags()))
                .map(TaskSteps::remove)
                .orElseGet(() -> Plan.of(new GiveUp(ends, prepared(earlier))));
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // What is due stands in the plan; the conditions tell of the run that begins.
    }

    /** @return what has switched goes on, whatever run is declared: it is told, and nothing is taken back */
    static Optional<Problem> refusalAfterTheSwitch(EffectiveMigration spec, ObservedMigration seen) {
        return seen.ends()
                .value()
                .map(Ends::run)
                .filter(run -> run < spec.run())
                .map(run -> new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.run is %d, and run %d has switched: the application's rows are on the target, nothing is started again; set spec.run to %d"
                                .formatted(spec.run(), run, run)));
    }

    private static Problem lowered(EffectiveMigration spec, EarlierRun earlier) {
        return new Problem(
                FailureReason.INVALID_SPEC,
                "spec.run is %d, and run %d of this Migration has begun: set spec.run to %d or more"
                        .formatted(spec.run(), earlier.number(), earlier.number()));
    }

    private static PreparedTables prepared(EarlierRun earlier) {
        return PreparedTables.of(Journal.at(earlier.source(), Journal.Step.SCHEMA_PREPARED)
                .map(Entry::detail)
                .orElse(Map.of()));
    }

    /**
     * Closes the earlier run and empties what it loaded, as the holder of the run's lock.
     *
     * @param ends of the earlier run
     */
    private record GiveUp(Ends ends, PreparedTables prepared) implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return "Give up run %d: empty the %d tables that it loaded on the target"
                    .formatted(ends.run(), prepared.moving().size());
        }

        @Override
        public void act(Means means) {
            try (var source = ends.openSource(Session.SHORT);
                    var target = ends.openTarget(Session.LONG)) {
                if (!RunLock.obtain(source, ends.owner().id())
                        || !ends.journal(source).giveUp()) {
                    throw new ProblemException(
                            FailureReason.DATABASE_BUSY, "Run %d is still at work".formatted(ends.run()));
                }
                new WitnessSlot(source, ends.owner().id()).drop();
                ends.journal(target).prepare();
                var holding = new LoadedTables(target).empty(prepared.moving());
                if (!holding.isEmpty()) {
                    throw new ProblemException(
                            FailureReason.BLOCKED,
                            "TargetNotEmpty: tables that refer to loaded ones hold rows that this Migration did not load: empty %s"
                                    .formatted(String.join(", ", holding)));
                }
                ends.journal(target).note(Journal.Step.RELEASED, Map.of());
                means.jobs().forget(ends.owner().uid());
            } catch (SqlFailure e) {
                throw new ProblemException(Sight.problem("Giving up run %d".formatted(ends.run()), e));
            }
        }
    }
}
