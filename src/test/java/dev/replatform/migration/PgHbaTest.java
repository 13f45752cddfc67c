package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Migration;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source whose pg_hba.conf lets everybody in but the replication instance. */
@Tag("cluster")
class PgHbaTest {
    private static final String APPLYING = MovingBox.MIGRATION.replace(
            "    database: mvp\n", "    database: mvp\n    pgHba: Apply\n    ec2: {instanceId: i-0abc1234def567890}\n");

    private MovingBox moving;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        moving.box().letIn(List.of("host all all 0.0.0.0/0 reject"));
    }

    @AfterEach
    void close() {
        moving.close();
    }

    @Test
    void theExactLineIsToldWhereNothingIsAskedFor() throws Exception {
        moving.sandbox().apply(MovingBox.MIGRATION);

        var migration = moving.sandbox().await(Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus()
                .isTrue("Stalled"));

        assertThat(MovingBox.condition(migration.getStatus(), "ConnectionsTested")
                        .message())
                .contains("a line of pg_hba.conf rejects the replication instance")
                .containsPattern("host mvp mvp_dms 127\\.0\\.0\\.[0-9]+/32 md5");
    }

    @Test
    void theLineIsPutInThroughRunCommandWithADiffInTheEvent() throws Exception {
        var start = Instant.now();
        moving.sandbox().apply(APPLYING);

        moving.proposed();

        assertThat(moving.sandbox().eventsSince(start, Migration.class, "mvp"))
                .extracting(event -> event.getNote())
                .anyMatch(
                        note -> note.matches(
                                "Put into pg_hba.conf of EC2 instance i-0abc1234def567890, with a backup beside it: \\+ host mvp mvp_dms 127\\.0\\.0\\.[0-9]+/32 md5\\.?"));
        assertThat(moving.sandbox().get(Migration.class, "mvp").getStatus().access())
                .anyMatch(it -> it.contains("was changed by Run Command") && it.contains("backup "));
        assertThat(moving.sandbox().aws().calls().all().count("ssm", "SendCommand"))
                .isEqualTo(1);
    }

    @Test
    void aBoxThatDoesNotConsentIsNotTouched() throws Exception {
        moving.sandbox()
                .aws()
                .addBox("i-0abc1234def567891", Path.of("/tmp/none"), "x", "10.10.10.11", java.util.Map.of());
        moving.sandbox().apply(APPLYING.replace("567890", "567891"));

        var migration = moving.sandbox().await(Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus()
                .isTrue("Stalled"));

        assertThat(migration.getStatus().findings()).anyMatch(it -> it.code().equals("BoxNotReachable"));
        assertThat(moving.sandbox().aws().calls().all().count("ssm", "SendCommand"))
                .isZero();
    }
}
