package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that stands in the way is told at once, before anything costs money. */
@Tag("cluster")
class PreflightTest {
    private MovingBox moving;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void allFindingsAreToldAtOnceAndTheirStatementsClearTheWay() throws Exception {
        // given
        moving.box()
                .execute(
                        "ALTER ROLE mvp_dms NOREPLICATION",
                        "REVOKE SELECT ON book FROM mvp_dms",
                        "CREATE UNLOGGED TABLE cache (id int PRIMARY KEY)",
                        "GRANT SELECT ON cache TO mvp_dms",
                        "CREATE SCHEMA billing",
                        "CREATE TABLE billing.invoice AS SELECT 1 AS id");

        // when
        moving.sandbox().apply(MovingBox.MIGRATION);

        // then
        var stalled = moving.sandbox()
                .await(Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus()
                        .isTrue("Stalled"))
                .getStatus();
        assertThat(MovingBox.condition(stalled, "Stalled").reason()).isEqualTo("Blocked");
        assertThat(stalled.findings())
                .extracting(finding -> "%s %s %s".formatted(finding.severity(), finding.code(), finding.object()))
                .contains(
                        "Blocker NoReplicationRight mvp_dms",
                        "Blocker SlotRefused mvp_dms",
                        "Blocker NoSelect public.book",
                        "Blocker UnloggedTables public.cache",
                        "Warning OutsideInclude billing.invoice");
        assertThat(moving.sandbox().aws().calls().all().writes().calls())
                .as("nothing of DMS is made")
                .noneMatch(call -> call.service().equals("dms"));

        // when
        remedies(stalled.findings(), "NoReplicationRight", "NoSelect").forEach(moving.box()::execute);
        moving.box().execute("ALTER TABLE cache SET LOGGED");

        // then
        moving.proposed();
    }

    private static List<String> remedies(List<Finding> findings, String... codes) {
        return findings.stream()
                .filter(finding -> List.of(codes).contains(finding.code()))
                .map(Finding::remedy)
                .toList();
    }
}
