package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cutover that does not go through at the first go: it is gone on with, or taken back, and never half done. */
@Tag("cluster")
class InterruptedCutoverTest {
    private static final Duration PATIENCE = MovingBox.PATIENCE;
    private static final String MIGRATION = MovingBox.MIGRATION;
    private static final String APP_CONFIG = MovingBox.APP_CONFIG;

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
    void anOperatorThatWasStoppedBetweenFenceAndSwitchGoesOnByTheJournal() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        sandbox.apply(APP_CONFIG);
        var token = moving.proposed().getStatus().cutover().token();
        sandbox.stopOperator();
        // what a process leaves that was killed right after the fence
        box.execute("""
                INSERT INTO replatform.journal (owner, run, step, detail) VALUES ('demo/cloudtalents/mvp', 1, 'FENCED',
                  jsonb_build_object('token', '%s', 'roles', 'mvp', 'deadline', to_char((now() + interval '5 minutes') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
                """.formatted(token), "ALTER ROLE mvp NOLOGIN");

        // when
        sandbox.startOperator();

        // then
        var done = moving.completed();
        assertThat(done.getStatus().activeEndpoint().side()).isEqualTo(MigrationStatus.TARGET);
    }

    @Test
    void anOperatorThatWasStoppedBetweenSwitchAndOpeningOpensTheTarget() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        sandbox.apply(APP_CONFIG);
        moving.proposed();
        sandbox.stopOperator();
        moving.leaveSwitched();

        // when
        sandbox.startOperator();

        // then
        var done = moving.completed();
        assertThat(done.getStatus().activeEndpoint().side()).isEqualTo(MigrationStatus.TARGET);
        assertThat(moving.onTarget("SELECT string_agg(attname, ' ' ORDER BY attname) FROM pg_attribute"
                        + " WHERE attrelid = 'book'::regclass AND attnum > 0 AND (attnotnull OR attidentity = 'a')"))
                .isEqualTo("author_id id meta title");
        assertThat(moving.onTarget(
                        "SELECT attidentity FROM pg_attribute WHERE attrelid = 'book'::regclass AND attname = 'id'"))
                .isEqualTo("a");
    }

    @Test
    void aCutoverThatIsTakenBackLeavesTheChangeStreamAsItWas() throws Exception {
        // given a target that does not answer in time
        sandbox.apply(MovingBox.SHORTLY_FENCED);
        sandbox.apply(APP_CONFIG);
        var token = moving.proposed().getStatus().cutover().token();
        try (var blocker = moving.target()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("LOCK TABLE replatform.marker");

            // when
            moving.approve(token);

            // then
            sandbox.await(Migration.class, "mvp", PATIENCE, it -> it.getStatus().conditions().stream()
                    .anyMatch(condition -> condition.message().contains("The source is open again")));
        }
        try (var application = box.asTheApplication()) {
            application
                    .createStatement()
                    .execute("INSERT INTO book (author_id, title, meta) VALUES (1, 'late', '{\"a\": 1}')");
        }
        sandbox.apply(MIGRATION); // a fence that stands for as long as the switch takes here
        var again = moving.proposedAfter(token);
        moving.approve(again.getStatus().cutover().token());
        moving.completed();
        assertThat(moving.onTarget("SELECT meta FROM book WHERE title = 'late'"))
                .isEqualTo("{\"a\": 1}");
    }

    @Test
    void aFenceThatIsOlderThanItsTimeIsLiftedAndTheCutoverProposedAfresh() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        var token = moving.proposed().getStatus().cutover().token();
        sandbox.stopOperator();
        box.execute("""
                INSERT INTO replatform.journal (owner, run, step, detail) VALUES ('demo/cloudtalents/mvp', 1, 'FENCED',
                  jsonb_build_object('token', '%s', 'roles', 'mvp', 'deadline', '2026-01-01T00:00:00Z'))
                """.formatted(token), "ALTER ROLE mvp NOLOGIN");

        // when
        sandbox.startOperator();

        // then
        var proposedAgain = moving.proposedAfter(token);
        assertThat(proposedAgain.getStatus().activeEndpoint().side()).isEqualTo(MigrationStatus.SOURCE);
        box.asTheApplication().close();
    }
}
