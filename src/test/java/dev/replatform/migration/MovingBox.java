package dev.replatform.migration;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** The old box, a Database to move it to, and what a person does on the way. */
final class MovingBox implements AutoCloseable {
    static final Duration PATIENCE = Eventually.PATIENCE;

    private final OperatorOnSandbox sandbox;
    private final OldBox box;

    private MovingBox(OperatorOnSandbox sandbox, OldBox box) {
        this.sandbox = sandbox;
        this.box = box;
    }

    static MovingBox start(Path folder) throws IOException {
        return start(folder, KubeCluster.ofThisRun());
    }

    /** @param cluster is closed with it */
    static MovingBox start(Path folder, KubeCluster cluster) throws IOException {
        var sandbox = OperatorOnSandbox.start(folder, cluster);
        var box = OldBox.start(sandbox, folder);
        sandbox.secret("mvp-db", "mvp_master", "master-password-1");
        sandbox.secret("mvp-dms", "mvp_dms", "dms-pw");
        sandbox.secret("mvp-admin", "mvp_admin", "admin-pw");
        sandbox.secret("mvp-app", "mvp", "app-pw");
        sandbox.apply(DATABASE);
        return new MovingBox(sandbox, box);
    }

    OperatorOnSandbox sandbox() {
        return sandbox;
    }

    OldBox box() {
        return box;
    }

    @Override
    public void close() {
        sandbox.close();
    }

    /** @return the Migration, once its cutover may be approved */
    Migration proposed() throws InterruptedException {
        return proposedAfter(null);
    }

    /**
     * @param earlier the token of a proposal that does not count, or null
     * @return the Migration, once its cutover may be approved
     */
    Migration proposedAfter(String earlier) throws InterruptedException {
        return sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Ready")
                        && it.getStatus().cutover() != null
                        && it.getStatus().cutover().token() != null
                        && !it.getStatus().cutover().token().equals(earlier));
    }

    /** @return the Migration, once nothing of it is left to do */
    Migration completed() throws InterruptedException {
        return sandbox.await(Migration.class, "mvp", PATIENCE, it -> "Completed"
                .equals(it.getStatus().phase()));
    }

    void approve(String token) {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .edit(migration -> {
                    migration.getMetadata().getAnnotations().put("replatform.dev/approve-cutover", token);
                    return migration;
                });
    }

    /** Leaves what a process leaves that is killed right after the switch. */
    void leaveSwitched() throws SQLException {
        box.execute("""
                INSERT INTO replatform.journal (owner, run, step, detail) SELECT 'demo/cloudtalents/mvp', 1, step,
                  jsonb_build_object('roles', 'mvp', 'deadline', '2026-01-01T00:00:00Z') FROM unnest(ARRAY['FENCED', 'SWITCHED']) step
                """, "ALTER ROLE mvp NOLOGIN");
    }

    /** @return the first value that the target answers, as the master */
    String onTarget(String query) throws SQLException {
        try (var connection = target();
                var statement = connection.createStatement()) {
            var isRows = statement.execute(query);
            while (!isRows) {
                isRows = statement.getMoreResults();
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /** @throws AssertionError where the target does not answer that in time */
    void awaitOnTarget(String query, String answer) throws SQLException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!onTarget(query).equals(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%s is not %s".formatted(query, answer));
            }
            Thread.sleep(100);
        }
    }

    /** As the master, on the way that the sandbox's addresses go. */
    Connection target() throws SQLException {
        var endpoint = sandbox.get(Database.class, "mvp").getStatus().endpoint();
        var properties = new Properties();
        properties.setProperty("user", "mvp_master");
        properties.setProperty("password", "master-password-1");
        properties.setProperty("sslmode", "require");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/mvp".formatted(endpoint.host(), endpoint.port()), properties);
    }

    static Condition condition(KindStatus status, String type) {
        return status.conditions().stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-db}}
              network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
            """;

    /** Without TLS at the source: a handshake for every look is what these tests would take longest for. The journey's has it. */
    static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, annotations: {example.com/note: none}}
            spec:
              source:
                host: 10.10.10.10
                sslMode: none
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target:
                databaseRef: {name: mvp}
                appCredentials: {secretRef: {name: mvp-app}}
              tables: {insertOnly: [public.visit]}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-4567cdef]}
            """;

    /** A fence that lasts no longer than a test has patience for. */
    static final String SHORTLY_FENCED =
            MIGRATION.replace("tables: {insertOnly", "cutover: {fenceTimeoutSeconds: 10}\n  tables: {insertOnly");

    static final String APP_CONFIG = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup}
            spec:
              path: /cloudtalents/startup
              parameters:
                - {name: db_user, type: String, valueFrom: {migrationRef: {name: mvp, field: activeUsername}}}
                - {name: db_password, valueFrom: {migrationRef: {name: mvp, field: activePassword}}}
                - {name: database_endpoint, valueFrom: {migrationRef: {name: mvp, field: activeHost}}}
              onChange: {runCommand: {targets: [{key: "tag:App", values: [mvp]}], commands: [systemctl restart gunicorn]}}
            """;
}
