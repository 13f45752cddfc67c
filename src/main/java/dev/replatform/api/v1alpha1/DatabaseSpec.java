package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * The RDS instance that a user asks for. Limits are those of <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html">CreateDBInstance</a>.
 */
@ValidationRule(
        value = "has(self.region) == has(oldSelf.region) && (!has(self.region) || self.region == oldSelf.region)",
        message = "region cannot be changed: delete the object (the instance is retained) and create another")
@ValidationRule(
        value =
                "has(self.identifier) == has(oldSelf.identifier) && (!has(self.identifier) || self.identifier == oldSelf.identifier)",
        message = "identifier cannot be changed: RDS would rename the instance and its endpoint")
@ValidationRule(
        value =
                "(has(oldSelf.managementPolicy) && oldSelf.managementPolicy == 'Observe') || ((has(self.storage) && has(self.storage.kmsKeyId)) == (has(oldSelf.storage) && has(oldSelf.storage.kmsKeyId)) && (!has(self.storage) || !has(self.storage.kmsKeyId) || self.storage.kmsKeyId == oldSelf.storage.kmsKeyId))",
        message =
                "storage.kmsKeyId cannot be changed: RDS encrypts an instance once, with one key; create another Database with that key and move the data there")
@ValidationRule(
        value = "!has(oldSelf.databaseName) || (has(self.databaseName) && self.databaseName == oldSelf.databaseName)",
        message = "databaseName cannot be changed: RDS creates it with the instance")
@ValidationRule(
        value =
                "(has(self.managementPolicy) && self.managementPolicy == 'Observe' && has(self.identifier)) || (has(self.engineVersion) && has(self.instanceClass) && has(self.databaseName) && has(self.credentials) && has(self.network))",
        message =
                "engineVersion, instanceClass, databaseName, credentials and network are required: only an object that names an identifier and sets managementPolicy to Observe may leave them out")
public record DatabaseSpec(
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("AWS region. Cannot be changed. Default: the operator's region.")
        String region,

        @JsonPropertyDescription(
                "Manage: what is declared is put into force. Observe: nothing is changed in AWS or in a database; status.plan and status.drift show what would be done, status.live what AWS has, and deleting this object touches nothing. Default: Manage.")
        ManagementPolicy managementPolicy,

        @JsonPropertyDescription(
                "What becomes of an AWS resource of that name that this object did not make. Never: a conflict, it is not touched. WhenPlanIsEmpty: it becomes this object's own where nothing of it would change. Always: it becomes this object's own and is made as declared. Needs spec.identifier; a resource that belongs to another object is never adopted. Default: Never.")
        Adoption adoption,

        @Size(min = 1, max = 63)
        @Pattern("^[a-z](-?[a-z0-9])*$")
        @JsonPropertyDescription(
                "Identifier of the RDS instance: lower-case letters, digits and single hyphens. Cannot be changed. Default: <namespace>-<name>-<6 characters>.")
        String identifier,

        @Size(min = 2, max = 8)
        @Pattern("^1[3-9](\\.[0-9]{1,2})?$")
        @JsonPropertyDescription(
                "PostgreSQL version: a major like \"16\", or a floor like \"16.9\". The instance is created with the major's default version that is at or above it, and upgraded where it is below. It never goes back. Default: none, it is required unless the object only observes.")
        String engineVersion,

        @Size(min = 2, max = 2)
        @Pattern("^1[3-9]$")
        @JsonPropertyDescription(
                "The major version that engineVersion may be raised to. A major upgrade cannot be undone and stops the database for minutes. Default: none, major upgrades are refused.")
        String allowMajorUpgradeTo,

        @Size(min = 4, max = 40)
        @Pattern("^db\\.[a-z0-9-]+\\.[a-z0-9-]+$")
        @JsonPropertyDescription(
                "Instance class, for example db.t3.micro. Checked against what can be ordered before anything is made. Default: none, it is required unless the object only observes.")
        String instanceClass,

        @JsonPropertyDescription("The instance's disk. It is always encrypted. Default: as its fields say.")
        Storage storage,

        @Size(min = 1, max = 63)
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @JsonPropertyDescription(
                "Name of the database that is created with the instance. Cannot be changed. Default: none, it is required unless the object only observes.")
        String databaseName,

        @Min(1150)
        @Max(65535)
        @JsonPropertyDescription("TCP port. Another one restarts the instance at once. Default: 5432.")
        Integer port,

        @JsonPropertyDescription(
                "User name and password of the master user. Default: none, they are required unless the object only observes.")
        DatabaseCredentials credentials,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
                "Name of the Secret that the operator writes, with host, port, database, username, password, uri and jdbc-url. Default: <name>-connection.")
        String connectionSecretName,

        @Size(max = 100)
        @JsonPropertyDescription(
                "Parameters of the instance's own parameter group, for example log_min_duration_statement: \"500\". One that stands in the group and not here is reset. Static ones wait for a reboot, see rebootPolicy. Default: RDS's.")
        Map<String, String> parameters,

        @JsonPropertyDescription(
                "What becomes of static parameters that wait for a reboot. Never: condition ParametersInSync says PendingReboot until somebody reboots. WhenPending: the operator reboots, which ends every session. An instance that this object made is rebooted under both until a Migration has loaded rows into it. Default: Never.")
        RebootPolicy rebootPolicy,

        @JsonPropertyDescription(
                "Where in the VPC the instance stands. Default: none, it is required unless the object only observes.")
        Network network,

        @JsonPropertyDescription("Automated backups. Default: as its fields say.")
        Backup backup,

        @Size(min = 19, max = 19)
        @Pattern(
                "^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$")
        @JsonPropertyDescription(
                "Weekly maintenance window in UTC, for example sun:05:00-sun:06:00. Default: RDS chooses.")
        String maintenanceWindow,

        @JsonPropertyDescription(
                "Whether a standby runs in another availability zone, which costs as much as the instance itself. Default: false.")
        Boolean multiAZ,

        @JsonPropertyDescription(
                "Whether changes that RDS would keep for the maintenance window (class, storage, version, standby) are made at once, together with all that waits already. Default: false.")
        Boolean applyImmediately,

        @Size(max = 2) @JsonPropertyDescription("Logs that go to CloudWatch: postgresql, upgrade. Default: none.")
        List<@Pattern("^(postgresql|upgrade)$") @Size(max = 16) String> cloudwatchLogsExports,

        @JsonPropertyDescription(
                "Whether AWS refuses to delete the instance. Where it is set to true, an object with deletionPolicy Snapshot or Delete cannot be deleted. Default: true under deletionPolicy Retain, else false.")
        Boolean deletionProtection,

        @JsonPropertyDescription(
                "What becomes of the instance when this object is deleted. Retain: it lives on, untouched. Snapshot: it is deleted after a last snapshot. Delete: it is deleted with its groups and with the Secrets that the operator made. Automated backups are never deleted. Default: Retain.")
        DeletionPolicy deletionPolicy,

        @Size(max = 40) @JsonPropertyDescription("Extra AWS tags. replatform.dev/owner is always added. Default: none.")
        Map<String, String> tags)
        implements KindSpec {

    /** @return whether all is declared that an instance is made of; what only observes may leave it out */
    public boolean declaresInstance() {
        return engineVersion != null
                && instanceClass != null
                && databaseName != null
                && credentials != null
                && network != null;
    }

    /** What becomes of static parameters that wait for a reboot. */
    public enum RebootPolicy {
        Never,
        WhenPending,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** What becomes of the instance when the object is deleted. */
    public enum DeletionPolicy {
        Retain,
        Snapshot,
        Delete,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** The instance's disk. */
    public record Storage(
            @Min(20)
            @Max(65536)
            @JsonPropertyDescription(
                    "Size in GiB. It grows, by at least a tenth each time, and never shrinks; what RDS has grown by itself is left alone. Default: 20.")
            Integer allocatedStorageGiB,

            @Size(max = 8) @Pattern("^(gp2|gp3)$") @JsonPropertyDescription("gp2 or gp3. Default: gp3.")
            String type,

            @Min(22)
            @Max(65536)
            @JsonPropertyDescription("Up to which size in GiB RDS grows it by itself. Default: it does not.")
            Integer maxAllocatedStorageGiB,

            @Size(min = 1, max = 2048)
            @JsonPropertyDescription(
                    "KMS key (id, ARN or alias) for the encryption. Cannot be changed: RDS encrypts an instance once. Default: the account's aws/rds key.")
            String kmsKeyId) {}

    /** Where in the VPC the instance stands. */
    @ValidationRule(
            value = "[has(self.subnetIds), has(self.subnetGroupName)].exists_one(x, x)",
            message = "network takes exactly one of subnetIds and subnetGroupName")
    public record Network(
            @Size(min = 2, max = 20)
            @JsonPropertyDescription(
                    "Subnets in at least two availability zones; the operator makes a subnet group of them. Default: none, subnetGroupName is given.")
            List<@Size(min = 1, max = 64) String> subnetIds,

            @Size(min = 1, max = 255)
            @JsonPropertyDescription(
                    "An existing DB subnet group, used and never changed. Default: none, subnetIds is given.")
            String subnetGroupName,

            @Size(min = 1, max = 10)
            @JsonPropertyDescription("Security groups of the instance. Default: the VPC's default group.")
            List<@Size(min = 1, max = 64) String> securityGroupIds,

            @JsonPropertyDescription(
                    "Whether the instance has a public address; its security groups decide who reaches it. Default: false.")
            Boolean publiclyAccessible) {}

    /** Automated backups. */
    public record Backup(
            @Min(0) @Max(35) @JsonPropertyDescription("How many days backups are kept; 0 is none. Default: 7.")
            Integer retentionDays,

            @Size(min = 11, max = 11)
            @Pattern("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$")
            @JsonPropertyDescription("Daily window in UTC, for example 03:00-04:00. Default: RDS chooses.")
            String window) {}
}
