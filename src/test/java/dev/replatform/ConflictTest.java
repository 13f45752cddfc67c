package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.migration.OldBox;
import dev.replatform.sandbox.kubernetes.Eventually;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two objects that claim one AWS resource, or one database's tables: the second is told why, and nothing is touched for it. */
@Tag("cluster")
class ConflictTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp}
            spec:
              identifier: mvp
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-db}}
              parameters: {rds.logical_replication: "1"}
              network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
            """;

    private static final String APP_CONFIG = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup}
            spec:
              path: /cloudtalents/startup
              parameters: [{name: theme, value: dark}, {name: api/host, value: one.example}]
            """;

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target: {databaseRef: {name: mvp}}
              tables: {insertOnly: [public.visit]}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-dms]}
            """;

    private static OperatorOnSandbox sandbox;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        sandbox = OperatorOnSandbox.start(folder);
        OldBox.start(sandbox, folder);
        sandbox.secret("mvp-db", "mvp_master", "master-password-1");
        sandbox.secret("mvp-dms", "mvp_dms", "dms-pw");
        sandbox.secret("mvp-admin", "mvp_admin", "admin-pw");
        sandbox.secret("mvp-app", "mvp", "app-pw");
        sandbox.apply(DATABASE);
        ready(Database.class, "mvp");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void anInstanceBelongsToOneDatabase() throws Exception {
        // given
        var mark = sandbox.aws().calls().mark();

        // when
        sandbox.apply(twin(DATABASE) + "  adoption: Always\n  deletionPolicy: Delete\n");

        // then
        assertThat(stalled(Database.class).message())
                .isEqualTo(
                        "RDS instance mvp belongs to demo/cloudtalents/mvp and is not touched: choose another spec.identifier or remove it");

        // when
        delete(Database.class);

        // then
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aParameterBelongsToOneAppConfig() throws Exception {
        // given
        sandbox.apply(APP_CONFIG);
        ready(AppConfig.class, "startup");
        var mark = sandbox.aws().calls().mark();

        // when
        sandbox.apply("""
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: twin}
                spec:
                  path: /cloudtalents/startup/api
                  adoption: Always
                  prune: true
                  deletionPolicy: Delete
                  parameters: [{name: host, value: two.example}]
                """);

        // then
        assertThat(stalled(AppConfig.class).message())
                .isEqualTo(
                        "SSM parameter /cloudtalents/startup/api/host belongs to demo/cloudtalents/startup and is not touched: choose another name or remove it");

        // when
        delete(AppConfig.class);

        // then
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aTargetsTablesAreLoadedByOneMigration() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        sandbox.await(Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("ConnectionsTested"));

        // when
        sandbox.apply(twin(MIGRATION));

        // then
        assertThat(stalled(Migration.class).message())
                .contains(
                        "TargetInUse (demo/cloudtalents/mvp): this Migration loads from the same database or into the same tables of the target, and is not completed: move all tables with one Migration");
        assertThat(sandbox.aws().dms().describeReplicationInstances().replicationInstances())
                .hasSize(1);
        assertThat(sandbox.aws().dms().describeEndpoints().endpoints()).hasSize(2);

        // when
        delete(Migration.class);

        // then
        sandbox.await(Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    private static String twin(String yaml) {
        return yaml.replaceFirst("name: mvp", "name: twin");
    }

    private static <T extends CustomResource<?, ? extends KindStatus>> void ready(Class<T> type, String name)
            throws InterruptedException {
        sandbox.await(type, name, PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    private static <T extends CustomResource<?, ? extends KindStatus>> Condition stalled(Class<T> type)
            throws InterruptedException {
        var status = sandbox.await(type, "twin", PATIENCE, it -> it.getStatus().isTrue("Stalled"))
                .getStatus();
        return status.conditions().stream()
                .filter(it -> it.type().equals("Stalled"))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends CustomResource<?, ?>> void delete(Class<T> type) throws InterruptedException {
        sandbox.client().resource(sandbox.get(type, "twin")).delete();
        sandbox.awaitGone(type, "twin", PATIENCE);
    }
}
