package dev.replatform.sandbox.aws.rds;

import static dev.replatform.sandbox.aws.ServedMembers.only;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParameterGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsResponse;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupResponse;

/**
 * RDS for PostgreSQL as a control plane over real servers. Operations that are not here refuse themselves, and so do
 * request members that nothing here honours.
 */
public final class SandboxRds implements RdsClient {
    private final Later later;
    private final RdsTags tags = new RdsTags();
    private final DbSubnetGroups subnetGroups = new DbSubnetGroups(tags);
    private final DbParameterGroups parameterGroups = new DbParameterGroups(new ParameterCatalogue(), tags);
    private final DbSnapshots snapshots;
    private final DbInstances instances;
    private final DbInstanceChanges changes;

    /**
     * @param servers where the instances' servers run; closed by whoever made it
     * @param delays how long AWS takes
     */
    public SandboxRds(PostgresServers servers, Delays delays) {
        later = new Later("rds", delays);
        snapshots = new DbSnapshots(later, tags);
        instances = new DbInstances(servers, later, subnetGroups, parameterGroups, snapshots, tags);
        changes = new DbInstanceChanges(instances, parameterGroups, later);
    }

    /**
     * The server behind an instance, for whoever looks from outside: tests and proofs.
     *
     * @throws DbInstanceNotFoundException where there is no such instance
     */
    public PostgresServer server(String dbInstanceIdentifier) {
        return instances.server(dbInstanceIdentifier);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        later.close();
        later.awaitEnd();
    }

    @Override
    public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
        only(request, "DBInstanceIdentifier", "MaxRecords", "Marker");
        var found = request.dbInstanceIdentifier() == null
                ? instances.all()
                : List.of(instances.one(request.dbInstanceIdentifier()));
        var page = Page.of(found, request.marker(), request.maxRecords());
        return DescribeDbInstancesResponse.builder()
                .dbInstances(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public CreateDbInstanceResponse createDBInstance(CreateDbInstanceRequest request) {
        only(
                request,
                "DBInstanceIdentifier",
                "DBInstanceClass",
                "Engine",
                "EngineVersion",
                "DBName",
                "Port",
                "MasterUsername",
                "MasterUserPassword",
                "AllocatedStorage",
                "MaxAllocatedStorage",
                "StorageType",
                "StorageEncrypted",
                "KmsKeyId",
                "VpcSecurityGroupIds",
                "DBSubnetGroupName",
                "DBParameterGroupName",
                "BackupRetentionPeriod",
                "PreferredBackupWindow",
                "PreferredMaintenanceWindow",
                "MultiAZ",
                "AutoMinorVersionUpgrade",
                "PubliclyAccessible",
                "CopyTagsToSnapshot",
                "DeletionProtection",
                "EnableCloudwatchLogsExports",
                "Tags");
        return CreateDbInstanceResponse.builder()
                .dbInstance(instances.create(request))
                .build();
    }

    @Override
    public ModifyDbInstanceResponse modifyDBInstance(ModifyDbInstanceRequest request) {
        only(
                request,
                "DBInstanceIdentifier",
                "DBInstanceClass",
                "EngineVersion",
                "AllowMajorVersionUpgrade",
                "AllocatedStorage",
                "MaxAllocatedStorage",
                "StorageType",
                "VpcSecurityGroupIds",
                "DBParameterGroupName",
                "DBPortNumber",
                "CloudwatchLogsExportConfiguration",
                "MasterUserPassword",
                "BackupRetentionPeriod",
                "PreferredBackupWindow",
                "PreferredMaintenanceWindow",
                "MultiAZ",
                "AutoMinorVersionUpgrade",
                "PubliclyAccessible",
                "CopyTagsToSnapshot",
                "DeletionProtection",
                "ApplyImmediately");
        return ModifyDbInstanceResponse.builder()
                .dbInstance(changes.modify(request))
                .build();
    }

    @Override
    public RebootDbInstanceResponse rebootDBInstance(RebootDbInstanceRequest request) {
        only(request, "DBInstanceIdentifier");
        return RebootDbInstanceResponse.builder()
                .dbInstance(instances.reboot(request.dbInstanceIdentifier()))
                .build();
    }

    @Override
    public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
        only(
                request,
                "DBInstanceIdentifier",
                "SkipFinalSnapshot",
                "FinalDBSnapshotIdentifier",
                "DeleteAutomatedBackups");
        return DeleteDbInstanceResponse.builder()
                .dbInstance(instances.delete(request))
                .build();
    }

    @Override
    public CreateDbSubnetGroupResponse createDBSubnetGroup(CreateDbSubnetGroupRequest request) {
        only(request, "DBSubnetGroupName", "DBSubnetGroupDescription", "SubnetIds", "Tags");
        return CreateDbSubnetGroupResponse.builder()
                .dbSubnetGroup(subnetGroups.create(request))
                .build();
    }

    @Override
    public DescribeDbSubnetGroupsResponse describeDBSubnetGroups(DescribeDbSubnetGroupsRequest request) {
        only(request, "DBSubnetGroupName", "MaxRecords", "Marker");
        var found = request.dbSubnetGroupName() == null
                ? subnetGroups.all()
                : List.of(subnetGroups.one(request.dbSubnetGroupName()));
        var page = Page.of(found, request.marker(), request.maxRecords());
        return DescribeDbSubnetGroupsResponse.builder()
                .dbSubnetGroups(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public ModifyDbSubnetGroupResponse modifyDBSubnetGroup(ModifyDbSubnetGroupRequest request) {
        only(request, "DBSubnetGroupName", "DBSubnetGroupDescription", "SubnetIds");
        return ModifyDbSubnetGroupResponse.builder()
                .dbSubnetGroup(subnetGroups.modify(request))
                .build();
    }

    @Override
    public DeleteDbSubnetGroupResponse deleteDBSubnetGroup(DeleteDbSubnetGroupRequest request) {
        only(request, "DBSubnetGroupName");
        if (instances.anyUsesSubnetGroup(request.dbSubnetGroupName())) {
            throw RdsFaults.subnetGroupInUse(request.dbSubnetGroupName());
        }
        subnetGroups.delete(request.dbSubnetGroupName());
        return DeleteDbSubnetGroupResponse.builder().build();
    }

    @Override
    public CreateDbParameterGroupResponse createDBParameterGroup(CreateDbParameterGroupRequest request) {
        only(request, "DBParameterGroupName", "DBParameterGroupFamily", "Description", "Tags");
        return CreateDbParameterGroupResponse.builder()
                .dbParameterGroup(parameterGroups.create(request))
                .build();
    }

    @Override
    public DescribeDbParameterGroupsResponse describeDBParameterGroups(DescribeDbParameterGroupsRequest request) {
        only(request, "DBParameterGroupName", "MaxRecords", "Marker");
        var found = request.dbParameterGroupName() == null
                ? parameterGroups.all()
                : List.of(parameterGroups.one(request.dbParameterGroupName()));
        var page = Page.of(found, request.marker(), request.maxRecords());
        return DescribeDbParameterGroupsResponse.builder()
                .dbParameterGroups(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public DescribeDbParametersResponse describeDBParameters(DescribeDbParametersRequest request) {
        only(request, "DBParameterGroupName", "Source", "MaxRecords", "Marker");
        var page = Page.of(parameterGroups.parameters(request), request.marker(), request.maxRecords());
        return DescribeDbParametersResponse.builder()
                .parameters(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public ModifyDbParameterGroupResponse modifyDBParameterGroup(ModifyDbParameterGroupRequest request) {
        only(request, "DBParameterGroupName", "Parameters");
        parameterGroups.modify(request);
        instances.parametersChanged(request.dbParameterGroupName());
        return ModifyDbParameterGroupResponse.builder()
                .dbParameterGroupName(request.dbParameterGroupName())
                .build();
    }

    @Override
    public ResetDbParameterGroupResponse resetDBParameterGroup(ResetDbParameterGroupRequest request) {
        only(request, "DBParameterGroupName", "Parameters", "ResetAllParameters");
        parameterGroups.reset(request);
        instances.parametersChanged(request.dbParameterGroupName());
        return ResetDbParameterGroupResponse.builder()
                .dbParameterGroupName(request.dbParameterGroupName())
                .build();
    }

    @Override
    public DeleteDbParameterGroupResponse deleteDBParameterGroup(DeleteDbParameterGroupRequest request) {
        only(request, "DBParameterGroupName");
        if (instances.anyUsesParameterGroup(request.dbParameterGroupName())) {
            throw RdsFaults.parameterGroupState(
                    "One or more database instances are still members of this parameter group "
                            + request.dbParameterGroupName() + ", so the group cannot be deleted");
        }
        parameterGroups.delete(request.dbParameterGroupName());
        return DeleteDbParameterGroupResponse.builder().build();
    }

    @Override
    public DescribeDbEngineVersionsResponse describeDBEngineVersions(DescribeDbEngineVersionsRequest request) {
        only(request, "Engine", "EngineVersion", "DBParameterGroupFamily", "DefaultOnly", "MaxRecords", "Marker");
        var page = Page.of(EngineVersions.describe(request), request.marker(), request.maxRecords());
        return DescribeDbEngineVersionsResponse.builder()
                .dbEngineVersions(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public DescribeOrderableDbInstanceOptionsResponse describeOrderableDBInstanceOptions(
            DescribeOrderableDbInstanceOptionsRequest request) {
        only(request, "Engine", "EngineVersion", "DBInstanceClass", "MaxRecords", "Marker");
        var page = Page.of(EngineVersions.orderable(request), request.marker(), request.maxRecords());
        return DescribeOrderableDbInstanceOptionsResponse.builder()
                .orderableDBInstanceOptions(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        only(request, "ResourceName");
        return ListTagsForResourceResponse.builder()
                .tagList(tags.list(request.resourceName()))
                .build();
    }

    @Override
    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
        only(request, "ResourceName", "Tags");
        tags.add(request.resourceName(), request.tags());
        return AddTagsToResourceResponse.builder().build();
    }

    @Override
    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest request) {
        only(request, "ResourceName", "TagKeys");
        tags.remove(request.resourceName(), request.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    @Override
    public CreateDbSnapshotResponse createDBSnapshot(CreateDbSnapshotRequest request) {
        only(request, "DBSnapshotIdentifier", "DBInstanceIdentifier", "Tags");
        var instance = instances.available(request.dbInstanceIdentifier()).description();
        return CreateDbSnapshotResponse.builder()
                .dbSnapshot(snapshots.create(request.dbSnapshotIdentifier(), instance, request.tags()))
                .build();
    }

    @Override
    public DescribeDbSnapshotsResponse describeDBSnapshots(DescribeDbSnapshotsRequest request) {
        only(request, "DBSnapshotIdentifier", "DBInstanceIdentifier", "SnapshotType", "MaxRecords", "Marker");
        var found = request.dbSnapshotIdentifier() == null
                ? snapshots.of(request.dbInstanceIdentifier())
                : List.of(snapshots.one(request.dbSnapshotIdentifier()));
        var page = Page.of(found, request.marker(), request.maxRecords());
        return DescribeDbSnapshotsResponse.builder()
                .dbSnapshots(page.items())
                .marker(page.marker())
                .build();
    }

    @Override
    public DeleteDbSnapshotResponse deleteDBSnapshot(DeleteDbSnapshotRequest request) {
        only(request, "DBSnapshotIdentifier");
        return DeleteDbSnapshotResponse.builder()
                .dbSnapshot(snapshots.delete(request.dbSnapshotIdentifier()))
                .build();
    }
}
