package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

/** A box whose pg_hba.conf names one address, as the box of the team did: DMS loses its way while it replicates. */
@Tag("cluster")
class LostWayTest {
    private static final String PREFIX = "pg_hba.conf: ";

    private MovingBox moving;
    private OperatorOnSandbox sandbox;
    private OldBox box;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        sandbox = moving.sandbox();
        box = moving.box();
        sandbox.apply(MovingBox.MIGRATION);
        box.letIn(hbaLines(moving.proposed().getStatus()));
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void theLineThatIsMissingIsToldAndTheTaskGoesOnFromWhereItWas() throws Exception {
        // when the replication instance comes from another address
        sandbox.apply(MovingBox.MIGRATION.replace("dms.t3.medium", "dms.t3.large"));

        // then
        var moved = refused();
        assertThat(MovingBox.condition(moved, "Ready").message())
                .startsWith("DMS cannot connect to the source: no line of pg_hba.conf lets the replication instance in")
                .contains("no pg_hba.conf entry for host \"127.0.0.");

        // when
        box.letIn(hbaLines(moved));

        // then
        box.execute("INSERT INTO book (author_id, title) VALUES (1, 'after')");
        moving.proposed();
        moving.awaitOnTarget("SELECT count(*) FROM book WHERE title = 'after'", "1");

        // when the line goes while the task runs
        var begun = task().replicationTaskStats().freshStartDate();
        box.letIn(List.of());
        box.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'mvp_dms'");
        awaitFailure();
        sandbox.lookAgain(Migration.class, "mvp", 1); // sooner than in a minute

        // then
        var lost = refused();

        // when
        box.execute("INSERT INTO book (author_id, title) VALUES (1, 'meanwhile')");
        box.letIn(hbaLines(lost));

        // then
        moving.proposed();
        moving.awaitOnTarget("SELECT count(*) FROM book WHERE title = 'meanwhile'", "1");
        assertThat(task().status()).isEqualTo("running");
        assertThat(task().replicationTaskStats().freshStartDate())
                .as("nothing was loaded again")
                .isEqualTo(begun);
    }

    private void awaitFailure() throws InterruptedException {
        var deadline = System.nanoTime() + MovingBox.PATIENCE.toNanos();
        while (!task().status().equals("failed")) {
            assertThat(System.nanoTime())
                    .as("the task is still " + task().status())
                    .isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private MigrationStatus refused() throws InterruptedException {
        return sandbox.await(
                        Migration.class,
                        "mvp",
                        MovingBox.PATIENCE,
                        it -> it.getStatus().isTrue("Stalled")
                                && MovingBox.condition(it.getStatus(), "Stalled")
                                        .reason()
                                        .equals("ConnectionTestFailed"))
                .getStatus();
    }

    private ReplicationTask task() {
        return sandbox.aws()
                .dms()
                .describeReplicationTasks(all -> {})
                .replicationTasks()
                .get(0);
    }

    /** What a person copies from the status into the file. */
    private static List<String> hbaLines(MigrationStatus status) {
        return status.access().stream()
                .filter(it -> it.startsWith(PREFIX))
                .map(it -> it.substring(PREFIX.length()))
                .toList();
    }
}
