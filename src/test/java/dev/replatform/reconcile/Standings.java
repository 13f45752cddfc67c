package dev.replatform.reconcile;

import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.ManagementPolicy;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Every way in which an object can stand, made by what the reconciler itself makes conditions with. */
public final class Standings {
    static final Directions MANAGE = new Directions(ManagementPolicy.Manage, false, null);
    static final Directions OBSERVE = new Directions(ManagementPolicy.Observe, false, null);
    static final Directions PAUSED = new Directions(ManagementPolicy.Manage, true, null);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
    private static final Path EXAMPLES = Path.of("examples", "cloudtalents");
    private static final long NOT_LOOKED_AT = -1;

    private static final Map<String, KindStatus> NONE = Map.of(
            "Database", DatabaseStatus.NONE,
            "Migration", MigrationStatus.NONE,
            "ImageStore", ImageStoreStatus.NONE,
            "AppConfig", AppConfigStatus.NONE);

    /** Something that is due. */
    record Change() implements Step<Void> {
        @Override
        public String sentence() {
            return "Change it";
        }

        @Override
        public void act(Void means) {}
    }

    /**
     * An object of an example, and how it stands.
     *
     * @param story how it came to stand so
     */
    public record Standing(String story, HasMetadata object) {
        @Override
        public String toString() {
            return object.getKind() + ", " + story;
        }
    }

    private Standings() {}

    /** @return every kind in every standing that a first and a second look can lead to, at the spec it looked at and a newer one */
    public static List<Standing> all() {
        var standings = new ArrayList<Standing>();
        for (var kind : CrdFiles.KINDS) {
            for (var situation : situations(NONE.get(HasMetadata.getKind(kind))).entrySet()) {
                var story = situation.getKey();
                var status = situation.getValue();
                standings.add(new Standing(story, object(kind, 1, status, story.contains("paused"))));
                standings.add(
                        new Standing(story + ", then a new spec", object(kind, 2, status, story.contains("paused"))));
            }
        }
        return standings;
    }

    /** A look as the reconciler does it. */
    static <S extends KindStatus> S look(
            long generation, S before, Directions directions, Consumer<Plan.Builder<Void>> planner) {
        var plan = new Plan.Builder<Void>();
        planner.accept(plan);
        var conditions = new Conditions(CLOCK, generation, before.conditions());
        new Summary(directions, conditions).of(plan.build(), new Kind.Done("Available", "It is there."));
        return with(before, generation, conditions);
    }

    /** A look that ended in an exception. */
    static <S extends KindStatus> S failed(long generation, S before, Directions directions, FailureReason reason) {
        var conditions = new Conditions(CLOCK, generation, before.conditions());
        new Summary(directions, conditions).of(new Problem(reason, "It is so."));
        return with(before, generation, conditions);
    }

    static Consumer<Plan.Builder<Void>> problem(FailureReason reason) {
        return plan -> plan.problem(new Problem(reason, "It is so."));
    }

    /** @return the status as the API server completes it for an object that nobody has looked at */
    static <S extends KindStatus> S unseen(S none) {
        return withConditions(none, NOT_LOOKED_AT, null);
    }

    private static Map<String, KindStatus> situations(KindStatus none) {
        var unseen = unseen(none);
        var before = new LinkedHashMap<String, KindStatus>();
        before.put("new", unseen);
        before.put("ready", look(1, unseen, MANAGE, plan -> {}));
        before.put("working", look(1, unseen, MANAGE, plan -> plan.waitFor("Wait for RDS")));
        before.put("stalled", look(1, unseen, MANAGE, problem(FailureReason.INVALID_SPEC)));
        var looks = looks();
        var situations = new LinkedHashMap<>(before);
        before.forEach((earlier, status) -> looks.forEach((name, planner) -> {
            var story = earlier + ", then " + name;
            situations.put(story, look(1, status, MANAGE, planner));
            situations.put(story + ", observed", look(1, status, OBSERVE, planner));
            situations.put(story + ", paused", look(status.observedGeneration(), status, PAUSED, planner));
        }));
        before.forEach((earlier, status) -> {
            for (var reason : FailureReason.values()) {
                var story = "%s, then an exception of %s".formatted(earlier, reason);
                situations.put(story, failed(1, status, MANAGE, reason));
                situations.put(story + ", paused", failed(status.observedGeneration(), status, PAUSED, reason));
            }
        });
        return situations;
    }

    private static Map<String, Consumer<Plan.Builder<Void>>> looks() {
        var looks = new LinkedHashMap<String, Consumer<Plan.Builder<Void>>>();
        looks.put("nothing to do", plan -> {});
        looks.put("a wait", plan -> plan.waitFor("Wait for RDS"));
        looks.put("a step", plan -> plan.step(new Change()));
        looks.put("drift", plan -> plan.compare("spec.x", 2, 1, x -> plan.step(new Change())));
        for (var reason : FailureReason.values()) {
            looks.put(reason.name().toLowerCase(Locale.ROOT).replace('_', ' '), problem(reason));
        }
        return looks;
    }

    private static HasMetadata object(
            Class<? extends HasMetadata> kind, long generation, KindStatus status, boolean paused) {
        var file = EXAMPLES.resolve(HasMetadata.getKind(kind).toLowerCase(Locale.ROOT) + ".yaml");
        try {
            var object = Serialization.unmarshal(Files.readString(file), kind);
            var meta = object.getMetadata();
            meta.setGeneration(generation);
            if (paused) {
                var annotations =
                        new HashMap<>(meta.getAnnotations() == null ? Map.<String, String>of() : meta.getAnnotations());
                annotations.put("replatform.dev/paused", "true");
                meta.setAnnotations(annotations);
            }
            @SuppressWarnings("unchecked") // the status is of the object's own kind
            var resource = (CustomResource<?, KindStatus>) object;
            resource.setStatus(status);
            return object;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <S extends KindStatus> S with(S before, long generation, Conditions conditions) {
        return withConditions(before, generation, conditions.toList());
    }

    @SuppressWarnings("unchecked") // a status answers with a status of its own type
    private static <S extends KindStatus> S withConditions(
            S status, long generation, List<dev.replatform.api.v1alpha1.Condition> conditions) {
        return (S) status.withConditions(generation, conditions);
    }
}
