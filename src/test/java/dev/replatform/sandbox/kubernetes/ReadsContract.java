package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What lists, watches and informers show, and that an operator can live on it. */
abstract class ReadsContract extends OnACluster {
    @Test
    void aWatchStartsAfterItsRevisionAndShowsAnObjectThatLeavesTheSelectionAsDeleted() throws Exception {
        var old = create("old", 1);
        var events = new CopyOnWriteArrayList<String>();
        var options = new ListOptionsBuilder()
                .withResourceVersion(old.getMetadata().getResourceVersion())
                .build();

        try (var watch = widgets.withLabel("l", "1").watch(options, recorder(events))) {
            var widget = Widget.named("new", Widget.Spec.ofSize(2));
            widget.getMetadata().setLabels(Map.of("l", "1"));
            widgets.resource(widget).create();
            edit("new", 5, "1");
            edit("new", 5, "2");
            Eventually.until(() -> events.size() >= 3);
        }

        assertThat(events).containsExactly("ADDED new", "MODIFIED new", "DELETED new");
    }

    @Test
    void anInformerFollowsWhatHappens() {
        create("a", 1);
        try (var informer = widgets.inform()) {
            Eventually.until(() -> informer.getStore().list().size() == 1);

            create("b", 1);
            edit("b", 7, "x");
            widgets.withName("a").delete();

            Eventually.until(() -> informer.getStore().list().size() == 1
                    && informer.getStore().list().get(0).getSpec().size() == 7);
        }
    }

    @Test
    void aListComesInPages() {
        List.of("a", "b", "c").forEach(name -> create(name, 1));

        var first = widgets.list(new ListOptionsBuilder().withLimit(2L).build());
        var rest = widgets.list(new ListOptionsBuilder()
                .withLimit(2L)
                .withContinue(first.getMetadata().getContinue())
                .build());

        assertThat(first.getItems()).extracting(OnACluster::name).containsExactly("a", "b");
        assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(1);
        assertThat(rest.getItems()).extracting(OnACluster::name).containsExactly("c");
        assertThat(rest.getMetadata().getContinue()).isNullOrEmpty();
    }

    @Test
    void objectsAreSelectedByLabelsAndFields() {
        create("a", 1);
        edit("a", 1, "1");
        widgets.resource(Widget.named("b", Widget.Spec.ofSize(1).withColour("blue")))
                .create();

        assertThat(widgets.withLabelIn("l", "1", "2").list().getItems())
                .extracting(OnACluster::name)
                .containsExactly("a");
        assertThat(widgets.withLabelNotIn("l", "1").list().getItems())
                .extracting(OnACluster::name)
                .containsExactly("b");
        assertThat(widgets.withoutLabel("l").list().getItems())
                .extracting(OnACluster::name)
                .containsExactly("b");
        assertThat(widgets.withField("spec.colour", "blue").list().getItems())
                .extracting(OnACluster::name)
                .containsExactly("b");
        assertThat(widgets.withField("metadata.name", "a").list().getItems())
                .extracting(OnACluster::name)
                .containsExactly("a");
        assertThat(refusal(() -> widgets.withField("spec.size", "1").list()).getCode())
                .isEqualTo(400);
    }

    @Test
    void anEventHasTwoFaces() {
        var event = new EventBuilder()
                .withNewMetadata()
                .withName("e")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Widget")
                .withName("a")
                .withNamespace(namespace)
                .endInvolvedObject()
                .withReason("Tried")
                .withMessage("it was tried")
                .withType("Normal")
                .build();
        client.v1().events().resource(event).create();

        var other = client.events()
                .v1()
                .events()
                .inNamespace(namespace)
                .withName("e")
                .get();
        var selected = client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.name", "a")
                .list();

        assertThat(other.getNote()).isEqualTo("it was tried");
        assertThat(other.getRegarding().getName()).isEqualTo("a");
        assertThat(selected.getItems()).hasSize(1);
    }

    @Test
    void aLeaseIsTakenAndReleased() {
        var leaders = new CopyOnWriteArrayList<String>();
        var election = new LeaderElectionConfigBuilder()
                .withName("election")
                .withLock(new LeaseLock(namespace, "lock", "me"))
                .withLeaseDuration(Duration.ofSeconds(30))
                .withRenewDeadline(Duration.ofSeconds(20))
                .withRetryPeriod(Duration.ofMillis(200))
                .withReleaseOnCancel()
                .withLeaderCallbacks(new LeaderCallbacks(() -> leaders.add("started"), () -> {}, leaders::add))
                .build();

        var leading = client.leaderElector().withConfig(election).build().start();
        Eventually.until(() -> leaders.contains("me"));
        leading.cancel(true);

        var lease = client.leases().inNamespace(namespace).withName("lock");
        Eventually.until(() -> lease.get().getSpec().getLeaseDurationSeconds() == 1);
        assertThat(leaders).contains("started");
    }

    @Test
    void anOperatorReconcilesReportsAndCleansUp() {
        WidgetOperator.in(namespace, client).runDuring(operator -> {
            create("a", 3);
            Eventually.until(() ->
                    "True".equals(WidgetOperator.readiness(widgets.withName("a").get())));
            edit("a", 4, "x");
            Eventually.until(() -> widgets.withName("a").get().getStatus().observedGeneration() == 2);
            create("b", 1);
            Eventually.until(() ->
                    "True".equals(WidgetOperator.readiness(widgets.withName("b").get())));
            widgets.withName("a").delete();
            Eventually.until(() -> widgets.withName("a").get() == null);

            assertThat(operator.cleanedUp()).containsExactly("a");
            assertThat(operator.reconciled()).hasSizeLessThan(10);
        });
    }
}
