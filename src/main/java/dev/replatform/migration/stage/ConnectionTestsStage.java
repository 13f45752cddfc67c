package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.access.ConnectionFailure;
import dev.replatform.migration.access.PgHbaChange;
import dev.replatform.migration.access.PgHbaLines;
import dev.replatform.migration.access.TestConnections;
import dev.replatform.migration.access.TestConnections.Tested;
import dev.replatform.postgres.Journal;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lets the replication instance in where the Migration asks for it; then DMS's own test of both connections from there. */
public final class ConnectionTestsStage implements Stage {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(15);

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "TestingConnections";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.withConnectionTests(sight.job(spec.owner(), TestConnections.WORK, inputs(before)))
                .withPgHbaChange(sight.job(spec.owner(), PgHbaChange.WORK, inputs(before)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return isAtWork(seen)
                || seen.connectionTests().filter(JobState::isFinished).isPresent();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var dms = seen.dms().orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        var instance = dms.instance().value().orElseThrow();
        var change = seen.pgHbaChange().orElseThrow();
        if (spec.sourceBox().takesPgHbaLines() && !change.isFinished()) {
            var step = new PgHbaChange(spec, ends, inputs(seen), PgHbaLines.of(spec, ends, instance));
            return step.plan(change, now);
        }
        var tests = seen.connectionTests().orElseThrow();
        var plan = new Plan.Builder<Means>();
        tests.problem().ifPresent(plan::problem);
        if (tests.isDue(now, TRY_AGAIN)) {
            plan.step(new TestConnections(
                    spec,
                    inputs(seen),
                    instance.arn(),
                    List.of(
                            new Tested(
                                    dms.source().value().orElseThrow().arn(),
                                    ConnectionFailure.of("source", ends.source(), ends.dms(), instance)),
                            new Tested(
                                    dms.target().value().orElseThrow().arn(),
                                    ConnectionFailure.of("target", ends.target(), ends.master(), instance)))));
        } else {
            plan.waitFor("Wait for DMS's connection tests");
        }
        return plan.build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "ConnectionsTested";
        var problem = seen.connectionTests().flatMap(JobState::problem);
        var wereSuccessful = problem.isEmpty()
                && seen.reached(Journal.Step.SCHEMA_PREPARED)
                && seen.connectionTests().isEmpty();
        if (isFinished(spec, seen) || wereSuccessful) {
            conditions.yes(type, "Successful", "DMS connects to source and target.");
        } else if (problem.isPresent()) {
            conditions.no(
                    type,
                    problem.get().reason().conditionReason(),
                    problem.get().message());
        } else {
            conditions.no(type, "NotYet", "The connections are not tested yet.");
        }
    }

    /**
     * A task that runs, or loads, is proof enough. One that stopped may have been stopped for another password, and one that
     * failed may have lost its way to a database.
     */
    private static boolean isAtWork(ObservedMigration seen) {
        return seen.dms()
                .filter(dms -> dms.task().is(task -> !task.isStopped() && !task.hasFailed() && !task.wasNeverStarted()))
                .isPresent();
    }

    /** What a test is about: both ends with their logins, from where they are reached, and the failure that it comes after. */
    private static String inputs(ObservedMigration seen) {
        var dms = seen.dms();
        var addresses = dms.flatMap(it -> it.instance().value())
                .map(instance -> String.join(",", instance.privateIps()))
                .orElse("");
        var failure = dms.flatMap(it -> it.task().value())
                .filter(Task::hasFailed)
                .map(task -> " after " + task.restingSince())
                .orElse("");
        return seen.inputs() + "@" + addresses + failure;
    }
}
