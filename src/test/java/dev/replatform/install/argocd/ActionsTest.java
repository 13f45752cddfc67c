package dev.replatform.install.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.reconcile.Standings;
import dev.replatform.reconcile.Standings.Standing;
import dev.replatform.status.FailureReason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;

/** Which actions Argo CD offers for an object, and what each of them would write. */
class ActionsTest {
    private static final String TOKEN = "ZOXWH62FHW";
    private static final List<Standing> STANDINGS = Standings.all();

    @Test
    void everyObjectIsLookedAtOnDemandAndPausedOrResumed() {
        assertThat(STANDINGS).allSatisfy(it -> {
            var isPaused = it.story().contains("paused");
            assertThat(ArgoCd.actions(it.object()))
                    .containsEntry("reconcile", "Look now")
                    .containsKey(isPaused ? "resume" : "pause")
                    .doesNotContainKey(isPaused ? "pause" : "resume");
        });
    }

    @Test
    void aDatabaseAnImageStoreAndAnAppConfigHaveNoOtherActions() {
        assertThat(STANDINGS)
                .filteredOn(it -> !it.object().getKind().equals("Migration"))
                .hasSizeGreaterThan(1000)
                .allSatisfy(it -> assertThat(ArgoCd.actions(it.object())).hasSize(2));
    }

    @Test
    void aProposedCutoverIsOfferedWithItsToken() {
        assertThat(ArgoCd.actions(proposed())).containsEntry("approve-cutover", "Approve cutover " + TOKEN);
    }

    @Test
    void whatIsNotProposedOrApprovedAlreadyIsNotOffered() {
        var approvedByHand = proposed();
        annotate(approvedByHand, "replatform.dev/approve-cutover", TOKEN);
        var approvedInGit = proposed();
        cutoverSpec(approvedInGit).put("approval", TOKEN);
        var approvedInGitAfterAnotherByHand = proposed();
        cutoverSpec(approvedInGitAfterAnotherByHand).put("approval", TOKEN);
        annotate(approvedInGitAfterAnotherByHand, "replatform.dev/approve-cutover", "ABCDEFGHIJ");
        var automatic = proposed();
        cutoverSpec(automatic).put("mode", "Automatic");
        var changed = proposed();
        changed.getMetadata().setGeneration(2L);
        var paused = proposed();
        annotate(paused, "replatform.dev/paused", "true");
        var deleted = proposed();
        deleted.getMetadata().setDeletionTimestamp("2026-05-04T12:00:00Z");

        for (var migration : List.of(
                approvedByHand,
                approvedInGit,
                approvedInGitAfterAnotherByHand,
                automatic,
                changed,
                paused,
                deleted,
                migration("ready"))) {
            assertThat(ArgoCd.actions(migration)).doesNotContainKey("approve-cutover");
        }
    }

    @Test
    void anApprovalOfAnEarlierCutoverDoesNotHideTheNextOne() {
        var migration = proposed();
        annotate(migration, "replatform.dev/approve-cutover", "AAAAAAAAAA");

        assertThat(ArgoCd.actions(migration)).containsKey("approve-cutover");
    }

    /** A new run empties what was loaded: it is offered where it is the way back, and no Migration that goes on has the button. */
    @Test
    void aNewRunIsOfferedForTheReasonsThatItMends() {
        var mended = Arrays.stream(FailureReason.values())
                .filter(reason -> reason.wayBack().contains("raise spec.run"))
                .map(FailureReason::conditionReason)
                .collect(Collectors.toSet());
        assertThat(mended).hasSize(4);

        assertThat(STANDINGS)
                .filteredOn(it -> it.object().getKind().equals("Migration"))
                .filteredOn(it -> ArgoCd.actions(it.object()).containsKey("run-again"))
                .extracting(it -> stalledFor(it.object()))
                .isSubsetOf(mended)
                .containsAll(mended);
    }

    @Test
    void aNewRunHasTheNextNumber() {
        var migration = migration("working, then tables errored");
        assertThat(ArgoCd.actions(migration)).containsEntry("run-again", "Begin again as run 2");
        assertThat(ArgoCd.patch("run-again", migration)).isEqualTo("{\"spec\":{\"run\":2}}");

        migration.<Map<String, Object>>get("spec").put("run", 41);

        assertThat(ArgoCd.actions(migration)).containsEntry("run-again", "Begin again as run 42");
        assertThat(ArgoCd.patch("run-again", migration)).isEqualTo("{\"spec\":{\"run\":42}}");
    }

    @Test
    void nothingBeginsAgainAfterTheSwitch() {
        var migration = migration("working, then data differs");
        statusOf(migration).put("cutover", Map.of("switchedAt", "2026-05-04T12:00:00Z"));

        assertThat(ArgoCd.actions(migration)).doesNotContainKey("run-again");
        assertThatThrownBy(() -> ArgoCd.patch("run-again", migration))
                .isInstanceOf(LuaError.class)
                .hasMessageContaining("nothing is started again after the switch");
    }

    @Test
    void anApprovalIsTheTokenInAnAnnotationAndNothingElse() {
        assertThat(ArgoCd.patch("approve-cutover", proposed())).isEqualTo(annotation("approve-cutover", TOKEN));
    }

    @Test
    void anApprovalOfNothingIsRefused() {
        assertThatThrownBy(() -> ArgoCd.patch("approve-cutover", migration("ready")))
                .isInstanceOf(LuaError.class)
                .hasMessageContaining("no cutover is proposed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Database", "Migration", "ImageStore", "AppConfig"})
    void pauseAndResumeTouchTheirAnnotationAndNothingElse(String kind) {
        var object = standing(kind, "ready");
        assertThat(ArgoCd.patch("pause", object)).isEqualTo(annotation("paused", "true"));

        annotate(object, "replatform.dev/paused", "true");

        assertThat(ArgoCd.patch("pause", object)).isEqualTo("{}");
        assertThat(ArgoCd.patch("resume", object))
                .isEqualTo("{\"metadata\":{\"annotations\":{\"replatform.dev/paused\":null}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Database", "Migration", "ImageStore", "AppConfig"})
    void aLookIsAskedForWithTheTime(String kind) {
        assertThat(ArgoCd.patch("reconcile", standing(kind, "ready")))
                .matches(
                        "\\{\"metadata\":\\{\"annotations\":\\{\"replatform.dev/reconcile-at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"}}}");
    }

    /** Lua does not tell an empty object from an empty list, and knows one kind of number. */
    @Test
    void whatLuaCannotTellApartIsNotInThePatch() {
        var object = standing("Database", "ready");
        object.getMetadata().setLabels(new HashMap<>());
        object.<Map<String, Object>>get("spec").put("tags", new HashMap<>());
        object.<Map<String, Object>>get("spec").put("big", 4_294_967_296L);
        statusOf(object).put("plan", List.of());

        assertThat(ArgoCd.patch("pause", object)).isEqualTo(annotation("paused", "true"));
    }

    private static GenericKubernetesResource proposed() {
        var migration = migration("ready");
        var cutover = new HashMap<String, Object>();
        cutover.put("token", TOKEN);
        statusOf(migration).put("cutover", cutover);
        return migration;
    }

    private static GenericKubernetesResource migration(String story) {
        return standing("Migration", story);
    }

    private static GenericKubernetesResource standing(String kind, String story) {
        return STANDINGS.stream()
                .filter(it -> it.object().getKind().equals(kind) && it.story().equals(story))
                .map(it -> Serialization.unmarshal(Serialization.asJson(it.object()), GenericKubernetesResource.class))
                .findFirst()
                .orElseThrow();
    }

    private static void annotate(HasMetadata object, String name, String value) {
        var meta = object.getMetadata();
        var annotations = new HashMap<String, String>();
        if (meta.getAnnotations() != null) {
            annotations.putAll(meta.getAnnotations());
        }
        annotations.put(name, value);
        meta.setAnnotations(annotations);
    }

    private static Map<String, Object> statusOf(GenericKubernetesResource object) {
        return object.get("status");
    }

    private static Map<String, Object> cutoverSpec(GenericKubernetesResource migration) {
        return migration.get("spec", "cutover");
    }

    private static String stalledFor(HasMetadata object) {
        var conditions = Serialization.unmarshal(Serialization.asJson(object), GenericKubernetesResource.class)
                .<List<Map<String, Object>>>get("status", "conditions");
        return conditions.stream()
                .filter(it -> it.get("type").equals("Stalled"))
                .map(it -> it.get("reason").toString())
                .findFirst()
                .orElseThrow();
    }

    private static String annotation(String name, String value) {
        return "{\"metadata\":{\"annotations\":{\"replatform.dev/%s\":\"%s\"}}}".formatted(name, value);
    }
}
