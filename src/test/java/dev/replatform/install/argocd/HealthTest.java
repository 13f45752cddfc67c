package dev.replatform.install.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.install.argocd.ArgoCd.Health;
import dev.replatform.reconcile.Standings;
import dev.replatform.reconcile.Standings.Standing;
import dev.replatform.status.Conditions;
import dev.replatform.status.Kstatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How Argo CD sees every standing that the reconciler can leave an object in, beside what kstatus makes of it. */
class HealthTest {
    private static final List<Standing> STANDINGS = Standings.all();
    private static final Map<HasMetadata, Health> VERDICTS = verdicts();

    /** All there is: where a person or another object has to move, and nothing of this object is wrong. */
    private static final Set<Difference> DIFFERENCES = Set.of(
            new Difference("Paused", Kstatus.CURRENT, "Suspended"),
            new Difference("Paused", Kstatus.IN_PROGRESS, "Suspended"),
            new Difference("Paused", Kstatus.FAILED, "Suspended"),
            new Difference("ReferenceNotFound", Kstatus.FAILED, "Progressing"),
            new Difference("ObservedOnly", Kstatus.FAILED, "Suspended"));

    /** @param why Paused, or the reason of Stalled; empty where it is neither */
    private record Difference(String why, Kstatus kstatus, String health) {}

    @Test
    void argoCdAndKstatusDifferInWhatTheListSaysAndInNothingElse() {
        var differences = VERDICTS.entrySet().stream()
                .map(it -> new Difference(
                        why(it.getKey()), Kstatus.of(it.getKey()), it.getValue().status()))
                .filter(it -> !it.health().equals(asHealth(it.kstatus())))
                .collect(Collectors.toSet());

        assertThat(differences).isEqualTo(DIFFERENCES);
    }

    @Test
    void everyVerdictIsReachedAndSaysWhy() {
        assertThat(VERDICTS.values())
                .extracting(Health::status)
                .containsOnly("Healthy", "Progressing", "Degraded", "Suspended");
        assertThat(VERDICTS.values())
                .extracting(Health::message)
                .doesNotContainNull()
                .doesNotContain("");
    }

    @Test
    void whatIsDegradedNamesReasonAndMessage() {
        assertThat(VERDICTS.entrySet())
                .filteredOn(it -> it.getValue().status().equals("Degraded"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.getValue().message())
                        .isEqualTo("%s: %s"
                                .formatted(
                                        why(it.getKey()),
                                        condition(it.getKey(), "Stalled").message())));
    }

    @Test
    void aPauseEndsWithItsAnnotationNotWithTheNextLook() {
        var paused = STANDINGS.stream()
                .filter(it -> it.story().equals("ready, then nothing to do, paused"))
                .map(Standing::object)
                .findFirst()
                .orElseThrow();
        assertThat(ArgoCd.health(paused).status()).isEqualTo("Suspended");

        paused.getMetadata().getAnnotations().remove("replatform.dev/paused");

        assertThat(ArgoCd.health(paused).status()).isEqualTo("Healthy");
    }

    static Stream<Arguments> readyMigrations() {
        var approve =
                "Approve with: kubectl annotate migration mvp replatform.dev/approve-cutover=ZOXWH62FHW --overwrite";
        return Stream.of(
                arguments("False", "WaitingForApproval", approve, "Waits for approval. " + approve),
                arguments(
                        "False", "ApprovalOutdated", "Another. " + approve, "Waits for approval. Another. " + approve),
                arguments(
                        "False", "CutoverFailed", "It failed. " + approve, "Waits for approval. It failed. " + approve),
                arguments("False", "Never", "mode is Never", "mode is Never"),
                arguments("True", "Switched", "Switched.", "The application works on the target."));
    }

    /** Were it Suspended, a sync would wait at its wave for ever. */
    @ParameterizedTest
    @MethodSource("readyMigrations")
    void aMigrationThatWaitsForItsApprovalIsHealthyAndSaysSo(
            String cutOver, String reason, String message, String shown) {
        var conditions = new Conditions(Clock.systemUTC(), 1L, List.of());
        conditions.ready("Replicating", "The application works on the target.");
        if (cutOver.equals("True")) {
            conditions.yes("CutOver", reason, message);
        } else {
            conditions.no("CutOver", reason, message);
        }
        var migration = new Migration();
        migration.setMetadata(
                new ObjectMetaBuilder().withName("mvp").withGeneration(1L).build());
        migration.setStatus(MigrationStatus.NONE.withConditions(1L, conditions.toList()));

        assertThat(ArgoCd.health(migration)).isEqualTo(new Health("Healthy", shown));
    }

    /** What kstatus says, in Argo CD's words. */
    private static String asHealth(Kstatus kstatus) {
        return switch (kstatus) {
            case CURRENT -> "Healthy";
            case IN_PROGRESS -> "Progressing";
            case FAILED -> "Degraded";
            case TERMINATING -> throw new IllegalArgumentException("Argo CD runs no script for what is being deleted");
        };
    }

    private static Map<HasMetadata, Health> verdicts() {
        var verdicts = new IdentityHashMap<HasMetadata, Health>();
        STANDINGS.forEach(it -> verdicts.put(it.object(), ArgoCd.health(it.object())));
        return verdicts;
    }

    private static String why(HasMetadata object) {
        var paused = condition(object, "Paused");
        if (paused != null && paused.isTrue()) {
            return "Paused";
        }
        var stalled = condition(object, "Stalled");
        return stalled != null && stalled.isTrue() ? stalled.reason() : "";
    }

    private static Condition condition(HasMetadata object, String type) {
        var status = (KindStatus) ((CustomResource<?, ?>) object).getStatus();
        return status.conditions() == null
                ? null
                : status.conditions().stream()
                        .filter(it -> it.type().equals(type))
                        .findFirst()
                        .orElse(null);
    }
}
