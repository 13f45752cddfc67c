package dev.replatform.sandbox.aws.dms;

import static dev.replatform.sandbox.aws.ServedMembers.only;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.dms.engine.EngineControls;
import dev.replatform.sandbox.aws.ec2.Network;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.databasemigration.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointResponse;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationInstanceResponse;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationSubnetGroupRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationSubnetGroupResponse;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationTaskResponse;
import software.amazon.awssdk.services.databasemigration.model.DeleteEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.DeleteEndpointResponse;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationInstanceResponse;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationSubnetGroupRequest;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationSubnetGroupResponse;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.DeleteReplicationTaskResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeEndpointsResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeOrderableReplicationInstancesRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeOrderableReplicationInstancesResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationInstancesRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationInstancesResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationSubnetGroupsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationSubnetGroupsResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTasksRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTasksResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeTableStatisticsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeTableStatisticsResponse;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.databasemigration.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.databasemigration.model.ModifyEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.ModifyEndpointResponse;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationInstanceResponse;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationTaskResponse;
import software.amazon.awssdk.services.databasemigration.model.ReloadTablesRequest;
import software.amazon.awssdk.services.databasemigration.model.ReloadTablesResponse;
import software.amazon.awssdk.services.databasemigration.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.databasemigration.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskResponse;
import software.amazon.awssdk.services.databasemigration.model.StopReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.StopReplicationTaskResponse;

/**
 * DMS for PostgreSQL: the control plane, and an engine that really copies rows and really follows a logical slot.
 * Operations that are not here refuse themselves, and so do request members that nothing here honours.
 */
public final class SandboxDms implements AssessmentOperations, ConnectionOperations {
    private final Later later;
    private final DmsTags tags = new DmsTags();
    private final ReplicationSubnetGroups subnetGroups;
    private final ReplicationInstances instances;
    private final Endpoints endpoints;
    private final Connections connections;
    private final ReplicationTasks tasks;
    private final AssessmentRuns assessmentRuns;

    /**
     * @param addresses where the endpoints' hosts are looked up
     * @param delays how long AWS takes
     * @param roleExists whether the account has an IAM role of that name: DMS wants {@code dms-vpc-role}
     * @param network the account's subnets
     * @param results where assessments are written to
     */
    public SandboxDms(
            Addresses addresses,
            Delays delays,
            Predicate<String> roleExists,
            Network network,
            AssessmentResults results) {
        later = new Later("dms", delays);
        subnetGroups = new ReplicationSubnetGroups(tags, roleExists, network);
        instances = new ReplicationInstances(subnetGroups, tags, later);
        endpoints = new Endpoints(tags, later);
        connections = new Connections(instances, endpoints, addresses, later);
        tasks = new ReplicationTasks(instances, endpoints, connections, tags, later, delays);
        assessmentRuns = new AssessmentRuns(tasks, endpoints, connections, results, later);
    }

    /** Holds or slows the full loads of all tasks, for tests that do something in the middle of one. */
    public EngineControls engine() {
        return tasks.pace();
    }

    /** As if the account might have no more replication instances than these. */
    public void limitInstances(int most) {
        instances.limit(most);
    }

    @Override
    public Connections connections() {
        return connections;
    }

    @Override
    public AssessmentRuns assessmentRuns() {
        return assessmentRuns;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        tasks.close();
        later.close();
    }

    @Override
    public CreateReplicationSubnetGroupResponse createReplicationSubnetGroup(
            CreateReplicationSubnetGroupRequest request) {
        only(request, "ReplicationSubnetGroupIdentifier", "ReplicationSubnetGroupDescription", "SubnetIds", "Tags");
        return CreateReplicationSubnetGroupResponse.builder()
                .replicationSubnetGroup(subnetGroups.create(request))
                .build();
    }

    @Override
    public DescribeReplicationSubnetGroupsResponse describeReplicationSubnetGroups(
            DescribeReplicationSubnetGroupsRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Replication Subnet Groups",
                subnetGroups.all(),
                request.filters(),
                Map.of("replication-subnet-group-id", ReplicationSubnetGroup::replicationSubnetGroupIdentifier),
                request.maxRecords(),
                request.marker());
        return DescribeReplicationSubnetGroupsResponse.builder()
                .replicationSubnetGroups(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public DeleteReplicationSubnetGroupResponse deleteReplicationSubnetGroup(
            DeleteReplicationSubnetGroupRequest request) {
        only(request, "ReplicationSubnetGroupIdentifier");
        var id = request.replicationSubnetGroupIdentifier();
        instances.refuseIfSubnetGroupIsUsed(id);
        subnetGroups.delete(id);
        return DeleteReplicationSubnetGroupResponse.builder().build();
    }

    @Override
    public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest request) {
        only(request);
        return DescribeAccountAttributesResponse.builder()
                .accountQuotas(Stream.concat(instances.quotas().stream(), endpoints.quotas().stream())
                        .toList())
                .build();
    }

    @Override
    public DescribeOrderableReplicationInstancesResponse describeOrderableReplicationInstances(
            DescribeOrderableReplicationInstancesRequest request) {
        only(request, "MaxRecords", "Marker");
        var listing = Listing.page(ReplicationInstances.orderable(), request.maxRecords(), request.marker(), 100);
        return DescribeOrderableReplicationInstancesResponse.builder()
                .orderableReplicationInstances(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public CreateReplicationInstanceResponse createReplicationInstance(CreateReplicationInstanceRequest request) {
        only(
                request,
                "ReplicationInstanceIdentifier",
                "ReplicationInstanceClass",
                "AllocatedStorage",
                "VpcSecurityGroupIds",
                "ReplicationSubnetGroupIdentifier",
                "PreferredMaintenanceWindow",
                "MultiAZ",
                "EngineVersion",
                "AutoMinorVersionUpgrade",
                "KmsKeyId",
                "PubliclyAccessible",
                "ResourceIdentifier",
                "Tags");
        return CreateReplicationInstanceResponse.builder()
                .replicationInstance(instances.create(request))
                .build();
    }

    @Override
    public DescribeReplicationInstancesResponse describeReplicationInstances(
            DescribeReplicationInstancesRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Replication Instances",
                instances.all(),
                request.filters(),
                Map.of(
                        "replication-instance-arn", ReplicationInstance::replicationInstanceArn,
                        "replication-instance-id", ReplicationInstance::replicationInstanceIdentifier,
                        "replication-instance-class", ReplicationInstance::replicationInstanceClass,
                        "engine-version", ReplicationInstance::engineVersion),
                request.maxRecords(),
                request.marker());
        return DescribeReplicationInstancesResponse.builder()
                .replicationInstances(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public ModifyReplicationInstanceResponse modifyReplicationInstance(ModifyReplicationInstanceRequest request) {
        only(
                request,
                "ReplicationInstanceArn",
                "ReplicationInstanceClass",
                "AllocatedStorage",
                "EngineVersion",
                "MultiAZ",
                "AutoMinorVersionUpgrade",
                "VpcSecurityGroupIds",
                "ApplyImmediately");
        return ModifyReplicationInstanceResponse.builder()
                .replicationInstance(instances.modify(request))
                .build();
    }

    @Override
    public DeleteReplicationInstanceResponse deleteReplicationInstance(DeleteReplicationInstanceRequest request) {
        only(request, "ReplicationInstanceArn");
        var arn = request.replicationInstanceArn();
        tasks.refuseIfInstanceHasTasks(arn);
        return DeleteReplicationInstanceResponse.builder()
                .replicationInstance(instances.delete(arn, () -> connections.forget(arn)))
                .build();
    }

    @Override
    public CreateEndpointResponse createEndpoint(CreateEndpointRequest request) {
        only(
                request,
                "EndpointIdentifier",
                "EndpointType",
                "EngineName",
                "Username",
                "Password",
                "ServerName",
                "Port",
                "DatabaseName",
                "SslMode",
                "PostgreSQLSettings",
                "ExtraConnectionAttributes",
                "Tags");
        return CreateEndpointResponse.builder()
                .endpoint(endpoints.create(request))
                .build();
    }

    @Override
    public DescribeEndpointsResponse describeEndpoints(DescribeEndpointsRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Endpoints",
                endpoints.all(),
                request.filters(),
                Map.of(
                        "endpoint-arn", Endpoint::endpointArn,
                        "endpoint-id", Endpoint::endpointIdentifier,
                        "endpoint-type", Endpoint::endpointTypeAsString,
                        "engine-name", Endpoint::engineName),
                request.maxRecords(),
                request.marker());
        return DescribeEndpointsResponse.builder()
                .endpoints(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public ModifyEndpointResponse modifyEndpoint(ModifyEndpointRequest request) {
        only(
                request,
                "EndpointArn",
                "Username",
                "Password",
                "ServerName",
                "Port",
                "DatabaseName",
                "SslMode",
                "PostgreSQLSettings",
                "ExtraConnectionAttributes",
                "ExactSettings");
        tasks.refuseIfEndpointIsAtWork(request.endpointArn());
        var modified = endpoints.modify(request);
        connections.retest(request.endpointArn());
        return ModifyEndpointResponse.builder().endpoint(modified).build();
    }

    @Override
    public DeleteEndpointResponse deleteEndpoint(DeleteEndpointRequest request) {
        only(request, "EndpointArn");
        var arn = request.endpointArn();
        tasks.refuseIfEndpointIsUsed(arn);
        return DeleteEndpointResponse.builder()
                .endpoint(endpoints.delete(arn, () -> connections.forget(arn)))
                .build();
    }

    @Override
    public CreateReplicationTaskResponse createReplicationTask(CreateReplicationTaskRequest request) {
        only(
                request,
                "ReplicationTaskIdentifier",
                "SourceEndpointArn",
                "TargetEndpointArn",
                "ReplicationInstanceArn",
                "MigrationType",
                "TableMappings",
                "ReplicationTaskSettings",
                "CdcStartPosition",
                "ResourceIdentifier",
                "Tags");
        return CreateReplicationTaskResponse.builder()
                .replicationTask(tasks.create(request))
                .build();
    }

    @Override
    public DescribeReplicationTasksResponse describeReplicationTasks(DescribeReplicationTasksRequest request) {
        only(request, "Filters", "MaxRecords", "Marker", "WithoutSettings");
        var listing = Listing.of(
                "Tasks",
                tasks.all(Boolean.TRUE.equals(request.withoutSettings())),
                request.filters(),
                Map.of(
                        "replication-task-arn", ReplicationTask::replicationTaskArn,
                        "replication-task-id", ReplicationTask::replicationTaskIdentifier,
                        "migration-type", ReplicationTask::migrationTypeAsString,
                        "replication-instance-arn", ReplicationTask::replicationInstanceArn),
                request.maxRecords(),
                request.marker());
        return DescribeReplicationTasksResponse.builder()
                .replicationTasks(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public StartReplicationTaskResponse startReplicationTask(StartReplicationTaskRequest request) {
        only(request, "ReplicationTaskArn", "StartReplicationTaskType");
        return StartReplicationTaskResponse.builder()
                .replicationTask(tasks.start(request))
                .build();
    }

    @Override
    public StopReplicationTaskResponse stopReplicationTask(StopReplicationTaskRequest request) {
        only(request, "ReplicationTaskArn");
        return StopReplicationTaskResponse.builder()
                .replicationTask(tasks.stop(request.replicationTaskArn()))
                .build();
    }

    @Override
    public ModifyReplicationTaskResponse modifyReplicationTask(ModifyReplicationTaskRequest request) {
        only(request, "ReplicationTaskArn", "TableMappings", "ReplicationTaskSettings");
        return ModifyReplicationTaskResponse.builder()
                .replicationTask(tasks.modify(request))
                .build();
    }

    @Override
    public DeleteReplicationTaskResponse deleteReplicationTask(DeleteReplicationTaskRequest request) {
        only(request, "ReplicationTaskArn");
        return DeleteReplicationTaskResponse.builder()
                .replicationTask(tasks.delete(
                        request.replicationTaskArn(), () -> assessmentRuns.forget(request.replicationTaskArn())))
                .build();
    }

    @Override
    public DescribeTableStatisticsResponse describeTableStatistics(DescribeTableStatisticsRequest request) {
        only(request, "ReplicationTaskArn", "MaxRecords", "Marker", "Filters");
        var all = tasks.one(request.replicationTaskArn()).tables(request.filters());
        var listing = Listing.page(all, request.maxRecords(), request.marker(), 500);
        return DescribeTableStatisticsResponse.builder()
                .replicationTaskArn(request.replicationTaskArn())
                .tableStatistics(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    public ReloadTablesResponse reloadTables(ReloadTablesRequest request) {
        only(request, "ReplicationTaskArn", "TablesToReload");
        tasks.reload(request);
        return ReloadTablesResponse.builder()
                .replicationTaskArn(request.replicationTaskArn())
                .build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        only(request, "ResourceArn", "ResourceArnList");
        var many = request.hasResourceArnList();
        return ListTagsForResourceResponse.builder()
                .tagList(tags.list(many ? request.resourceArnList() : List.of(request.resourceArn()), many))
                .build();
    }

    @Override
    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
        only(request, "ResourceArn", "Tags");
        tags.add(request.resourceArn(), request.tags());
        return AddTagsToResourceResponse.builder().build();
    }

    @Override
    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest request) {
        only(request, "ResourceArn", "TagKeys");
        tags.remove(request.resourceArn(), request.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }
}
