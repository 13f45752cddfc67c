package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Migration that is deleted on its way. */
@Tag("cluster")
class DeletedMigrationTest {
    private MovingBox moving;
    private OperatorOnSandbox sandbox;
    private OldBox box;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        sandbox = moving.sandbox();
        box = moving.box();
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void inEveryPhaseDmsIsRemovedAndTheApplicationKeepsTheDatabaseThatItHas() throws Exception {
        for (var phase : List.of("Provisioning", "TestingConnections", "PreparingSchema", "FullLoad", "Replicating")) {
            apply("Manual", phase);
            delete();
            awaitGone();
            assertNothingIsLeft(phase);
            box.asTheApplication().close();
            emptyTarget();
        }

        apply("Automatic", "CutOver");
        delete();
        awaitGone();
        assertNothingIsLeft("CutOver");
        assertThatThrownBy(() -> box.asTheApplication().close()).hasMessageContaining("not permitted to log in");
        assertThat(moving.onTarget("SELECT count(*) FROM book")).isEqualTo("5000");
    }

    @Test
    void whileReplicatingItCanBeMadeAnewOnceTheTargetIsEmpty() throws Exception {
        // given
        apply("Manual", "Replicating");
        moving.proposed();
        delete();
        awaitGone();

        // when
        emptyTarget();
        apply("Manual", "Replicating");

        // then
        moving.proposed();
    }

    @Test
    void underTheFenceItIsLifted() throws Exception {
        // given a cutover that waits for a row which does not arrive
        apply("Manual", "Replicating");
        var token = moving.proposed().getStatus().cutover().token();
        try (var blocker = moving.target()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE replatform.marker");
            moving.approve(token);
            await("CuttingOver");
            Eventually.until(() -> !letsTheApplicationIn());

            // when
            delete();

            // then
            Eventually.until(this::letsTheApplicationIn);
        }
        awaitGone();
        assertNothingIsLeft("CuttingOver");
        box.asTheApplication().close();
    }

    @Test
    void betweenTheSwitchAndTheOpeningTheTargetIsOpenedBeforeAnythingGoes() throws Exception {
        // given
        apply("Manual", "Replicating");
        moving.proposed();
        sandbox.stopOperator();
        moving.leaveSwitched();

        // when
        delete();
        sandbox.startOperator();

        // then
        awaitGone();
        assertThat(moving.onTarget(
                        "SELECT attidentity FROM pg_attribute WHERE attrelid = 'book'::regclass AND attname = 'id'"))
                .isEqualTo("a");
        assertThat(moving.onTarget("SELECT count(*) FROM replatform.journal WHERE step = 'OPENED'"))
                .isEqualTo("1");
        assertNothingIsLeft("CutOver");
        assertThatThrownBy(() -> box.asTheApplication().close()).hasMessageContaining("not permitted to log in");
    }

    /** As a person does it, who knows of their own tables only. */
    private void emptyTarget() throws SQLException {
        moving.onTarget("DROP SCHEMA public CASCADE; CREATE SCHEMA public; SELECT 1");
    }

    private void apply(String mode, String phase) throws InterruptedException {
        sandbox.apply(MovingBox.MIGRATION.replace(
                "tables: {", "cutover: {mode: %s, fenceTimeoutSeconds: 10}\n  tables: {".formatted(mode)));
        await(phase);
    }

    private void await(String phase) throws InterruptedException {
        sandbox.await(
                Migration.class,
                "mvp",
                MovingBox.PATIENCE,
                it -> phase.equals(it.getStatus().phase()));
    }

    private boolean letsTheApplicationIn() {
        try (var application = box.asTheApplication()) {
            return application.isValid(1);
        } catch (SQLException fenced) {
            return false;
        }
    }

    private void delete() {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .delete();
    }

    private void awaitGone() throws InterruptedException {
        sandbox.awaitGone(Migration.class, "mvp", MovingBox.PATIENCE);
    }

    private void assertNothingIsLeft(String phase) throws Exception {
        var dms = sandbox.aws().dms();
        assertThat(dms.describeReplicationTasks(r -> {}).replicationTasks())
                .as(phase)
                .isEmpty();
        assertThat(dms.describeEndpoints(r -> {}).endpoints()).as(phase).isEmpty();
        assertThat(dms.describeReplicationInstances(r -> {}).replicationInstances())
                .as(phase)
                .isEmpty();
        assertThat(dms.describeReplicationSubnetGroups(r -> {}).replicationSubnetGroups())
                .as(phase)
                .isEmpty();
        assertThat(box.ask("SELECT count(*) FROM pg_replication_slots"))
                .as(phase)
                .isEqualTo("0");
    }
}
