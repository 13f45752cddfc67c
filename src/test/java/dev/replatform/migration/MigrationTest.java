package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journey of a database, on real servers. */
@Tag("cluster")
class MigrationTest {
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
    void theJourneyEndsOnTheTargetAndIsNotMadeTwice() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        sandbox.apply(APP_CONFIG);
        var proposed = moving.proposed();
        box.execute(
                "UPDATE author SET name = 'changed while it replicates 😀' WHERE id = 7",
                "DELETE FROM book WHERE id = 8",
                "INSERT INTO book (author_id, title) VALUES (9, 'new')");

        // when
        moving.approve(proposed.getStatus().cutover().token());

        // then
        var done = sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> "Completed".equals(it.getStatus().phase())
                        && it.getStatus().isTrue("Ready"));
        var status = done.getStatus();
        assertThat(status.activeEndpoint().side()).isEqualTo(MigrationStatus.TARGET);
        assertThat(MovingBox.condition(status, "DataValidated").message())
                .startsWith("2 tables, 5500 rows: every row proved after its last change");
        assertThat(moving.onTarget("SELECT count(*) || ' ' || max(id) FROM book"))
                .isEqualTo("5000 5001");
        assertThat(moving.onTarget("SELECT name FROM author WHERE id = 7")).isEqualTo("changed while it replicates 😀");
        assertThat(moving.onTarget("SELECT count(*) FROM visit")).isEqualTo("100");
        assertThat(moving.onTarget("INSERT INTO book (author_id, title) VALUES (1, 'after') RETURNING id"))
                .isEqualTo("5002");
        assertThatThrownBy(() -> box.asTheApplication().close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not permitted to log in");
        assertThat(box.restarts()).isGreaterThanOrEqualTo(2);
        assertThat(box.ask("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(sandbox.aws().dms().describeReplicationInstances(r -> {}).replicationInstances())
                .isEmpty();

        // when it is deleted and applied again
        sandbox.await(AppConfig.class, "startup", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        var mark = sandbox.aws().calls().mark();
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .delete();
        sandbox.awaitGone(Migration.class, "mvp", PATIENCE);
        sandbox.apply(MIGRATION);
        var again = sandbox.await(
                Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));

        // then
        assertThat(again.getStatus().phase()).isEqualTo("Completed");
        assertThat(again.getStatus().activeEndpoint().side()).isEqualTo(MigrationStatus.TARGET);
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
        assertThat(moving.onTarget("SELECT count(*) FROM book")).isEqualTo("5001");
    }

    @Test
    void aPasswordAndAClassThatChangeAreGivenToDmsWhileItReplicates() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        moving.proposed();

        // when
        box.execute("ALTER ROLE mvp_dms PASSWORD 'dms-pw-2'");
        sandbox.changeSecret("mvp-dms", "mvp_dms", "dms-pw-2");
        sandbox.apply(MIGRATION.replace("dms.t3.medium", "dms.t3.large"));

        // then
        sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Ready")
                        && it.getStatus().observedGeneration() == 2
                        && it.getStatus().drift().isEmpty());
        assertThat(sandbox.aws().dms().describeReplicationInstances(r -> {}).replicationInstances())
                .singleElement()
                .satisfies(it -> assertThat(it.replicationInstanceClass()).isEqualTo("dms.t3.large"));
        assertThat(sandbox.aws().calls().all().count("dms", "ModifyEndpoint")).isEqualTo(1);
        box.execute("INSERT INTO book (author_id, title, meta) VALUES (1, 'after', '{}')");
        moving.awaitOnTarget("SELECT count(*) FROM book WHERE title = 'after'", "1");

        // when nothing changes any more
        sandbox.lookAgain(Migration.class, "mvp", 1); // what the look before it told is told by now
        var mark = sandbox.aws().calls().mark();
        var quiet = sandbox.get(Migration.class, "mvp").getStatus();
        var writes = sandbox.kubernetesWrites();
        var quietSince = Instant.now();
        sandbox.lookAgain(Migration.class, "mvp", 3);

        // then
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
        assertThat(sandbox.kubernetesWrites() - writes)
                .as("each look says that it was asked for, and no more")
                .isEqualTo(3);
        assertThat(sandbox.eventsSince(quietSince, Migration.class, "mvp")).isEmpty();
        assertThat(sandbox.get(Migration.class, "mvp").getStatus().withHandled(quiet.lastHandledReconcileAt()))
                .isEqualTo(quiet);
    }

    @Test
    void aStatusThatIsLostIsWrittenAnewAndNothingIsDoneTwice() throws Exception {
        // given
        sandbox.apply(MIGRATION);
        var token = moving.proposed().getStatus().cutover().token();
        sandbox.stopOperator();
        var mark = sandbox.aws().calls().mark();

        // when
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .editStatus(migration -> {
                    migration.setStatus(null);
                    return migration;
                });
        sandbox.startOperator();

        // then
        assertThat(moving.proposed().getStatus().cutover().token()).isEqualTo(token);
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aTableWithoutAKeyStallsTheMigrationUntilItIsNamedAsInsertOnly() throws Exception {
        // given
        sandbox.apply(MIGRATION.replace("tables: {insertOnly: [public.visit]}", "tables: {include: [public.*]}"));

        // then
        var stalled = sandbox.await(
                Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Stalled"));
        assertThat(MovingBox.condition(stalled.getStatus(), "Stalled").reason()).isEqualTo("Blocked");
        assertThat(MovingBox.condition(stalled.getStatus(), "Stalled").message())
                .startsWith("NoRowIdentity (public.visit)");
        assertThat(sandbox.aws().dms().describeReplicationInstances(r -> {}).replicationInstances())
                .isEmpty();

        // when
        sandbox.apply(MIGRATION);

        // then
        moving.proposed();
    }

    @Test
    void aLoadWithAnErroredTableIsStalledAndNeverReady() throws Exception {
        // given a row that the target refuses
        sandbox.apply(MIGRATION.replace("tables: {insertOnly", "schema: {mode: None}\n  tables: {insertOnly"));
        sandbox.await(Database.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        moving.onTarget(
                "CREATE TABLE author (id int PRIMARY KEY, name text, born date); CREATE TABLE book (id bigint PRIMARY KEY, author_id int, title varchar(6), meta jsonb); CREATE TABLE visit (at timestamptz, path text); SELECT 1");

        // then
        var stalled = sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Stalled")
                        && "TablesErrored"
                                .equals(MovingBox.condition(it.getStatus(), "Stalled")
                                        .reason()));
        assertThat(stalled.getStatus().tables().problems()).anyMatch(problem -> problem.startsWith("public.book"));
        assertThat(stalled.getStatus().isTrue("Ready")).isFalse();
    }

    @Test
    void rowsThatDifferOnTheTargetAreNamedAndNothingIsProposedUntilTheyAreEqual() throws Exception {
        // given a target that changes one row while it is loaded and leaves another one out
        sandbox.apply(MIGRATION.replace("tables: {insertOnly", "schema: {mode: None}\n  tables: {insertOnly"));
        sandbox.await(Database.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        moving.onTarget("""
                CREATE TABLE author (id int PRIMARY KEY, name text, born date);
                CREATE TABLE book (id bigint PRIMARY KEY, author_id int, title varchar(200), meta jsonb);
                CREATE TABLE visit (at timestamptz, path text);
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  IF NEW.id = 8 THEN RETURN NULL; END IF;
                  IF NEW.id = 7 THEN NEW.title := 'wrong'; END IF;
                  RETURN NEW; END $$;
                CREATE TRIGGER spoil BEFORE INSERT ON book FOR EACH ROW EXECUTE FUNCTION spoil();
                ALTER TABLE book ENABLE ALWAYS TRIGGER spoil;
                SELECT 1
                """);

        // then
        var held = sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().validation() != null
                        && it.getStatus().validation().different() == 2);
        assertThat(held.getStatus().cutover()).isNull();
        assertThat(held.getStatus().validation().differences())
                .containsExactly("public.book (7): differs in title", "public.book (8): is not on the target");
        assertThat(MovingBox.condition(held.getStatus(), "DataValidated").reason())
                .isEqualTo("DataDiffers");

        // when
        moving.onTarget("UPDATE book SET title = 'title 7' WHERE id = 7 RETURNING 1");
        moving.onTarget(
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO mvp; ALTER TABLE book DISABLE TRIGGER spoil; INSERT INTO book SELECT 8, 9, 'title 8', '{}' RETURNING 1");

        // then
        moving.proposed();
    }

    @Test
    void withoutAWitnessNoSecondSlotIsMadeAndEveryTableIsComparedUnderTheFence() throws Exception {
        // given
        sandbox.apply(
                MIGRATION.replace("tables: {insertOnly", "validation: {witness: Disabled}\n  tables: {insertOnly"));
        sandbox.apply(APP_CONFIG);
        var proposed = moving.proposed();
        assertThat(box.ask("SELECT count(*) FROM pg_replication_slots")).isEqualTo("1");

        // when
        moving.approve(proposed.getStatus().cutover().token());

        // then
        var done = moving.completed();
        assertThat(MovingBox.condition(done.getStatus(), "DataValidated").message())
                .isEqualTo("3 tables, 5600 rows: equal by count and checksum under the fence.");
    }
}
