package dev.replatform.migration.stage;

import dev.replatform.aws.DmsEndpoints;
import dev.replatform.aws.DmsEndpoints.Connection;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.access.ConnectionFailure;
import dev.replatform.migration.access.PgHbaChange;
import dev.replatform.migration.access.PgHbaLines;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import dev.replatform.secrets.Login;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets the replication instance in where the Migration asks for it; then DMS's own test of both connections from there. */
public final class ConnectionTestsStage implements Stage {
    private static final String TEST = "Test connections";
    private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
    private static final Duration CHANGE_AGAIN = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** As long as a test may take: so long an old result may still be told where DMS does not forget it. */
    private static final Duration OLD_RESULTS = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /**
     * What is known of the work that this process started.
     *
     * @param pgHba the change of pg_hba.conf, where the Migration asks for it
     */
    public record Facts(JobState tests, JobState pgHba) {
        /** @return what came of the change of pg_hba.conf */
        public Optional<PgHbaChange.Done> pgHbaChange() {
            return pgHba.result(PgHbaChange.Done.class);
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "TestingConnections";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.with(new Facts(
                sight.job(spec.owner(), TEST, inputs(before)),
                sight.job(spec.owner(), PgHbaChange.WORK, inputs(before))));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return isAtWork(seen)
                || seen.facts(Facts.class)
                        .flatMap(facts -> facts.tests().result(String.class))
                        .isPresent();
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        var provisioned = seen.facts(ProvisioningStage.Facts.class).orElseThrow();
        var instance = provisioned.instance().value().orElseThrow();
        if (spec.sourceBox().takesPgHbaLines() && !(facts.pgHba() instanceof JobState.Finished)) {
            planPgHba(spec, ends, instance, inputs(seen), facts.pgHba(), now, plan);
            return;
        }
        facts.tests().problem().ifPresent(plan::problem);
        if (facts.tests().isDue(now, TRY_AGAIN)) {
            plan.step(new TestConnections(
                    spec,
                    inputs(seen),
                    instance.arn(),
                    List.of(
                            new Tested(
                                    provisioned.source().value().orElseThrow().arn(),
                                    failure("source", ends.source(), ends.dms(), instance)),
                            new Tested(
                                    provisioned.target().value().orElseThrow().arn(),
                                    failure("target", ends.target(), ends.master(), instance)))));
        } else {
            plan.waitFor("Wait for DMS's connection tests");
        }
    }

    private static void planPgHba(
            EffectiveMigration spec,
            Ends ends,
            Instance instance,
            String inputs,
            JobState change,
            Instant now,
            Plan.Builder<Means> plan) {
        change.problem().ifPresent(plan::problem);
        if (change.isDue(now, CHANGE_AGAIN)) {
            plan.step(new PgHbaChange(spec, ends, inputs, lines(spec, ends, instance)));
        } else {
            plan.waitFor(
                    "Wait for the change of pg_hba.conf on " + spec.sourceBox().instanceId());
        }
    }

    /** @return the lines of the source's pg_hba.conf that let the replication instance in */
    public static List<String> lines(EffectiveMigration spec, Ends ends, Instance instance) {
        return PgHbaLines.of(
                spec.sourceSslMode(), spec.sourceDatabase(), ends.dms().username(), instance.privateIps());
    }

    private static ConnectionFailure failure(String name, PostgresAddress address, Login login, Instance instance) {
        return new ConnectionFailure(
                name, address, login.username(), instance.privateIps(), instance.securityGroupIds());
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "ConnectionsTested";
        var problem = seen.facts(Facts.class).flatMap(facts -> facts.tests().problem());
        var wereSuccessful = problem.isEmpty()
                && seen.reached(Journal.Step.SCHEMA_PREPARED)
                && seen.facts(Facts.class).isEmpty();
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
        return seen.facts(ProvisioningStage.Facts.class)
                .filter(facts ->
                        facts.task().is(task -> !task.isStopped() && !task.hasFailed() && !task.wasNeverStarted()))
                .isPresent();
    }

    /** What a test is about: both ends with their logins, from where they are reached, and the failure that it comes after. */
    private static String inputs(ObservedMigration seen) {
        var facts = seen.facts(ProvisioningStage.Facts.class);
        var addresses = facts.flatMap(it -> it.instance().value())
                .map(instance -> String.join(",", instance.privateIps()))
                .orElse("");
        var failure = facts.flatMap(it -> it.task().value())
                .filter(Task::hasFailed)
                .map(task -> " after " + task.restingSince())
                .orElse("");
        return ProvisioningStage.inputs(seen) + "@" + addresses + failure;
    }

    /** @param failure what a failed test of the endpoint is explained by */
    private record Tested(String endpoint, ConnectionFailure failure) {}

    private record TestConnections(EffectiveMigration spec, String inputs, String instance, List<Tested> tested)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Test the connections of replication instance " + spec.instanceName();
        }

        @Override
        public void act(Means means) {
            means.jobs().start(spec.owner(), TEST, inputs, progress -> {
                var failures = tested.stream()
                        .flatMap(it -> test(means.aws().dmsEndpoints(), it).stream())
                        .toList();
                if (!failures.isEmpty()) {
                    throw new ProblemException(FailureReason.CONNECTION_TEST_FAILED, String.join("; ", failures));
                }
                return "successful";
            });
        }

        /** @return why it failed; empty where it did not */
        private Optional<String> test(DmsEndpoints endpoints, Tested it) {
            var isForgotten = forget(endpoints, it.endpoint());
            endpoints.test(instance, it.endpoint());
            var connection = settled(endpoints, it.endpoint(), isForgotten ? Duration.ZERO : OLD_RESULTS);
            return connection.isSuccessful()
                    ? Optional.empty()
                    : Optional.of(it.failure().explained(connection.failure()));
        }

        /**
         * While a connection is tested again DMS may tell the last result, which must not be taken for this one's. It forgets
         * none while it tests, as it does by itself after an endpoint was changed.
         *
         * @return whether no old result is left
         */
        private boolean forget(DmsEndpoints endpoints, String endpoint) {
            var deadline = System.nanoTime() + OLD_RESULTS.toNanos();
            while (System.nanoTime() < deadline) {
                var connection = endpoints.connection(instance, endpoint);
                if (connection.isAbsent()) {
                    return true;
                }
                if (connection.is(it -> !it.isTesting() && !it.isBeingDeleted())) {
                    forgetUnlessRefused(endpoints, endpoint);
                }
                Pause.of(BETWEEN_LOOKS);
            }
            return false;
        }

        private void forgetUnlessRefused(DmsEndpoints endpoints, String endpoint) {
            try {
                endpoints.forgetConnection(instance, endpoint);
            } catch (ProblemException e) {
                if (e.problem().reason() != FailureReason.WRONG_STATE) {
                    throw e;
                }
            }
        }

        private Connection settled(DmsEndpoints endpoints, String endpoint, Duration notBefore) {
            Pause.of(notBefore);
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                if (endpoints.connection(instance, endpoint) instanceof Seen.Present<Connection> connection
                        && (connection.it().isSuccessful() || connection.it().hasFailed())) {
                    return connection.it();
                }
                Pause.of(BETWEEN_LOOKS);
            }
            throw new ProblemException(
                    FailureReason.CONNECTION_TEST_FAILED, "DMS's connection test did not end in five minutes");
        }
    }
}
