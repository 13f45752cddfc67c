package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an object that is created, updated and deleted, and what is refused. */
abstract class WritesContract extends OnACluster {
    @Test
    void anObjectIsCreatedWithItsDefaultsAndWithoutTheStatusThatItCameWith() {
        var widget = Widget.named("a", Widget.Spec.ofSize(3));
        widget.setStatus(Widget.Status.noted("made up"));

        var created = widgets.resource(widget).create();

        assertThat(created.getSpec().colour()).isEqualTo("red");
        assertThat(created.getStatus().note()).isNull();
        assertThat(created.getStatus().observedGeneration()).isEqualTo(-1);
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(created.getMetadata().getUid()).isNotBlank();
    }

    @Test
    void aStatusChangesByItsOwnDoorOnly() {
        var widget = create("a", 3);
        widget.setSpec(Widget.Spec.ofSize(9));
        widget.setStatus(Widget.Status.noted("seen"));

        var byStatus = widgets.resource(widget).updateStatus();

        assertThat(byStatus.getSpec().size()).isEqualTo(3);
        assertThat(byStatus.getStatus().note()).isEqualTo("seen");
        assertThat(byStatus.getMetadata().getGeneration()).isEqualTo(1);

        byStatus.setSpec(Widget.Spec.ofSize(4));
        byStatus.setStatus(Widget.Status.noted("other"));
        var byMain = widgets.resource(byStatus).update();

        assertThat(byMain.getSpec().size()).isEqualTo(4);
        assertThat(byMain.getStatus().note()).isEqualTo("seen");
        assertThat(byMain.getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void anUpdateThatChangesNothingIsNoNewRevision() {
        var created = create("a", 3);

        var again = widgets.resource(created).update();
        var applied = apply("one", Widget.named("b", Widget.Spec.ofSize(1)));
        var appliedAgain = apply("one", Widget.named("b", Widget.Spec.ofSize(1)));

        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(created.getMetadata().getResourceVersion());
        assertThat(appliedAgain.getMetadata()).isEqualTo(applied.getMetadata());
    }

    @Test
    void anUpdateOfAnOldRevisionConflicts() {
        var old = create("a", 3);
        widgets.withName("a").edit(widget -> {
            widget.setSpec(Widget.Spec.ofSize(4));
            return widget;
        });

        old.setSpec(Widget.Spec.ofSize(5));
        var refused = refusal(() -> widgets.resource(old).update());

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Operation cannot be fulfilled on widgets.sandbox.example.dev \"a\": the object has been"
                        + " modified; please apply your changes to the latest version and try again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            {}                                    | spec.size                       | Required value
            {size: x}                             | spec.size                       | Invalid value: "string": spec.size in body must be of type integer: "string"
            {size: 0}                             | spec.size                       | Invalid value: 0: spec.size in body should be greater than or equal to 1
            {size: 11}                            | spec.size                       | Invalid value: 11: spec.size in body should be less than or equal to 10
            {size: 1, colour: green}              | spec.colour                     | Unsupported value: "green": supported values: "red", "blue"
            {size: 1, code: ABC}                  | spec.code                       | Invalid value: "ABC": spec.code in body should match '^[a-z]+$'
            {size: 1, code: a}                    | spec.code                       | Invalid value: "a": spec.code in body should be at least 2 chars long
            {size: 1, code: abcdef}               | spec.code                       | Too long: may not be more than 5 bytes
            {size: 1, since: now}                 | spec.since                      | Invalid value: "now": spec.since in body must be of type date-time: "now"
            {size: 1, notes: [a, b, c]}           | spec.notes                      | Too many: 3: must have at most 2 items
            {size: 1, tags: []}                   | spec.tags                       | Invalid value: 0: spec.tags in body should have at least 1 items
            {size: 1, tags: [a, a]}               | spec.tags[1]                    | Duplicate value: "a"
            {size: 1, parts: [{name: a},{name: a}]} | spec.parts[1]                 | Duplicate value: {"name":"a"}
            {size: 1, parts: [{count: 1}]}        | spec.parts[0].name              | Required value
            {size: 1, extra: {a: 1}}              | spec.extra.a                    | Invalid value: "integer": spec.extra.a in body must be of type string: "integer"
            {size: 1, port: true}                 | spec.port                       | Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean"
            """)
    void whatBreaksTheSchemaIsRefusedInTheServersWords(String spec, String field, String message) {
        var widget = generic("spec: " + spec);

        var refused = refusal(() -> client.resource(widget).create());

        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Widget.sandbox.example.dev \"a\" is invalid: " + field + ": " + message);
        assertThat(refused.getStatus().getDetails().getCauses())
                .extracting(StatusCause::getField, StatusCause::getMessage)
                .containsExactly(tuple(field, message));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsPrunedButForWhatItLeavesOpen() {
        var widget = generic("spec: {size: 3, foo: 1, extra: {a: b}, anything: {goes: [1]}}");

        var created = client.resource(widget).create();

        assertThat(created.<Object>get("spec", "foo")).isNull();
        assertThat(created.<String>get("spec", "extra", "a")).isEqualTo("b");
        assertThat(created.<Object>get("spec", "anything", "goes")).isEqualTo(List.of(1));
    }

    @Test
    void anObjectStaysUntilItsLastFinalizerIsOffAndTakesNoNewOne() {
        var widget = Widget.named("a", Widget.Spec.ofSize(3));
        widget.addFinalizer("example.dev/one");
        widgets.resource(widget).create();

        widgets.withName("a").delete();
        var deleted = widgets.withName("a").get();
        var refused = refusal(() -> widgets.withName("a")
                .patch(PatchContext.of(PatchType.JSON_MERGE), finalizers("\"example.dev/one\", \"example.dev/two\"")));
        widgets.withName("a").patch(PatchContext.of(PatchType.JSON_MERGE), finalizers(""));

        assertThat(deleted.getMetadata().getDeletionTimestamp()).isNotNull();
        assertThat(deleted.getMetadata().getGeneration()).isEqualTo(2);
        assertThat(refused.getStatus().getMessage())
                .contains("metadata.finalizers: Forbidden: no new finalizers can be added if the object is being"
                        + " deleted, found new finalizers []string{\"example.dev/two\"}");
        assertThat(widgets.withName("a").get()).isNull();
    }

    @Test
    void aDryRunAnswersAndStoresNothing() {
        var widget = widgets.resource(Widget.named("a", Widget.Spec.ofSize(3)))
                .dryRun()
                .create();

        assertThat(widget.getSpec().colour()).isEqualTo("red");
        assertThat(widgets.withName("a").get()).isNull();
    }

    @Test
    void aSecretsTextsBecomeItsData() {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .endMetadata()
                .addToStringData("user", "mvp")
                .build();

        var created = client.secrets().inNamespace(namespace).resource(secret).create();

        assertThat(created.getData()).isEqualTo(Map.of("user", "bXZw"));
        assertThat(created.getStringData()).isEmpty();
        assertThat(created.getType()).isEqualTo("Opaque");
    }
}
