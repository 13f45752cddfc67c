package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * The whole journey, once, with an operator that is killed at the worst moments; then what happens to the proofs when
 * somebody breaks what has arrived. In order: each test goes on where the one before it has left the world.
 */
@Tag("cluster")
@TestMethodOrder(OrderAnnotation.class)
class JourneyTest {
    /** The longest fence: how soon a killed operator is there again hangs on the machine, and the demo is what tells a time. */
    private static final Duration WITH_OPERATORS_KILLED = Duration.ofMinutes(10);

    @TempDir
    private static Path folder;

    private static KubeCluster cluster;
    private static Journey journey;

    @BeforeAll
    static void begin() throws Exception {
        cluster = KubeCluster.ofThisRun();
        var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        journey = new Journey(Options.NONE.on(kubeconfig), new Progress(System.out, 0));
        journey.begin();
        journey.box().database().thinOut();
    }

    @AfterAll
    static void end() {
        journey.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void theJourneyEndsGreenThoughTheOperatorIsKilledInTheMiddleOfLoadAndImportAndUnderTheFence() throws Exception {
        journey.aws().dms().engine().holdLoadAfter(30_000);
        journey.applyExamples();
        killWhen("the import runs", situation -> word(situation, "ImageStore").contains("Copying"));
        killWhen("the load runs", situation -> word(situation, "Migration").contains("FullLoad"));
        journey.aws().dms().engine().release();
        journey.awaitProposal();
        journey.approve();
        awaitFence();
        kill();
        journey.awaitArrival();

        var table = journey.prove(WITH_OPERATORS_KILLED);

        assertThat(table.isGreen()).as(table.toString()).isTrue();
    }

    @Test
    @Order(2)
    void aFinishedMigrationDeletedAndAppliedAgainWritesNothingAndStaysOnTheTarget() throws Exception {
        int mark = journey.aws().calls().mark();
        journey.cluster().delete(Kind.MIGRATION);

        journey.applyExamples();
        journey.await("the migration is completed again", Situation::completed);

        assertThat(journey.aws()
                        .calls()
                        .since(mark)
                        .by(OperatorProcess.KEY.accessKeyId())
                        .writes()
                        .byOperation())
                .isEmpty();
        assertThat(word(journey.situation(), "Migration")).contains("on Target");
        var table = journey.prove(WITH_OPERATORS_KILLED);
        assertThat(table.isGreen()).as(table.toString()).isTrue();
    }

    @Test
    @Order(3)
    void whatSomebodyBreaksTurnsItsLineOfTheTableRed() throws SQLException {
        // given
        journey.operator().kill();
        var s3 = journey.aws().s3();
        var dropped = s3.listObjectVersions(list -> list.bucket(Arrival.BUCKET).prefix("media/user_image/0003/"))
                .versions()
                .get(0);

        // when
        journey.onTarget("UPDATE gallery_tag SET name = 'tampered' WHERE id = 7");
        s3.deleteObject(delete -> delete.bucket(Arrival.BUCKET).key(dropped.key()));
        journey.aws().ssm().putParameter(put -> put.name("/cloudtalents/startup/db_user")
                .value("somebody")
                .type(ParameterType.STRING)
                .overwrite(true));

        // then
        var table = journey.prove(WITH_OPERATORS_KILLED);
        journey.operator().start();
        assertThat(table.isGreen()).isFalse();
        assertThat(table.verdict("tables").text()).isEqualTo("public.gallery_tag has other rows than the source");
        assertThat(table.verdict("images").text()).contains(dropped.key());
        assertThat(table.verdict("settings").text()).isEqualTo("db_user has another value than it must have");
        assertThat(table.verdict("sequences").holds()).isTrue();
    }

    private static void killWhen(String what, Predicate<Situation> now) throws InterruptedException {
        journey.await(what, now);
        kill();
    }

    private static void kill() {
        journey.operator().kill();
        journey.operator().start();
    }

    /** The fence stands for a second or two only: looked for in the server itself, and often. */
    private static void awaitFence() {
        Eventually.until(() -> {
            try {
                return !journey.box().database().appMayLogIn();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String word(Situation situation, String kind) {
        return situation.lines().stream()
                .filter(line -> line.startsWith(kind))
                .findFirst()
                .orElse("");
    }
}
