package dev.replatform.operations;

import static dev.replatform.reconcile.Events.Type.Normal;
import static dev.replatform.reconcile.Events.Type.Warning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.api.CrdFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import dev.replatform.sandbox.kubernetes.Kubectl;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("cluster")
class EventRecorderTest {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final String NAMESPACE = "cloudtalents";

    private static KubeCluster cluster;

    private final HandClock clock = new HandClock();
    private final EventRecorder recorder = new EventRecorder(cluster.client(), "operator-1", clock);

    @BeforeAll
    static void startWithTheKind() throws IOException {
        cluster = KubeCluster.ofThisRun();
        var client = cluster.client();
        CrdFiles.installOn(client);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void close() {
        recorder.close();
    }

    @Test
    void whatIsToldOnceIsOneEventThatBothGroupsShow() {
        // given
        var told = about("once");

        // when
        recorder.tell(told, Warning, "DriftDetected", "Look", "multiAZ is false, declared is true");

        // then
        var event = theEventsOf("once", 1).get(0);
        assertThat(event.getRegarding().getUid()).isEqualTo(told.getMetadata().getUid());
        assertThat(event.getReportingController()).isEqualTo("replatform.dev/operator");
        assertThat(event.getReportingInstance()).isEqualTo("operator-1");
        assertThat(event.getType() + " " + event.getReason() + " " + event.getAction() + ": " + event.getNote())
                .isEqualTo("Warning DriftDetected Look: multiAZ is false, declared is true");
        assertThat(event.getSeries()).isNull();
        assertThat(cluster.client()
                        .v1()
                        .events()
                        .inNamespace(NAMESPACE)
                        .withField("involvedObject.name", "once")
                        .list()
                        .getItems())
                .singleElement()
                .satisfies(it -> assertThat(it.getMessage()).isEqualTo("multiAZ is false, declared is true"));
    }

    @Test
    void whatIsToldAgainIsCountedAtFirstAtOnceThenTwiceAMinute() {
        // given
        var told = about("again");
        tell(told, "Stalled");

        // when
        tell(told, "Stalled");

        // then
        Eventually.until(() -> countOf("again") == 2);

        // when
        clock.pass(HALF_A_MINUTE);
        tell(told, "Stalled");

        // then
        Eventually.until(() -> countOf("again") == 3);
    }

    @Test
    void afterSilenceTheSameThingIsANewEvent() {
        var told = about("silence");
        tell(told, "Stalled");

        clock.pass(Duration.ofMinutes(7));
        tell(told, "Stalled");

        theEventsOf("silence", 2);
    }

    @Test
    void anObjectThatTellsTooMuchIsHeard60TimesAndOnceAMinute() {
        var told = about("chatter");
        IntStream.range(0, 70).forEach(number -> tell(told, "Reason" + number));
        theEventsOf("chatter", Budget.MOST_AT_ONCE);

        clock.pass(Budget.ONE_MORE_EVERY);
        tell(told, "Later");
        tell(told, "TooMuch");

        var reasons = theEventsOf("chatter", Budget.MOST_AT_ONCE + 1).stream()
                .map(Event::getReason)
                .toList();
        assertThat(reasons).contains("Later").doesNotContain("Reason60", "TooMuch");
    }

    @Test
    void aNoteThatTheServerWouldRefuseIsCut() {
        recorder.tell(about("long"), Normal, "Reason", "Look", "é".repeat(800));

        assertThat(theEventsOf("long", 1).get(0).getNote()).hasSize(511).endsWith("é…");
    }

    @Test
    void whatCannotBeToldIsLostAndWhatComesAfterItIsTold() {
        var elsewhere = about("lost");
        elsewhere.getMetadata().setNamespace("not-there");

        recorder.tell(elsewhere, Normal, "Reason", "Look", "nobody hears it");
        tell(about("heard"), "Reason");

        theEventsOf("heard", 1);
    }

    @Test
    void describeTellsTheStoryFromTopToBottom(@TempDir Path folder) {
        // given
        var kubectl = Kubectl.of(cluster, folder);
        assumeTrue(kubectl.isPresent(), "no kubectl on this machine");
        var told = about("story");
        var chapters =
                IntStream.range(0, 30).mapToObj(number -> "Chapter" + number).toList();

        // when
        chapters.forEach(chapter -> tell(told, chapter));
        theEventsOf("story", chapters.size());

        // then
        var described = kubectl.get()
                .run("describe", "appconfig", "story", "-n", NAMESPACE)
                .text();
        assertThat(described.lines().filter(line -> line.contains("Chapter")).map(line -> line.strip()
                        .split(" +", -1)[1]))
                .isEqualTo(chapters);
    }

    private void tell(GenericKubernetesResource about, String reason) {
        recorder.tell(about, Normal, reason, "Look", "It was so.");
    }

    private int countOf(String name) {
        var series = theEventsOf(name, 1).get(0).getSeries();
        return series == null ? 1 : series.getCount();
    }

    private List<Event> theEventsOf(String name, int number) {
        Eventually.until(() -> eventsOf(name).size() == number);
        return eventsOf(name);
    }

    private static List<Event> eventsOf(String name) {
        return cluster.client().events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> event.getRegarding().getName().equals(name))
                .toList();
    }

    private static GenericKubernetesResource about(String name) {
        return cluster.client()
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion("replatform.dev/v1alpha1")
                        .withKind("AppConfig")
                        .withMetadata(new ObjectMetaBuilder()
                                .withNamespace(NAMESPACE)
                                .withName(name)
                                .build())
                        .addToAdditionalProperties(
                                "spec",
                                Map.of(
                                        "path",
                                        "/cloudtalents/" + name,
                                        "parameters",
                                        List.of(Map.of("name", "color", "value", "red"))))
                        .build())
                .create();
    }
}
