package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an object that is applied or patched, by one manager or several. */
abstract class AppliesContract extends OnACluster {
    @Test
    void whatAManagerAppliesNoMoreGoesUnlessAnotherOwnsIt() {
        apply("one", Widget.named("a", Widget.Spec.ofSize(3).withCode("abc").withTags("x")));
        apply("two", Widget.named("a", Widget.Spec.ofSize(3).withTags("y").withParts(new Widget.Part("p", 2, "l"))));

        var both = widgets.withName("a").get().getSpec();
        var withoutOne = apply("one", Widget.named("a", Widget.Spec.ofSize(3))).getSpec();
        var withoutTwo = apply("two", Widget.named("a", Widget.Spec.ofSize(3))).getSpec();

        assertThat(both.tags()).containsExactly("x", "y");
        assertThat(withoutOne.code()).isNull();
        assertThat(withoutOne.tags()).containsExactly("y");
        assertThat(withoutOne.parts()).hasSize(1);
        assertThat(withoutTwo).isEqualTo(Widget.Spec.ofSize(3).withColour("red"));
    }

    /** What structured-merge-diff leaves of the map is null, which the schema refuses. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            extra    | {a: b}
            anything | {goes: 1}
            """)
    void aMapThatItsManagerEmptiesIsRefusedUntilItHasBeenLeftOutOnce(String field, String content) {
        patch(PatchType.SERVER_SIDE_APPLY, generic("spec: {size: 3, %s: %s}".formatted(field, content)));

        var emptied = generic("spec: {size: 3, %s: {}}".formatted(field));
        var refused = refusal(() -> patch(PatchType.SERVER_SIDE_APPLY, emptied));
        var left = patch(PatchType.SERVER_SIDE_APPLY, generic("spec: {size: 3}"));
        var emptyAfterwards = patch(PatchType.SERVER_SIDE_APPLY, emptied);

        assertThat(refused.getStatus().getMessage())
                .isEqualTo(
                        "Widget.sandbox.example.dev \"a\" is invalid: spec.%1$s: Invalid value: \"null\": spec.%1$s in body must be of type object: \"null\""
                                .formatted(field));
        assertThat(left.<Object>get("spec", field)).isNull();
        assertThat(emptyAfterwards.<Object>get("spec", field)).isNotNull();
    }

    @Test
    void aListThatItsManagerEmptiesIsGone() {
        apply("one", Widget.named("a", Widget.Spec.ofSize(3).withParts(new Widget.Part("p", 2, "l"))));

        var emptied = apply("one", Widget.named("a", Widget.Spec.ofSize(3).withParts()));

        assertThat(emptied.getSpec().parts()).isNull();
    }

    @Test
    void conditionsOfTwoManagersStandSideBySide() {
        create("a", 3);

        applyStatus("one", condition("Ready", "True"));
        applyStatus("two", condition("Paused", "False"));
        var changed = applyStatus("one", condition("Ready", "False"));

        assertThat(changed.getStatus().conditions())
                .extracting(Condition::getType, Condition::getStatus)
                .containsExactlyInAnyOrder(tuple("Ready", "False"), tuple("Paused", "False"));
    }

    @Test
    void theItemsOfAListMapTakeTheOrderInWhichTheyAreApplied() {
        var a = new Widget.Part("a", 1, null);
        var b = new Widget.Part("b", 1, null);
        var c = new Widget.Part("c", 1, null);
        apply("one", Widget.named("a", Widget.Spec.ofSize(3).withParts(a, c)));

        var between = apply("one", Widget.named("a", Widget.Spec.ofSize(3).withParts(a, b, c)));
        var turned = apply("one", Widget.named("a", Widget.Spec.ofSize(3).withParts(c, b, a)));

        assertThat(between.getSpec().parts()).extracting(Widget.Part::name).containsExactly("a", "b", "c");
        assertThat(turned.getSpec().parts()).extracting(Widget.Part::name).containsExactly("c", "b", "a");
    }

    @Test
    void whatAnUpdateChangedIsNoLongerTheAppliersToRemove() {
        apply("one", Widget.named("a", Widget.Spec.ofSize(3).withCode("abc")));
        widgets.withName("a").edit(widget -> {
            widget.setSpec(widget.getSpec().withCode("xyz"));
            return widget;
        });

        var applied = apply("one", Widget.named("a", Widget.Spec.ofSize(3)));

        assertThat(applied.getSpec().code()).isEqualTo("xyz");
    }

    @Test
    void anAppliedFieldThatTheSchemaDoesNotDeclareIsAServerError() {
        var widget = generic("spec: {size: 3, foo: 1}");

        var refused = refusal(() -> patch(PatchType.SERVER_SIDE_APPLY, widget));

        assertThat(refused.getCode()).isEqualTo(500);
        assertThat(refused.getMessage()).contains("Kind=Widget): .spec.foo: field not declared in schema");
    }

    @Test
    void aStatusOfAnObjectThatIsNotThereCannotBeApplied() {
        var refused = refusal(() -> applyStatus("one", condition("Ready", "True")));

        assertThat(refused.getCode()).isEqualTo(404);
        assertThat(refused.getStatus().getMessage()).isEqualTo("widgets.sandbox.example.dev \"a\" not found");
    }

    @Test
    void aRecreatedObjectIsToldFromTheOneThatWasMeantButForItsStatus() {
        var first = create("a", 3);
        widgets.withName("a").delete();
        create("a", 3);

        var stale = Widget.named("a", null);
        stale.getMetadata().setUid(first.getMetadata().getUid());
        stale.setStatus(Widget.Status.noted("late"));
        var byStatus = widgets.resource(stale).subresource("status").patch(applyAs("one"));
        stale.setSpec(Widget.Spec.ofSize(4));
        var refused = refusal(() -> widgets.resource(stale).patch(applyAs("one")));

        assertThat(byStatus.getStatus().note()).isEqualTo("late");
        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getMessage()).contains("metadata.uid: Invalid value").contains("field is immutable");
    }

    @Test
    void patchesSayThemselvesWhatChanges() {
        create("a", 3);

        var merged = widgets.withName("a").patch(PatchContext.of(PatchType.JSON_MERGE), """
                {"spec": {"code": "abc", "colour": null}}""");
        var patched = widgets.withName("a").patch(PatchContext.of(PatchType.JSON), """
                [{"op": "test", "path": "/spec/size", "value": 3}, {"op": "remove", "path": "/spec/code"}]""");
        var refused = refusal(() -> widgets.withName("a").patch(PatchContext.of(PatchType.JSON), """
                [{"op": "test", "path": "/spec/size", "value": 4}]"""));

        assertThat(merged.getSpec())
                .isEqualTo(Widget.Spec.ofSize(3).withColour("red").withCode("abc"));
        assertThat(patched.getSpec()).isEqualTo(Widget.Spec.ofSize(3).withColour("red"));
        assertThat(refused.getCode()).isEqualTo(422);
    }
}
