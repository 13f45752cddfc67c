package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of events.k8s.io/v1, and the other face that they have in the core group. */
abstract class EventsContract extends OnACluster {
    private NonNamespaceOperation<Event, ?, Resource<Event>> events;

    @BeforeEach
    void findEvents() {
        events = client.events().v1().events().inNamespace(namespace);
    }

    @Test
    void anEventWithASeriesIsReadInBothGroups() {
        events.resource(event().build()).create();
        events.withName("e")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"series\": {\"count\": 2, \"lastObservedTime\": \"2026-11-22T12:05:00.000001Z\"}}");

        var today = events.withName("e").get();
        assertThat(today.getNote()).isEqualTo("it was tried");
        assertThat(today.getSeries().getCount()).isEqualTo(2);
        var core = client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", "a")
                .list()
                .getItems()
                .get(0);
        assertThat(core.getMessage()).isEqualTo("it was tried");
        assertThat(core.getReportingComponent()).isEqualTo("example.dev/test");
        assertThat(core.getSeries().getCount()).isEqualTo(2);
        assertThat(core.getEventTime().getTime()).isEqualTo("2026-11-22T12:00:00.000001Z");
    }

    @Test
    void anEventSaysWhenWhatAndWhoTellsIt() {
        assertThat(refused(event().withEventTime(null))).endsWith("is invalid: eventTime: Required value");
        assertThat(refused(event().withAction(null))).endsWith("is invalid: action: Required value");
        assertThat(refused(event().withReason(null))).endsWith("is invalid: reason: Required value");
        assertThat(refused(event().withReportingInstance(null)))
                .endsWith("is invalid: reportingInstance: Required value");
        assertThat(refused(event().withReportingController(null))).contains("reportingController: Required value");
        assertThat(refused(event().withType("Bad"))).contains("type: Invalid value: \"\": has invalid value: Bad");
    }

    @Test
    void anEventIsNeitherLongNorOfTheOldKind() {
        assertThat(refused(event().withNote("é".repeat(513))))
                .contains("message: Invalid value: \"\": can have at most 1024 characters");
        assertThat(refused(event().withDeprecatedCount(1))).contains("count: Invalid value: \"\": needs to be unset");
        assertThat(refused(event().withSeries(new EventSeries(1, new MicroTime("2026-11-22T12:05:00.000001Z")))))
                .contains("series.count: Invalid value: \"\": should be at least 2");
    }

    @Test
    void onlyTheSeriesOfAnEventChanges() {
        events.resource(event().build()).create();

        var refusal = refusal(
                () -> events.withName("e").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"note\": \"it was not\"}"));

        assertThat(refusal.getStatus().getMessage())
                .endsWith("is invalid: message: Invalid value: \"it was not\": field is immutable");
    }

    private String refused(EventBuilder event) {
        return refusal(() -> events.resource(event.build()).create())
                .getStatus()
                .getMessage();
    }

    private EventBuilder event() {
        return new EventBuilder()
                .withNewMetadata()
                .withName("e")
                .withNamespace(namespace)
                .endMetadata()
                .withEventTime(new MicroTime("2026-11-22T12:00:00.000001Z"))
                .withReportingController("example.dev/test")
                .withReportingInstance("one")
                .withAction("Try")
                .withReason("Tried")
                .withType("Normal")
                .withNote("it was tried")
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion("sandbox.example.dev/v1")
                        .withKind("Widget")
                        .withNamespace(namespace)
                        .withName("a")
                        .build());
    }
}
