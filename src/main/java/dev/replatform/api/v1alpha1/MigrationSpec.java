package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** The move that a user asks for. */
@ValidationRule(
        value = "has(self.region) == has(oldSelf.region) && (!has(self.region) || self.region == oldSelf.region)",
        message = "region cannot be changed: delete the object and create another")
@ValidationRule(
        value = "self.source.host == oldSelf.source.host && self.source.database == oldSelf.source.database",
        message = "source.host and source.database cannot be changed: create another Migration for another database")
@ValidationRule(
        value = "self.target.databaseRef.name == oldSelf.target.databaseRef.name",
        message = "target.databaseRef cannot be changed: create another Migration for another target")
public record MigrationSpec(
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("AWS region. Cannot be changed. Default: the operator's region.")
        String region,

        @JsonPropertyDescription(
                "Manage: what is declared is put into force. Observe: nothing is changed in AWS or in a database; status.plan and status.drift show what would be done, and deleting this object touches nothing. Default: Manage.")
        ManagementPolicy managementPolicy,

        @JsonPropertyDescription(
                "FullLoadAndCdc: the application goes on while its data is copied and followed. Default: FullLoadAndCdc.")
        Type type,

        @Required @JsonPropertyDescription("The database that the application uses today.")
        Source source,

        @Required @JsonPropertyDescription("The database that it will use.")
        Target target,

        @Required @JsonPropertyDescription("The DMS replication instance that does the work.")
        ReplicationInstance replicationInstance,

        @JsonPropertyDescription(
                "Which tables move. It can be changed before the switch: the task is stopped and resumed, tables that are added are loaded, and everything is proved again before a cutover is proposed. Default: every table of the schema public.")
        Tables tables,

        @JsonPropertyDescription(
                "What DMS does not move: types, keys, indexes, views, functions, triggers. Default: as its fields say.")
        Schema schema,

        @JsonPropertyDescription(
                "DMS's premigration assessment: DMS looks at the source with its own checks once the replication task exists, before it is started. Default: it is skipped.")
        Assessment assessment,

        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
                "Which attempt this is. Raised before the switch, it starts again from the beginning: a fence is lifted, the replication task is removed, the tables that were loaded are emptied on the target. Default: 1.")
        Integer run,

        @JsonPropertyDescription(
                "What the replication slot may hold back on the source: as long as DMS does not follow, the source's disk fills. Default: as its fields say.")
        Slot slot,

        @JsonPropertyDescription(
                "How the operator proves that the target holds every row of the source, before the switch. Default: as its fields say.")
        Validation validation,

        @JsonPropertyDescription(
                "When and how the application's writes go over to the target. Once rows are proved equal a cutover is proposed; approved, it keeps the application from the source (the fence), waits for the last change, and makes the target its database (the switch). Up to the switch all of it is taken back on a failure; after it there is only forward. Default: as its fields say.")
        Cutover cutover,

        @JsonPropertyDescription(
                "AfterCutover removes replication instance, endpoints and task once the source's data is proved on the target; KeepInstance keeps the replication instance, never task or slot. Default: AfterCutover.")
        Cleanup cleanup,

        @JsonPropertyDescription(
                "Release: before the switch the source's fence is lifted, task and slot are removed; after it both are removed and the source stays fenced. Neither database is touched. Default: Release.")
        DeletionPolicy deletionPolicy,

        @Size(max = 40) @JsonPropertyDescription("Extra AWS tags. replatform.dev/owner is always added. Default: none.")
        Map<String, String> tags)
        implements KindSpec {

    /** How the data moves. */
    public enum Type {
        FullLoadAndCdc,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** TLS on a connection, in DMS's words. */
    public enum SslMode {
        @JsonProperty("none")
        NONE,
        @JsonProperty("require")
        REQUIRE,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** What becomes of missing pg_hba.conf lines. */
    public enum PgHba {
        Report,
        Apply,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** What is left of DMS after the switch. */
    public enum Cleanup {
        AfterCutover,
        KeepInstance,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** What a deleted Migration leaves behind. */
    public enum DeletionPolicy {
        Release,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** The database that the application uses today. */
    @ValidationRule(
            value = "!has(self.pgHba) || self.pgHba != 'Apply' || has(self.ec2)",
            message = "source.pgHba Apply needs source.ec2.instanceId: the line is put in through Run Command")
    public record Source(
            @Required
            @Size(min = 1, max = 253)
            @Pattern("^[A-Za-z0-9.:_-]+$")
            @JsonPropertyDescription(
                    "Host name or private IP address, as the replication instance and the operator reach it. Cannot be changed.")
            String host,

            @Min(1) @Max(65535) @JsonPropertyDescription("TCP port. Default: 5432.")
            Integer port,

            @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the database. Cannot be changed.")
            String database,

            @Required @JsonPropertyDescription("DMS's own role: LOGIN REPLICATION, SELECT on the tables.")
            Credentials credentials,

            @Required
            @JsonPropertyDescription(
                    "The role with which the operator reads the catalogs, keeps its journal (schema replatform) and fences the application: it may alter the application's roles and end their sessions.")
            Credentials adminCredentials,

            @Required
            @JsonPropertyDescription(
                    "The application's own login here: what activeUsername and activePassword are while side is Source. It is never changed.")
            Credentials appCredentials,

            @Size(min = 1, max = 50)
            @JsonPropertyDescription(
                    "Roles that are fenced at the cutover. Default: all login roles but DMS's and the admin's.")
            List<@Size(min = 1, max = 63) String> appRoles,

            @JsonPropertyDescription("TLS: none or require. Default: require.")
            SslMode sslMode,

            @JsonPropertyDescription(
                    "What becomes of missing pg_hba.conf lines. Report: they stand in status.access. Apply: the operator puts DMS's lines into the file through SSM Run Command on ec2.instanceId, before the first line that could refuse them, keeps a backup beside the file, and has PostgreSQL reload it. Default: Report.")
            PgHba pgHba,

            @JsonPropertyDescription("The EC2 instance that runs the source, where it is one. Default: not known.")
            Ec2 ec2) {
        /** The EC2 instance that runs the source. */
        public record Ec2(
                @Required
                @Size(min = 10, max = 19)
                @Pattern("^i-[0-9a-f]{8,17}$")
                @JsonPropertyDescription(
                        "The EC2 instance. For pgHba Apply it carries the tag replatform.dev/allow = <clusterName>/<namespace>.")
                String instanceId) {}
    }

    /** The database that the application will use. */
    public record Target(
            @Required
            @JsonPropertyDescription(
                    "A Database in the same namespace; it may hold other tables, but no rows in those that move. Cannot be changed.")
            NameRef databaseRef,

            @JsonPropertyDescription(
                    "The application's login on the target: made if it is missing. Default: the Database's credentials.")
            Credentials appCredentials,

            @JsonPropertyDescription("TLS: none or require. Default: require.")
            SslMode sslMode) {}

    /** The DMS replication instance that does the work. */
    @ValidationRule(
            value = "[has(self.create), has(self.existing)].exists_one(x, x)",
            message = "replicationInstance takes exactly one of create and existing")
    @ValidationRule(
            value = "has(self.create) == has(oldSelf.create)",
            message = "replicationInstance cannot change between create and existing: create another Migration")
    public record ReplicationInstance(
            @JsonPropertyDescription(
                    "A replication instance of this Migration's own. Its class, disk, engine version, standby and security groups can be changed: the task is stopped for it and resumed, and the source's changes wait meanwhile. Default: none, existing is given.")
            Create create,

            @JsonPropertyDescription(
                    "A replication instance that is there already, used and never changed or deleted. Default: none, create is given.")
            Existing existing) {

        /** A replication instance that several Migrations may share. */
        @ValidationRule(
                value = "self.identifier == oldSelf.identifier",
                message = "existing.identifier cannot be changed: create another Migration")
        public record Existing(
                @Required
                @Size(min = 1, max = 63)
                @Pattern("^[a-z](-?[a-z0-9])*$")
                @JsonPropertyDescription(
                        "Its identifier. It carries the tag replatform.dev/allow with <clusterName>/<namespace>, or belongs to a Migration of this namespace.")
                String identifier) {}

        /** A replication instance to be made. It never has a public address. */
        public record Create(
                @Required
                @Size(min = 5, max = 40)
                @Pattern("^dms\\.[a-z0-9-]+\\.[a-z0-9-]+$")
                @JsonProperty("class")
                @JsonPropertyDescription("Replication instance class, for example dms.t3.medium.")
                String instanceClass,

                @Size(min = 5, max = 12)
                @Pattern("^[0-9]+\\.[0-9]+\\.[0-9]+$")
                @JsonPropertyDescription(
                        "DMS engine version; PostgreSQL 16 needs 3.5.3 or later, 17 needs 3.5.4. Default: DMS's default.")
                String engineVersion,

                @Min(5) @Max(6144) @JsonPropertyDescription("Disk in GiB; it grows and never shrinks. Default: 50.")
                Integer allocatedStorageGiB,

                @Required
                @Size(min = 2, max = 20)
                @JsonPropertyDescription("Subnets in at least two availability zones.")
                List<@Size(min = 1, max = 64) String> subnetIds,

                @Size(min = 1, max = 10)
                @JsonPropertyDescription(
                        "Security groups of the replication instance. Default: the VPC's default group.")
                List<@Size(min = 1, max = 64) String> securityGroupIds,

                @JsonPropertyDescription("Whether a standby runs in another availability zone. Default: false.")
                Boolean multiAZ) {}
    }

    /** A pattern schema.table: each name is quoted as SQL does it, or holds no dot. */
    private static final String TABLE = "^(\"([^\"]|\"\")+\"|[^.\"][^.]*)\\.(\"([^\"]|\"\")+\"|[^.\"][^.]*)$";

    /** Which tables move. Patterns are schema.table; * stands for any characters. */
    public record Tables(
            @Size(min = 1, max = 100)
            @JsonPropertyDescription(
                    "Patterns of tables that move, as schema.table: * stands for any characters, all else for itself. A name with a dot in it is quoted as in SQL: public.\"orders.2024.csv\". Default: [\"public.*\"].")
            List<@Size(min = 3, max = 260) @Pattern(TABLE) String> include,

            @Size(max = 100)
            @JsonPropertyDescription(
                    "Patterns of tables whose rows stay behind; they are made on the target, empty. Default: none.")
            List<@Size(min = 3, max = 260) @Pattern(TABLE) String> exclude,

            @Size(max = 100)
            @JsonPropertyDescription(
                    "Tables without a key that are only inserted into; the operator copies them under the fence. Default: none.")
            List<@Size(min = 3, max = 260) @Pattern(TABLE) String> insertOnly,

            @Size(max = 100)
            @JsonPropertyDescription(
                    "Tables that DMS would alter or cannot follow, by their types, values or keys: the operator copies them itself, as they stand under the fence, so that the fence takes longer with their size. No key is needed. Default: none.")
            List<@Size(min = 3, max = 260) @Pattern(TABLE) String> copyUnderFence) {}

    /** What DMS does not move. */
    public record Schema(
            @JsonPropertyDescription(
                    "Copy: the operator creates the source's objects on the target around the load. None: they are there already. Default: Copy.")
            SchemaMode mode,

            @Size(min = 1, max = 63)
            @JsonPropertyDescription(
                    "Role that owns the objects on the target. Default: the user of target.appCredentials.")
            String owner,

            @Size(max = 500)
            @JsonPropertyDescription(
                    "Differences between the two schemas that are accepted, each as kind:name, as the objects of status.findings are named: such an object may be missing on the target. Default: none.")
            List<@Size(min = 3, max = 500) @Pattern("^[A-Za-z]+:.+$") String> accept) {
        /** Who makes the objects on the target. */
        public enum SchemaMode {
            Copy,
            None,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** DMS's premigration assessment. */
    @ValidationRule(
            value = "(has(self.mode) && self.mode == 'Skip') || (has(self.bucketName) && has(self.roleArn))",
            message =
                    "assessment needs bucketName and roleArn: DMS writes what it finds into the bucket, in the name of the role")
    public record Assessment(
            @JsonPropertyDescription(
                    "Required: the load does not begin while an assessment fails. Warn: what fails stands in status.findings, and the load begins. Skip: nothing is assessed. Default: Required.")
            AssessmentMode mode,

            @Size(min = 3, max = 63)
            @Pattern("^[a-z0-9][a-z0-9.-]+[a-z0-9]$")
            @JsonPropertyDescription(
                    "An S3 bucket in the Migration's region, where DMS writes what it finds. Default: none, it is required unless mode is Skip.")
            String bucketName,

            @Size(min = 20, max = 2048)
            @Pattern("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")
            @JsonPropertyDescription(
                    "The role with which DMS writes there. It trusts dms.amazonaws.com and carries the tag replatform.dev/allow = <clusterName>/<namespace>; the operator's policies let it hand on roles whose names begin with dms-assessment-. Default: none, it is required unless mode is Skip.")
            String roleArn,

            @Size(max = 60)
            @JsonPropertyDescription(
                    "Assessments that are not made, by DMS's names, for example postgres-check-pk. Default: none.")
            List<@Size(min = 3, max = 100) @Pattern("^[a-z0-9-]+$") String> exclude) {
        /** What a failed assessment means. */
        public enum AssessmentMode {
            Required,
            Warn,
            Skip,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** What the replication slot may hold back on the source. */
    @ValidationRule(
            value =
                    "!has(self.warnRetainedGiB) || self.warnRetainedGiB <= (has(self.maxRetainedGiB) ? self.maxRetainedGiB : 20)",
            message = "slot.warnRetainedGiB is above slot.maxRetainedGiB (20 where it is not given): lower it")
    public record Slot(
            @Min(1)
            @Max(65536)
            @JsonPropertyDescription("GiB of write-ahead log above which status.findings warns. Default: 5.")
            Integer warnRetainedGiB,

            @Min(1)
            @Max(65536)
            @JsonPropertyDescription(
                    "GiB of write-ahead log above which onExceeded is done. Keep it well below the free space of the source's disk. Default: 20.")
            Integer maxRetainedGiB,

            @JsonPropertyDescription(
                    "Stall: the object says so (Stalled) and goes on; somebody has to act. DropSlot: before the cutover the slot is dropped to save the source, the replication task fails, and run has to be raised to start again. Default: Stall.")
            OnExceeded onExceeded) {
        /** What is done when the slot holds back too much. */
        public enum OnExceeded {
            Stall,
            DropSlot,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** How the operator proves that the target holds every row of the source. */
    public record Validation(
            @JsonPropertyDescription(
                    "Enabled: a replication slot of the operator's own on the source tells which rows changed, so that under the fence only these are compared; adminCredentials need REPLICATION. Disabled: no second slot is made, and every table is compared as a whole under the fence, while the application cannot write. Default: Enabled.")
            Witness witness,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription(
                    "The share of the time, in percent, that the source may work for the comparison before the fence. Default: 50.")
            Integer maxSourceLoad) {
        /** Whether a slot tells what changed. */
        public enum Witness {
            Enabled,
            Disabled,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }

    /** When and how the application's writes go over to the target. */
    public record Cutover(
            @JsonPropertyDescription(
                    "Manual: it waits for the token of status.cutover.token. Automatic: it begins as soon as it is proposed. Never: the target follows the source and no cutover is proposed. Default: Manual.")
            Mode mode,

            @Size(min = 10, max = 10)
            @Pattern("^[A-Z2-7]{10}$")
            @JsonPropertyDescription(
                    "Approves the cutover that is proposed: the token of status.cutover.token, which is another one after each attempt. The annotation replatform.dev/approve-cutover does the same. Default: not approved.")
            String approval,

            @Min(1)
            @Max(3600)
            @JsonPropertyDescription(
                    "How many seconds the target may be behind for a cutover to be proposed and begun: about so long the application cannot write. Default: 5.")
            Integer maxLagSeconds,

            @JsonPropertyDescription(
                    "How the application is kept from writing to the source. NoLogin: its roles cannot log in and their sessions are ended. Default: NoLogin.")
            Fence fence,

            @Min(10)
            @Max(3600)
            @JsonPropertyDescription(
                    "Seconds from the fence within which the switch has to be reached; else the fence is lifted and the application goes on at the source. Default: 600.")
            Integer fenceTimeoutSeconds) {
        /** Who decides. */
        public enum Mode {
            Manual,
            Automatic,
            Never,
            @JsonEnumDefaultValue
            UNKNOWN
        }

        /** How writes to the source are stopped. */
        public enum Fence {
            NoLogin,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }
}
