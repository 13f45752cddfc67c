package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.UnsteadyCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away while the application is fenced off. */
@Tag("cluster")
class CutoverOutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private UnsteadyCluster unsteady;
    private OperatorOnSandbox sandbox;
    private OldBox box;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        unsteady = UnsteadyCluster.ofThisRun();
        sandbox = OperatorOnSandbox.start(folder, unsteady.cluster());
        box = OldBox.start(sandbox, folder);
        sandbox.secret("mvp-db", "mvp_master", "master-password-1");
        sandbox.secret("mvp-dms", "mvp_dms", "dms-pw");
        sandbox.secret("mvp-admin", "mvp_admin", "admin-pw");
        sandbox.secret("mvp-app", "mvp", "app-pw");
        sandbox.apply(DATABASE);
        sandbox.apply(MIGRATION);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        unsteady.close();
    }

    @Test
    void aCutoverEndsInTimeWithoutAnApiServerOneWayOrTheOther() throws Exception {
        // given
        var first = proposed(null);
        try (var blocker = blocked()) {
            approve(first);
            Eventually.until(this::isFenced);

            // when the switch is not reached
            unsteady.goAway();

            // then the source is open again
            Eventually.until(() -> !isFenced());
            box.asTheApplication().close();
            blocker.rollback();
        }

        // given
        unsteady.comeBack();
        var second = proposed(first);
        try (var blocker = blocked()) {
            approve(second);
            Eventually.until(this::isFenced);

            // when it is
            unsteady.goAway();
            blocker.rollback();
        }

        // then
        Eventually.until(() -> journaled("OPENED"));
        assertThatThrownBy(() -> box.asTheApplication().close()).isInstanceOf(SQLException.class);
        unsteady.comeBack();
        sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("CutOver")
                        && it.getStatus().activeEndpoint().side().equals(MigrationStatus.TARGET));

        // when the namespace goes with all that is in it
        sandbox.deleteNamespace();

        // then nobody is waited for who cannot come back
        sandbox.awaitGone(Migration.class, "mvp", PATIENCE);
        assertThat(sandbox.aws().dms().describeReplicationTasks(r -> {}).replicationTasks())
                .isEmpty();
        assertThat(box.ask("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(sandbox.aws().rds().describeDBInstances().dbInstances()).hasSize(1);
        assertThat(isFenced()).isTrue();
    }

    /** What the target is to take is kept waiting. */
    private Connection blocked() throws SQLException {
        var connection = target();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE replatform.marker");
        return connection;
    }

    /** @return the token of a proposal that is none of the one named */
    private String proposed(String earlier) throws InterruptedException {
        return sandbox.await(
                        Migration.class,
                        "mvp",
                        PATIENCE,
                        it -> it.getStatus().isTrue("Ready")
                                && it.getStatus().cutover() != null
                                && it.getStatus().cutover().token() != null
                                && !it.getStatus().cutover().token().equals(earlier))
                .getStatus()
                .cutover()
                .token();
    }

    private void approve(String token) {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .edit(migration -> {
                    migration.getMetadata().getAnnotations().put("replatform.dev/approve-cutover", token);
                    return migration;
                });
    }

    private boolean isFenced() {
        return "f".equals(ask("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'mvp'"));
    }

    private boolean journaled(String step) {
        return !"0".equals(ask("SELECT count(*) FROM replatform.journal WHERE step = '%s'".formatted(step)));
    }

    private String ask(String question) {
        try {
            return box.ask(question);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the master, on the way that the sandbox's addresses go. */
    private Connection target() throws SQLException {
        var endpoint = sandbox.get(Database.class, "mvp").getStatus().endpoint();
        var properties = new Properties();
        properties.setProperty("user", "mvp_master");
        properties.setProperty("password", "master-password-1");
        properties.setProperty("sslmode", "require");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/mvp".formatted(endpoint.host(), endpoint.port()), properties);
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

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, annotations: {example.com/note: none}}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target:
                databaseRef: {name: mvp}
                appCredentials: {secretRef: {name: mvp-app}}
              cutover: {fenceTimeoutSeconds: 10}
              tables: {insertOnly: [public.visit]}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-4567cdef]}
            """;
}
