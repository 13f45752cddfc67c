package dev.replatform.sandbox.aws.dms;

import static dev.replatform.sandbox.aws.ServedMembers.only;

import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.databasemigration.model.DeleteConnectionResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeConnectionsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeConnectionsResponse;
import software.amazon.awssdk.services.databasemigration.model.TestConnectionRequest;
import software.amazon.awssdk.services.databasemigration.model.TestConnectionResponse;

/** The operations of DMS that are about connections from a replication instance to an endpoint. */
interface ConnectionOperations extends DatabaseMigrationClient {
    /** @return the connections of the account */
    Connections connections();

    @Override
    default TestConnectionResponse testConnection(TestConnectionRequest request) {
        only(request, "ReplicationInstanceArn", "EndpointArn");
        return TestConnectionResponse.builder()
                .connection(connections().test(request.replicationInstanceArn(), request.endpointArn()))
                .build();
    }

    @Override
    default DescribeConnectionsResponse describeConnections(DescribeConnectionsRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Connections",
                connections().all(),
                request.filters(),
                Map.of(
                        "endpoint-arn", Connection::endpointArn,
                        "replication-instance-arn", Connection::replicationInstanceArn),
                request.maxRecords(),
                request.marker());
        return DescribeConnectionsResponse.builder()
                .connections(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    default DeleteConnectionResponse deleteConnection(DeleteConnectionRequest request) {
        only(request, "ReplicationInstanceArn", "EndpointArn");
        return DeleteConnectionResponse.builder()
                .connection(connections().delete(request.replicationInstanceArn(), request.endpointArn()))
                .build();
    }
}
