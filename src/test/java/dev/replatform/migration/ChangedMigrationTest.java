package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

/** What a person changes of a Migration that is on its way. */
@Tag("cluster")
class ChangedMigrationTest {
    private static final Duration PATIENCE = MovingBox.PATIENCE;
    private static final String WITHOUT_BOOKS =
            MovingBox.MIGRATION.replace("tables: {", "tables: {include: [public.author, public.visit], ");
    private static final String ALL =
            MovingBox.MIGRATION.replace("tables: {", "tables: {include: [\"public.*\", \"shop.*\"], ");

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
    void tablesThatAreAddedWhileItReplicatesAreLoadedAndProvedBeforeAnotherCutoverIsProposed() throws Exception {
        // given a table of a known schema and one of another that do not move yet
        box.execute(
                "CREATE SCHEMA shop AUTHORIZATION mvp",
                "CREATE TABLE shop.offer (id int PRIMARY KEY, text text NOT NULL, book_id bigint REFERENCES book)",
                "INSERT INTO shop.offer SELECT n, repeat('long ', 20000), n FROM generate_series(1, 50) n",
                "CREATE INDEX offer_book ON shop.offer (book_id)",
                "ALTER TABLE shop.offer OWNER TO mvp",
                "GRANT USAGE ON SCHEMA shop TO mvp_dms, mvp_admin",
                "GRANT SELECT ON shop.offer TO mvp_dms, mvp_admin");
        sandbox.apply(WITHOUT_BOOKS);
        sandbox.apply(MovingBox.APP_CONFIG);
        var token = moving.proposed().getStatus().cutover().token();
        assertThat(moving.onTarget("SELECT count(*) FROM book")).isEqualTo("0");

        // when
        sandbox.apply(ALL);

        // then
        var again = proposedAfter(token);
        assertThat(again.getStatus().tables().total()).isGreaterThanOrEqualTo(3);
        assertThat(moving.onTarget("SELECT count(*) FROM book")).isEqualTo("5000");
        assertThat(moving.onTarget("SELECT count(*) || ' ' || max(length(text)) FROM shop.offer"))
                .isEqualTo("50 100000");
        assertThat(moving.onTarget("SELECT count(*) FROM pg_indexes WHERE indexname = 'offer_book'"))
                .isEqualTo("1");

        // when somebody changes the task behind the operator's back, and it runs so for a while
        sandbox.stopOperator();
        var told = task();
        stopTask(told);
        sandbox.aws().dms().modifyReplicationTask(task -> task.replicationTaskArn(told.replicationTaskArn())
                .replicationTaskSettings("{\"ErrorBehavior\": {\"ApplyErrorInsertPolicy\": \"LOG_ERROR\"}}"));
        await(() -> "stopped".equals(task().status()));
        sandbox.aws().dms().startReplicationTask(task -> task.replicationTaskArn(told.replicationTaskArn())
                .startReplicationTaskType("resume-processing"));
        await(() -> "running".equals(task().status()));
        sandbox.startOperator();

        // then it is put back, and what came meanwhile is proved
        var last = proposedAfter(again.getStatus().cutover().token());
        assertThat(task().replicationTaskSettings()).contains("\"ApplyErrorInsertPolicy\":\"STOP_TASK\"");
        moving.approve(last.getStatus().cutover().token());
        sandbox.await(Migration.class, "mvp", PATIENCE, it -> "Completed"
                .equals(it.getStatus().phase()));
        assertThat(moving.onTarget("SELECT count(*) FROM shop.offer o JOIN book b ON b.id = o.book_id"))
                .isEqualTo("50");
        assertThat(moving.onTarget("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated"))
                .isEqualTo("2");
    }

    @Test
    void aRunThatIsRaisedStartsAgainFromTheBeginningUntilOneHasSwitched() throws Exception {
        // given a load that failed as a table of the target is too narrow
        var withoutSchema =
                MovingBox.MIGRATION.replace("tables: {insertOnly", "schema: {mode: None}\n  tables: {insertOnly");
        sandbox.apply(withoutSchema);
        sandbox.await(Database.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        moving.onTarget(
                "CREATE TABLE author (id int PRIMARY KEY, name text, born date); CREATE TABLE book (id bigint PRIMARY KEY, author_id int, title varchar(6), meta jsonb); CREATE TABLE visit (at timestamptz, path text); SELECT 1");
        sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Stalled")
                        && it.getStatus().conditions().stream()
                                .anyMatch(condition -> "TablesErrored".equals(condition.reason())));
        assertThat(moving.onTarget("SELECT count(*) FROM author")).isEqualTo("500");
        var first = task().replicationTaskCreationDate();

        // when
        moving.onTarget(
                "ALTER TABLE book ALTER title TYPE varchar(200); GRANT ALL ON ALL TABLES IN SCHEMA public TO mvp; SELECT 1");
        sandbox.apply(withoutSchema.replace("spec:", "spec:\n  run: 2"));
        sandbox.apply(MovingBox.APP_CONFIG);

        // then
        var proposed = moving.proposed();
        assertThat(task().replicationTaskCreationDate()).isAfter(first);
        assertThat(moving.onTarget("SELECT (SELECT count(*) FROM author) || ' ' || (SELECT count(*) FROM book)"))
                .isEqualTo("500 5000");

        // when it has switched
        moving.approve(proposed.getStatus().cutover().token());
        sandbox.await(Migration.class, "mvp", PATIENCE, it -> "Completed"
                .equals(it.getStatus().phase()));
        var mark = sandbox.aws().calls().mark();
        sandbox.apply(withoutSchema.replace("spec:", "spec:\n  run: 3"));

        // then nothing is taken back
        var refused = sandbox.await(
                Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Stalled"));
        assertThat(MovingBox.condition(refused.getStatus(), "Stalled").message())
                .startsWith("spec.run is 3, and run 2 has switched");
        assertThat(refused.getStatus().activeEndpoint().side()).isEqualTo(MigrationStatus.TARGET);
        assertThat(sandbox.aws().calls().since(mark).writes().count("dms")).isZero();
        sandbox.apply(withoutSchema.replace("spec:", "spec:\n  run: 2"));
        sandbox.await(Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    private Migration proposedAfter(String token) throws InterruptedException {
        return sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Ready")
                        && it.getStatus().cutover().token() != null
                        && !it.getStatus().cutover().token().equals(token));
    }

    private ReplicationTask task() {
        return sandbox.aws()
                .dms()
                .describeReplicationTasks(r -> {})
                .replicationTasks()
                .get(0);
    }

    private void stopTask(ReplicationTask task) throws InterruptedException {
        sandbox.aws().dms().stopReplicationTask(r -> r.replicationTaskArn(task.replicationTaskArn()));
        await(() -> "stopped".equals(task().status()));
    }

    private static void await(BooleanSupplier so) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
