package dev.replatform.database;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.Pending;
import dev.replatform.aws.RdsInstances.Snapshot;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.LastModifications.Modified;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets.Written;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A Database and what stands behind it: in sync, but for what a test changes. */
final class Situation {
    static final Owner OWNER = new Owner("demo", "shop", "mvp", "uid-1");
    static final Map<String, String> OURS = OWNER.tagsWith(Map.of());
    static final Map<String, String> FOREIGN = Map.of(Owner.TAG, "demo/shop/other");
    static final String PASSWORD = "hunter2-hunter2";
    static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    static final String GROUP = OWNER.derivedName("database", 63);
    static final Map<String, String> CONNECTION = Map.of(
            "host", "mvp.rds.example",
            "port", "5432",
            "database", "shop",
            "username", "mvp",
            "password", PASSWORD,
            "uri", "postgresql://mvp:hunter2-hunter2@mvp.rds.example:5432/shop",
            "jdbc-url", "jdbc:postgresql://mvp.rds.example:5432/shop");
    static final List<EngineVersion> VERSIONS = List.of(
            new EngineVersion("15.7", "postgres15", true),
            new EngineVersion("16.10", "postgres16", false),
            new EngineVersion("16.3", "postgres16", false),
            new EngineVersion("16.8", "postgres16", true));

    private static final String SPEC = """
            identifier: mvp
            engineVersion: "16"
            instanceClass: db.t4g.micro
            databaseName: shop
            credentials: {secretRef: {name: mvp-login}}
            parameters: {rds.force_ssl: "1"}
            network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
            """;

    /** More of the spec, one field a line, in YAML; it wins over what is there. */
    String spec = "";

    boolean deleting;
    Seen<Login> credentials = Seen.present(new Login("mvp", PASSWORD));
    Seen<Written> generated = Seen.notAsked();
    Seen<SubnetGroup> subnetGroup = Seen.notAsked();
    Seen<ParameterGroup> parameterGroup = Seen.present(new ParameterGroup(GROUP + "-postgres16", "arn:pg", OURS));
    Seen<Map<String, String>> parameters = Seen.present(Map.of("rds.force_ssl", "1"));
    Seen<List<EngineVersion>> versions = Seen.notAsked();
    Seen<Boolean> orderable = Seen.notAsked();
    Seen<Written> connectionSecret = Seen.present(new Written(CONNECTION, OWNER.id()));
    LoginProof login = LoginProof.LOGGED_IN;
    Seen<Boolean> holdsRows = Seen.notAsked();
    Seen<List<ParameterGroup>> everyParameterGroup = Seen.notAsked();
    Seen<Snapshot> lastSnapshot = Seen.notAsked();
    Optional<Modified> lastModification = Optional.empty();

    /** What is seen of the instance; unless it is set, what the fields below say. */
    Seen<Instance> instance;

    String status = "available";
    String engineVersion = "16.8";
    String instanceClass = "db.t4g.micro";
    int allocatedStorage = 20;
    String storageType = "gp3";
    Integer maxAllocatedStorage;
    String masterUsername = "mvp";
    String host = "mvp.rds.example";
    int port = 5432;
    String usedParameterGroup = GROUP + "-postgres16";
    String parameterStatus = "in-sync";
    String usedSubnetGroup = GROUP;
    Set<String> subnetIds = Set.of("subnet-a", "subnet-b");
    Set<String> securityGroupIds = Set.of("sg-rds");
    boolean publiclyAccessible;
    int retentionDays = 7;
    String backupWindow = "03:00-03:30";
    String maintenanceWindow = "sun:05:00-sun:05:30";
    boolean multiAz;
    Set<String> logExports = Set.of();
    boolean deletionProtection = true;
    Pending pending = Pending.NOTHING;
    Map<String, String> tags = OURS;

    static Situation inSync() {
        return new Situation();
    }

    static Situation nothingThere() {
        var situation = new Situation();
        situation.instance = Seen.absent();
        situation.subnetGroup = Seen.absent();
        situation.everyParameterGroup = Seen.present(List.of());
        situation.parameterGroup = Seen.absent();
        situation.parameters = Seen.absent();
        situation.versions = Seen.present(VERSIONS);
        situation.orderable = Seen.present(true);
        situation.connectionSecret = Seen.absent();
        situation.login = LoginProof.NOT_TRIED;
        return situation;
    }

    Plan<Means> plan() {
        return DatabasePlanner.plan(effective(), observed(), NOW);
    }

    EffectiveDatabase effective() {
        var meta = "metadata: {name: mvp, namespace: shop, uid: uid-1%s}\n"
                .formatted(deleting ? ", deletionTimestamp: 2026-05-04T12:00:00Z" : "");
        var lines =
                (SPEC + spec).lines().collect(Collectors.toMap(Situation::key, line -> line, (ours, given) -> given));
        var yaml = meta + "spec:\n" + String.join("\n", lines.values()).indent(2);
        return EffectiveDatabase.of(Serialization.unmarshal(yaml, Database.class), "demo", "eu-west-1");
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf(':'));
    }

    ObservedDatabase observed() {
        return new ObservedDatabase(
                credentials,
                generated,
                subnetGroup,
                parameterGroup,
                parameters,
                instance == null ? Seen.present(instance()) : instance,
                versions,
                orderable,
                connectionSecret,
                login,
                holdsRows,
                everyParameterGroup,
                lastSnapshot,
                lastModification);
    }

    private Instance instance() {
        return new Instance(
                "mvp",
                "arn:rds",
                status,
                engineVersion,
                instanceClass,
                allocatedStorage,
                storageType,
                maxAllocatedStorage,
                masterUsername,
                "shop",
                status.equals("creating") ? null : host,
                port,
                usedParameterGroup,
                parameterStatus,
                usedSubnetGroup,
                subnetIds,
                securityGroupIds,
                publiclyAccessible,
                retentionDays,
                backupWindow,
                maintenanceWindow,
                multiAz,
                logExports,
                deletionProtection,
                pending,
                tags);
    }
}
