package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.sandbox.aws.Calls;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.UnsteadyCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that goes away, ends watches, or lets others write in between. */
@Tag("cluster")
class ApiServerFaultsTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;
    /** Far longer than the operator's client goes on trying one request. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private static UnsteadyCluster unsteady;
    private static OperatorOnSandbox sandbox;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        unsteady = UnsteadyCluster.ofThisRun();
        sandbox = OperatorOnSandbox.start(folder, unsteady.cluster());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        unsteady.close();
    }

    @Test
    void anApiServerThatWasGoneIsFollowedAgainAndNothingIsWrittenTwice() throws Exception {
        // given an object that is quiet and one that is being made
        sandbox.apply(config("quiet", "1"));
        ready("quiet");
        var mark = sandbox.aws().calls().mark();
        sandbox.apply(config("new", "1"));
        while (written(mark).count() == 0) {
            Thread.sleep(5);
        }

        // when
        unsteady.goAway();
        Thread.sleep(OUTAGE.toMillis());
        var alive = sandbox.ask("/livez");
        unsteady.comeBack();
        sandbox.apply(config("quiet", "2"));

        // then
        ready("new");
        sandbox.await(AppConfig.class, "quiet", PATIENCE, it -> isReady(it) && generation(it) == 2);
        assertThat(alive.statusCode()).isEqualTo(200);
        assertThat(written(mark).count()).as("one for each value").isEqualTo(2);
    }

    @Test
    void eventsAfterTheEndOfAWatchAreSeenAndOnesThatTheServerHasForgottenAreMadeUpForByAList() throws Exception {
        // given
        sandbox.apply(config("watched", "1"));
        ready("watched");

        // when
        unsteady.endWatches();
        sandbox.apply(config("watched", "2"));

        // then
        sandbox.await(AppConfig.class, "watched", PATIENCE, it -> isReady(it) && generation(it) == 2);

        // when
        unsteady.goAway();
        unsteady.failOver();
        unsteady.comeBack();
        sandbox.apply(config("watched", "3"));

        // then
        sandbox.await(AppConfig.class, "watched", PATIENCE, it -> isReady(it) && generation(it) == 3);
    }

    @Test
    void aStatusThatSomebodyElseWritesIsPutRightByOneWriteAndLeftAloneThen() throws Exception {
        // given
        sandbox.apply(config("contested", "1"));
        var before = ready("contested");

        // when
        sandbox.client()
                .resources(AppConfig.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("contested")
                .editStatus(it -> {
                    it.setStatus(AppConfigStatus.NONE.withConditions(
                            99L, List.of(new Condition("Ready", "False", "Made", "up", 99L, "2026-01-01T00:00:00Z"))));
                    return it;
                });
        sandbox.lookAgain(AppConfig.class, "contested", 1);

        // then
        var after = sandbox.get(AppConfig.class, "contested");
        assertThat(after.getStatus().observedGeneration()).isEqualTo(1);
        assertThat(after.getStatus().isTrue("Ready")).isTrue();
        assertThat(after.getStatus().parameters()).isEqualTo(before.getStatus().parameters());

        // when nothing changes any more but somebody else's field
        sandbox.lookAgain(AppConfig.class, "contested", 1); // what the look before it told is told by now
        var writes = sandbox.kubernetesWrites();
        var mark = sandbox.aws().calls().mark();
        var quietSince = Instant.now();
        for (int look = 1; look <= 3; look++) {
            label("contested", "look-" + look);
            sandbox.lookAgain(AppConfig.class, "contested", 1);
        }

        // then
        assertThat(sandbox.kubernetesWrites() - writes)
                .as("only that it was looked at is told")
                .isEqualTo(3);
        assertThat(sandbox.eventsSince(quietSince, AppConfig.class, "contested"))
                .isEmpty();
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
    }

    private static void label(String name, String value) {
        sandbox.client()
                .resources(AppConfig.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName(name)
                .edit(it -> {
                    it.getMetadata().setLabels(Map.of("example.com/label", value));
                    return it;
                });
    }

    private static AppConfig ready(String name) throws InterruptedException {
        return sandbox.await(AppConfig.class, name, PATIENCE, ApiServerFaultsTest::isReady);
    }

    private static boolean isReady(AppConfig config) {
        return config.getStatus().isTrue("Ready")
                && generation(config) == config.getMetadata().getGeneration();
    }

    private static long generation(AppConfig config) {
        return config.getStatus().observedGeneration();
    }

    private static Calls.Tally written(int mark) {
        return sandbox.aws().calls().since(mark).writes();
    }

    private static String config(String name, String value) {
        return """
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: %1$s, annotations: {example.com/note: none}}
                spec:
                  path: /cloudtalents/%1$s
                  parameters: [{name: size, value: "%2$s"}]
                """.formatted(name, value);
    }
}
