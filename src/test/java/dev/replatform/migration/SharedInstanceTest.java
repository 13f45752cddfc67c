package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

/** Two Migrations on a replication instance that somebody else made and allows them to use. */
@Tag("cluster")
class SharedInstanceTest {
    private static final String BOOKS = MovingBox.MIGRATION.replaceFirst(
            "(?s)replicationInstance:.*", "replicationInstance: {existing: {identifier: shared}}\n");
    private static final String SHOP = BOOKS.replaceFirst("name: mvp,", "name: shop,")
            .replace("database: mvp", "database: shop")
            .replace("  tables: {insertOnly: [public.visit]}\n", "");
    private static final software.amazon.awssdk.services.databasemigration.model.Tag ALLOWED =
            software.amazon.awssdk.services.databasemigration.model.Tag.builder()
                    .key("replatform.dev/allow")
                    .value("demo/cloudtalents")
                    .build();

    private MovingBox moving;
    private OperatorOnSandbox sandbox;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        sandbox = moving.sandbox();
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void eachMovesItsOwnTablesAndTheInstanceOutlivesThemBoth() throws Exception {
        // given
        makeInstance();
        moving.box()
                .addDatabase(
                        "shop",
                        "CREATE TABLE offer (id int PRIMARY KEY, text text)",
                        "INSERT INTO offer SELECT n, 'offer ' || n FROM generate_series(1, 50) n",
                        "ALTER TABLE offer OWNER TO mvp",
                        "GRANT SELECT ON offer TO mvp_dms");
        sandbox.apply(BOOKS);
        sandbox.apply(SHOP);

        // then
        moving.proposed();
        ready("shop");
        assertThat(moving.onTarget("SELECT (SELECT count(*) FROM book) || ' ' || (SELECT count(*) FROM offer)"))
                .isEqualTo("5000 50");
        assertThat(sandbox.aws().dms().describeReplicationInstances(r -> {}).replicationInstances())
                .hasSize(1);
        assertThat(moving.box().ask("SELECT count(*) FROM pg_replication_slots"))
                .isEqualTo("4");

        // when one goes
        delete("shop");
        sandbox.awaitGone(Migration.class, "shop", MovingBox.PATIENCE);

        // then the other one goes on
        assertThat(sandbox.aws().dms().describeReplicationTasks(r -> {}).replicationTasks())
                .singleElement()
                .extracting(ReplicationTask::status)
                .isEqualTo("running");
        assertThat(moving.box().ask("SELECT count(*) FROM pg_replication_slots"))
                .isEqualTo("2");

        // when the other one goes after its box
        moving.box().goAway();
        delete("mvp");

        // then it waits for the word of a person, as something may remain on the box
        sandbox.await(Migration.class, "mvp", MovingBox.PATIENCE, it -> "SlotMayRemain"
                .equals(MovingBox.condition(it.getStatus(), "Stalled").reason()));
        sandbox.client().resource(sandbox.get(Migration.class, "mvp")).edit(it -> {
            it.getMetadata().getAnnotations().put(EffectiveMigration.SOURCE_GONE_ANNOTATION, "true");
            return it;
        });
        sandbox.awaitGone(Migration.class, "mvp", MovingBox.PATIENCE);
        assertThat(sandbox.aws().dms().describeReplicationTasks(r -> {}).replicationTasks())
                .isEmpty();
        assertThat(sandbox.aws().dms().describeEndpoints(r -> {}).endpoints()).isEmpty();
        assertThat(sandbox.aws().dms().describeReplicationInstances(r -> {}).replicationInstances())
                .hasSize(1);
    }

    private void makeInstance() {
        var dms = sandbox.aws().dms();
        dms.createReplicationSubnetGroup(group -> group.replicationSubnetGroupIdentifier("shared")
                .replicationSubnetGroupDescription("somebody's")
                .subnetIds("subnet-a", "subnet-b"));
        dms.createReplicationInstance(it -> it.replicationInstanceIdentifier("shared")
                .replicationInstanceClass("dms.t3.medium")
                .replicationSubnetGroupIdentifier("shared")
                .tags(ALLOWED));
    }

    private void ready(String name) throws InterruptedException {
        sandbox.await(
                Migration.class, name, MovingBox.PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    private void delete(String name) {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName(name)
                .delete();
    }
}
