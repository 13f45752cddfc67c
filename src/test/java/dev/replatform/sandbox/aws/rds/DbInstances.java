package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/**
 * RDS instances and what becomes of them: {@code creating}, {@code backing-up}, {@code available}, {@code rebooting},
 * {@code deleting}, gone. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">Statuses</a>.
 */
final class DbInstances {
    private final Map<String, DbInstance> instances = new ConcurrentSkipListMap<>();
    private final PostgresServers servers;
    private final Later later;
    private final DbSubnetGroups subnetGroups;
    private final DbParameterGroups parameterGroups;
    private final DbSnapshots snapshots;
    private final RdsTags tags;

    DbInstances(
            PostgresServers servers,
            Later later,
            DbSubnetGroups subnetGroups,
            DbParameterGroups parameterGroups,
            DbSnapshots snapshots,
            RdsTags tags) {
        this.servers = servers;
        this.later = later;
        this.subnetGroups = subnetGroups;
        this.parameterGroups = parameterGroups;
        this.snapshots = snapshots;
        this.tags = tags;
    }

    synchronized DBInstance create(CreateDbInstanceRequest request) {
        var version = DbInstanceRules.check(request);
        var id = request.dbInstanceIdentifier().toLowerCase(Locale.ROOT);
        if (instances.containsKey(id)) {
            throw RdsFaults.instanceExists();
        }
        var instance = new DbInstance(newInstance(id, version, request));
        instances.put(id, instance);
        tags.create(instance.description().dbInstanceArn(), request.tags());
        var answer = shown(instance); // as it stands now, however soon the rest comes
        later.after(Duration.ofMinutes(4), () -> start(instance, request, version.major() >= 15));
        return answer;
    }

    List<DBInstance> all() {
        return instances.values().stream().map(this::shown).toList();
    }

    DBInstance one(String id) {
        return shown(find(id));
    }

    DBInstance reboot(String id) {
        var instance = available(id);
        instance.status("rebooting");
        var answer = shown(instance);
        later.after(Duration.ofMinutes(1), () -> {
            try {
                instance.restart(parameterGroups.settings(instance.parameterGroup()));
                instance.status("available");
            } catch (UncheckedIOException e) {
                instance.status("incompatible-parameters");
            }
        });
        return answer;
    }

    synchronized DBInstance delete(DeleteDbInstanceRequest request) {
        var instance = find(request.dbInstanceIdentifier());
        DbInstanceRules.check(request, instance);
        if (request.finalDBSnapshotIdentifier() != null) {
            var copied = Boolean.TRUE.equals(instance.description().copyTagsToSnapshot());
            snapshots.create(
                    request.finalDBSnapshotIdentifier(),
                    instance.description(),
                    copied ? tags.list(instance.description().dbInstanceArn()) : List.of());
        }
        instance.status("deleting");
        var answer = shown(instance);
        later.after(Duration.ofMinutes(4), () -> {
            var endpoint = instance.description().endpoint();
            servers.remove(endpoint.address(), endpoint.port());
            tags.remove(instance.description().dbInstanceArn());
            instances.remove(instance.description().dbInstanceIdentifier());
        });
        return answer;
    }

    /** Every instance that uses the group takes what it can of the change. */
    void parametersChanged(String group) {
        instances.values().stream()
                .filter(instance -> instance.parameterGroup().equals(group) && instance.server() != null)
                .forEach(instance -> later.after(
                        Duration.ofMinutes(1),
                        () -> instance.follow(parameterGroups.settings(group), parameterGroups)));
    }

    boolean anyUsesParameterGroup(String group) {
        return instances.values().stream()
                .anyMatch(instance -> instance.parameterGroup().equalsIgnoreCase(group));
    }

    boolean anyUsesSubnetGroup(String group) {
        return instances.values().stream()
                .map(instance -> instance.description().dbSubnetGroup())
                .anyMatch(used -> used != null && used.dbSubnetGroupName().equalsIgnoreCase(group));
    }

    /** The server behind an instance that has one. */
    PostgresServer server(String id) {
        var server = find(id).server();
        if (server == null) {
            throw RdsFaults.instanceState("Instance " + id + " has no server yet");
        }
        return server.server();
    }

    DbInstance find(String id) {
        var instance = instances.get(id.toLowerCase(Locale.ROOT));
        if (instance == null) {
            throw RdsFaults.instanceNotFound(id);
        }
        return instance;
    }

    DbInstance available(String id) {
        var instance = find(id);
        if (!instance.isIn("available") && !instance.isIn("storage-optimization")) {
            throw RdsFaults.instanceState("Instance " + id + " is not currently available, its state is: "
                    + instance.description().dbInstanceStatus());
        }
        return instance;
    }

    DBInstance shown(DbInstance instance) {
        var description = instance.description();
        var subnetGroup = description.dbSubnetGroup();
        return description.toBuilder()
                .dbSubnetGroup(subnetGroup == null ? null : subnetGroups.one(subnetGroup.dbSubnetGroupName()))
                .tagList(tags.list(description.dbInstanceArn()))
                .build();
    }

    /** The server listens elsewhere from now on; its sessions end. */
    void move(DbInstance instance, int port) {
        var endpoint = instance.description().endpoint();
        servers.move(endpoint.address(), endpoint.port(), port);
        instance.change(
                builder -> builder.endpoint(endpoint.toBuilder().port(port).build()));
        instance.server().restart();
    }

    private void start(DbInstance instance, CreateDbInstanceRequest request, boolean tlsByDefault) {
        var id = instance.description().dbInstanceIdentifier();
        var port = request.port() == null ? 5432 : request.port();
        var host = id + ".c7h2q9x4k1zd." + Account.SANDBOX.region() + ".rds.amazonaws.com";
        var parameters = DbInstance.values(parameterGroups.settings(instance.parameterGroup()));
        var master = new Login(request.masterUsername(), request.masterUserPassword());
        instance.runs(
                RdsServer.start(servers, host, port, master, request.dbName(), tlsByDefault, parameters), parameters);
        instance.change(builder -> builder.endpoint(Endpoint.builder()
                .address(host)
                .port(port)
                .hostedZoneId("Z29XKXDKYMONMX")
                .build()));
        var backups = instance.description().backupRetentionPeriod() > 0;
        instance.status(backups ? "backing-up" : "available");
        if (backups) {
            later.after(Duration.ofMinutes(1), () -> instance.status("available"));
        }
    }

    private DBInstance newInstance(String id, EngineVersions.Version version, CreateDbInstanceRequest request) {
        var group = request.dbParameterGroupName() == null
                ? "default." + version.family()
                : parameterGroups.one(request.dbParameterGroupName()).dbParameterGroupName();
        if (!parameterGroups.one(group).dbParameterGroupFamily().equals(version.family())) {
            throw RdsFaults.invalidCombination("The parameter group " + group + " with DBParameterGroupFamily "
                    + parameterGroups.one(group).dbParameterGroupFamily()
                    + " can't be used for this instance. Please use a parameter group with DBParameterGroupFamily "
                    + version.family());
        }
        var multiAz = Boolean.TRUE.equals(request.multiAZ());
        return DBInstance.builder()
                .dbInstanceIdentifier(id)
                .dbInstanceArn(Account.SANDBOX.arn("rds", "db:" + id))
                .dbiResourceId("db-"
                        + UUID.randomUUID()
                                .toString()
                                .replace("-", "")
                                .substring(0, 26)
                                .toUpperCase(Locale.ROOT))
                .dbInstanceStatus("creating")
                .dbInstanceClass(request.dbInstanceClass())
                .engine("postgres")
                .engineVersion(version.toString())
                .licenseModel("postgresql-license")
                .masterUsername(request.masterUsername())
                .dbName(request.dbName())
                .allocatedStorage(request.allocatedStorage())
                .maxAllocatedStorage(request.maxAllocatedStorage())
                .storageType(request.storageType() == null ? "gp2" : request.storageType())
                .storageEncrypted(Boolean.TRUE.equals(request.storageEncrypted()))
                .kmsKeyId(request.kmsKeyId())
                .backupRetentionPeriod(request.backupRetentionPeriod() == null ? 1 : request.backupRetentionPeriod())
                .preferredBackupWindow(orElse(request.preferredBackupWindow(), "03:00-03:30"))
                .preferredMaintenanceWindow(orElse(request.preferredMaintenanceWindow(), "sun:05:00-sun:05:30"))
                .availabilityZone(multiAz ? null : Account.SANDBOX.region() + "a")
                .multiAZ(multiAz)
                .publiclyAccessible(Boolean.TRUE.equals(request.publiclyAccessible()))
                .autoMinorVersionUpgrade(!Boolean.FALSE.equals(request.autoMinorVersionUpgrade()))
                .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()))
                .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
                .enabledCloudwatchLogsExports(
                        request.hasEnableCloudwatchLogsExports() ? request.enableCloudwatchLogsExports() : null)
                .caCertificateIdentifier("rds-ca-rsa2048-g1")
                .instanceCreateTime(Instant.now())
                .vpcSecurityGroups(request.vpcSecurityGroupIds().stream()
                        .map(DbInstances::membership)
                        .toList())
                .dbSubnetGroup(
                        request.dbSubnetGroupName() == null ? null : subnetGroups.one(request.dbSubnetGroupName()))
                .dbParameterGroups(DBParameterGroupStatus.builder()
                        .dbParameterGroupName(group)
                        .parameterApplyStatus("in-sync")
                        .build())
                .pendingModifiedValues(PendingModifiedValues.builder().build())
                .build();
    }

    static VpcSecurityGroupMembership membership(String securityGroup) {
        return VpcSecurityGroupMembership.builder()
                .vpcSecurityGroupId(securityGroup)
                .status("active")
                .build();
    }

    private static String orElse(String asked, String otherwise) {
        return asked == null ? otherwise : asked;
    }
}
