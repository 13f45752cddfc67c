package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.dms.engine.Failures;
import dev.replatform.sandbox.aws.dms.engine.Sessions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.databasemigration.model.Connection;

/**
 * Tests of connections: a real login from the replication instance's address, and what came of the last one. While a
 * connection is tested again the last result is told: nobody may take that for the result of this test.
 */
final class Connections {
    private final Map<Pair, Connection> tested = new ConcurrentHashMap<>();
    private final Set<Pair> underWay = ConcurrentHashMap.newKeySet();
    private final ReplicationInstances instances;
    private final Endpoints endpoints;
    private final Addresses addresses;
    private final Later later;

    private record Pair(String instanceArn, String endpointArn) {}

    Connections(ReplicationInstances instances, Endpoints endpoints, Addresses addresses, Later later) {
        this.instances = instances;
        this.endpoints = endpoints;
        this.addresses = addresses;
        this.later = later;
    }

    synchronized Connection test(String instanceArn, String endpointArn) {
        var instance = instances.available(instanceArn);
        var endpoint = endpoints.one(endpointArn);
        var pair = new Pair(instanceArn, endpointArn);
        if (!underWay.add(pair)) {
            throw DmsFaults.invalidState("The connection is already being tested.");
        }
        var testing = Connection.builder()
                .replicationInstanceArn(instanceArn)
                .replicationInstanceIdentifier(instance.replicationInstanceIdentifier())
                .endpointArn(endpointArn)
                .endpointIdentifier(endpoint.endpointIdentifier())
                .status("testing")
                .build();
        tested.putIfAbsent(pair, testing);
        later.after(Duration.ofSeconds(30), () -> logIn(pair));
        return testing;
    }

    /** An endpoint that changes is tested anew wherever it was tested before. */
    void retest(String endpointArn) {
        tested.keySet().stream()
                .filter(pair -> pair.endpointArn().equals(endpointArn) && !underWay.contains(pair))
                .forEach(pair -> test(pair.instanceArn(), endpointArn));
    }

    synchronized Connection delete(String instanceArn, String endpointArn) {
        var pair = new Pair(instanceArn, endpointArn);
        if (underWay.contains(pair)) {
            throw DmsFaults.invalidState("The connection is being tested.");
        }
        var removed = tested.remove(pair);
        if (removed == null) {
            throw DmsFaults.notFound("The connection is not found.");
        }
        return removed.toBuilder().status("deleting").build();
    }

    void forget(String arn) {
        tested.keySet()
                .removeIf(pair ->
                        pair.instanceArn().equals(arn) || pair.endpointArn().equals(arn));
    }

    boolean successful(String instanceArn, String endpointArn) {
        var pair = new Pair(instanceArn, endpointArn);
        var connection = tested.get(pair);
        return connection != null
                && !underWay.contains(pair)
                && connection.status().equals("successful");
    }

    List<Connection> all() {
        return List.copyOf(tested.values());
    }

    /** The sessions that come from a replication instance. */
    Sessions sessions(String instanceArn) {
        return new Sessions(addresses, () -> instances
                .one(instanceArn)
                .replicationInstancePrivateIpAddresses()
                .get(0));
    }

    private void logIn(Pair pair) {
        try {
            tell(pair);
        } finally {
            underWay.remove(pair);
        }
    }

    private void tell(Pair pair) {
        try {
            sessions(pair.instanceArn()).open(endpoints.end(pair.endpointArn())).close();
            tested.computeIfPresent(pair, (key, connection) -> connection.toBuilder()
                    .status("successful")
                    .lastFailureMessage(null)
                    .build());
        } catch (SQLException e) {
            tested.computeIfPresent(pair, (key, connection) -> connection.toBuilder()
                    .status("failed")
                    .lastFailureMessage(Failures.ofConnectionTest(e))
                    .build());
        }
    }
}
