package dev.replatform.migration.access;

import dev.replatform.aws.DmsEndpoints;
import dev.replatform.aws.DmsEndpoints.Connection;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * DMS's tests of connections from a replication instance.
 *
 * @param inputs what they depend on; other inputs are other tests
 * @param instance the replication instance's ARN
 */
public record TestConnections(EffectiveMigration spec, String inputs, String instance, List<Tested> tested)
        implements Step<Means> {
    /** The name of the work. */
    public static final String WORK = "Test connections";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** As long as a test may take: so long an old result may still be told where DMS does not forget it. */
    private static final Duration OLD_RESULTS = Duration.ofMinutes(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /**
     * A connection to be tested.
     *
     * @param endpoint its ARN
     * @param failure what a failed test is explained by
     */
    public record Tested(String endpoint, ConnectionFailure failure) {}

    @Override
    public String sentence() {
        return "Test the connections of replication instance " + spec.instanceName();
    }

    @Override
    public void act(Means means) {
        means.jobs().start(spec.owner(), WORK, inputs, progress -> {
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
