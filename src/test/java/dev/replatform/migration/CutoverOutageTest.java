package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.UnsteadyCluster;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API server goes away while the application is fenced off. */
@Tag("cluster")
class CutoverOutageTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;

    private UnsteadyCluster unsteady;
    private MovingBox moving;
    private OperatorOnSandbox sandbox;
    private OldBox box;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        unsteady = UnsteadyCluster.ofThisRun();
        moving = MovingBox.start(folder, unsteady.cluster());
        sandbox = moving.sandbox();
        box = moving.box();
        sandbox.apply(MovingBox.SHORTLY_FENCED);
    }

    @AfterEach
    void stop() {
        moving.close();
        unsteady.close();
    }

    @Test
    void aCutoverEndsInTimeWithoutAnApiServerOneWayOrTheOther() throws Exception {
        // given
        var first = moving.proposed().getStatus().cutover().token();
        try (var blocker = blocked()) {
            moving.approve(first);
            Eventually.until(this::isFenced);

            // when the switch is not reached
            unsteady.goAway();

            // then the source is open again
            Eventually.until(() -> !isFenced());
            box.asTheApplication().close();
            blocker.rollback();
        }

        // given a fence that stands for as long as the switch takes here
        unsteady.comeBack();
        sandbox.apply(MovingBox.MIGRATION);
        var second = moving.proposedAfter(first).getStatus().cutover().token();
        try (var blocker = blocked()) {
            moving.approve(second);
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
        var connection = moving.target();
        connection.setAutoCommit(false);
        connection.createStatement().execute("LOCK TABLE replatform.marker");
        return connection;
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
}
