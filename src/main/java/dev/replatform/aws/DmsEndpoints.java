package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** DMS endpoints and the tests of their connections. */
public final class DmsEndpoints {
    private final DatabaseMigrationClient dms;
    private final DmsTags tags;

    DmsEndpoints(DatabaseMigrationClient dms, DmsTags tags) {
        this.dms = dms;
        this.tags = tags;
    }

    /**
     * An endpoint. DMS never tells its password.
     *
     * @param settings how it treats values, by name: its PostgreSQL settings and its extra connection attributes
     */
    public record Endpoint(
            String identifier,
            String arn,
            String status,
            String host,
            Integer port,
            String database,
            String username,
            String sslMode,
            Map<String, String> settings,
            Map<String, String> tags) {}

    /**
     * What an endpoint is made of.
     *
     * @param source whether rows come from it, else they go to it
     * @param sslMode {@code none} or {@code require}
     * @param password never logged
     * @param varcharBytes how long a value of a varchar without a length may be
     */
    public record NewEndpoint(
            String identifier,
            boolean source,
            String host,
            int port,
            String database,
            String username,
            String password,
            String sslMode,
            int varcharBytes,
            Map<String, String> tags) {
        /** @return how it is to treat values, by name */
        public Map<String, String> settings() {
            return EndpointSettings.wanted(source, varcharBytes);
        }

        @Override
        public String toString() {
            return "NewEndpoint[" + identifier + "]";
        }
    }

    /**
     * A connection from a replication instance to an endpoint.
     *
     * @param status {@code testing}, {@code successful}, {@code failed} or {@code deleting}
     * @param failure DMS's text; null where it has not failed
     */
    public record Connection(String status, String failure) {
        public boolean isSuccessful() {
            return "successful".equals(status);
        }

        public boolean isTesting() {
            return "testing".equals(status);
        }

        public boolean hasFailed() {
            return "failed".equals(status);
        }

        public boolean isBeingDeleted() {
            return "deleting".equals(status);
        }
    }

    /** @return the endpoint of that identifier, with its tags */
    public Seen<Endpoint> one(String identifier) {
        return AwsCalls.see(
                "DescribeEndpoints",
                () -> dms
                        .describeEndpoints(request -> request.filters(DmsInstances.filter("endpoint-id", identifier)))
                        .endpoints()
                        .stream()
                        .findFirst()
                        .map(endpoint -> new Endpoint(
                                endpoint.endpointIdentifier(),
                                endpoint.endpointArn(),
                                endpoint.status(),
                                endpoint.serverName(),
                                endpoint.port(),
                                endpoint.databaseName(),
                                endpoint.username(),
                                endpoint.sslModeAsString(),
                                EndpointSettings.of(endpoint),
                                tags.of(endpoint.endpointArn())))
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    public void create(NewEndpoint wanted) {
        AwsCalls.actUnless(
                ResourceAlreadyExistsException.class,
                "CreateEndpoint",
                () -> dms.createEndpoint(request -> request.endpointIdentifier(wanted.identifier())
                        .endpointType(
                                wanted.source()
                                        ? ReplicationEndpointTypeValue.SOURCE
                                        : ReplicationEndpointTypeValue.TARGET)
                        .engineName("postgres")
                        .serverName(wanted.host())
                        .port(wanted.port())
                        .databaseName(wanted.database())
                        .username(wanted.username())
                        .password(wanted.password())
                        .sslMode(DmsSslModeValue.fromValue(wanted.sslMode()))
                        .postgreSQLSettings(EndpointSettings.postgreSql(wanted.source()))
                        .extraConnectionAttributes(EndpointSettings.attributes(wanted.varcharBytes()))
                        .tags(DmsTags.list(wanted.tags()))));
    }

    /** Changes address, login and settings; DMS refuses it while a task runs on the endpoint, and tests the connection after it. */
    public void modify(String arn, NewEndpoint wanted) {
        AwsCalls.act(
                "ModifyEndpoint",
                () -> dms.modifyEndpoint(request -> request.endpointArn(arn)
                        .serverName(wanted.host())
                        .port(wanted.port())
                        .databaseName(wanted.database())
                        .username(wanted.username())
                        .password(wanted.password())
                        .sslMode(DmsSslModeValue.fromValue(wanted.sslMode()))
                        .postgreSQLSettings(EndpointSettings.postgreSql(wanted.source()))
                        .extraConnectionAttributes(EndpointSettings.attributes(wanted.varcharBytes()))));
        // After it: an endpoint that was changed and not yet tagged is changed once more.
        tags.set(arn, wanted.tags());
    }

    public void delete(String arn) {
        AwsCalls.actUnless(
                ResourceNotFoundException.class,
                "DeleteEndpoint",
                () -> dms.deleteEndpoint(request -> request.endpointArn(arn)));
    }

    /** @return the last test of a connection; absent where it was never tested */
    public Seen<Connection> connection(String instanceArn, String endpointArn) {
        return AwsCalls.see(
                "DescribeConnections",
                () -> dms
                        .describeConnections(request -> request.filters(
                                DmsInstances.filter("endpoint-arn", endpointArn),
                                DmsInstances.filter("replication-instance-arn", instanceArn)))
                        .connections()
                        .stream()
                        .findFirst()
                        .map(connection -> new Connection(connection.status(), connection.lastFailureMessage()))
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    /** Forgets the last test of a connection, so that its result is not taken for the next one's. */
    public void forgetConnection(String instanceArn, String endpointArn) {
        AwsCalls.actUnless(
                ResourceNotFoundException.class,
                "DeleteConnection",
                () -> dms.deleteConnection(
                        request -> request.replicationInstanceArn(instanceArn).endpointArn(endpointArn)));
    }

    /** While a connection is tested again DMS may go on telling the last result: {@link #forgetConnection} first. */
    public void test(String instanceArn, String endpointArn) {
        AwsCalls.act(
                "TestConnection",
                () -> dms.testConnection(
                        request -> request.replicationInstanceArn(instanceArn).endpointArn(endpointArn)));
    }
}
