package dev.replatform.migration.stage;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.DmsEndpoints;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.Journal;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Step;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** DMS's own test of both connections, from the replication instance. */
public final class ConnectionTestsStage implements Stage {
    private static final String TEST = "Test connections";
    private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "TestingConnections";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.withConnectionTests(sight.job(spec.owner(), TEST, inputs(before)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return isAtWork(seen)
                || seen.connectionTests().filter(JobState::isFinished).isPresent();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var tests = seen.connectionTests().orElseThrow();
        var dms = seen.dms().orElseThrow();
        var plan = new Plan.Builder<Means>();
        tests.problem().ifPresent(plan::problem);
        if (tests.isDue(now, TRY_AGAIN)) {
            plan.step(new TestConnections(
                    spec,
                    inputs(seen),
                    dms.instance().value().orElseThrow().arn(),
                    List.of(
                            dms.source().value().orElseThrow().arn(),
                            dms.target().value().orElseThrow().arn())));
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

    private record TestConnections(EffectiveMigration spec, String inputs, String instance, List<String> endpoints)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Test the connections of replication instance " + spec.instanceName();
        }

        @Override
        public void act(Means means) {
            means.jobs().start(spec.owner(), TEST, inputs, progress -> {
                endpoints.forEach(endpoint -> test(means.aws(), endpoint));
                return "successful";
            });
        }

        /** No result of an earlier test is taken for this one's. */
        private void test(AwsClients aws, String endpoint) {
            var endpoints = aws.dmsEndpoints();
            endpoints.forgetTest(instance, endpoint);
            await(() -> endpoints.connection(instance, endpoint).isAbsent());
            endpoints.test(instance, endpoint);
            var connection = settled(endpoints, endpoint);
            if (connection.isEmpty()) {
                throw new ProblemException(
                        FailureReason.CONNECTION_TEST_FAILED, "DMS's connection test did not end in five minutes");
            }
            if (!connection.get().isSuccessful()) {
                throw new ProblemException(
                        FailureReason.CONNECTION_TEST_FAILED,
                        "DMS cannot connect: " + connection.get().failure());
            }
        }

        private Optional<DmsEndpoints.Connection> settled(DmsEndpoints endpoints, String endpoint) {
            await(() -> endpoints
                    .connection(instance, endpoint)
                    .is(connection -> connection.isSuccessful() || connection.hasFailed()));
            return endpoints.connection(instance, endpoint).value().filter(connection -> !connection.isTesting());
        }

        private static void await(BooleanSupplier condition) {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
                Pause.of(BETWEEN_LOOKS);
            }
        }
    }
}
