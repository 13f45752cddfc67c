package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.aws.SsmParameters;
import dev.replatform.ownership.Claim;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How one parameter stands: what its source says against what is in SSM.
 *
 * @param live null where it is not in SSM
 * @param problem why it cannot be written though its source gives a value; null where there is nothing of that kind
 */
record Standing(Parameter parameter, Value value, Live live, State state, Problem problem) {

    /** In the words of the status. */
    enum State {
        InSync,
        OutOfDate,
        Missing,
        Waiting,
        Foreign
    }

    static List<Standing> all(EffectiveAppConfig spec, ObservedAppConfig observed, Map<String, Live> live) {
        return spec.parameters().stream()
                .map(parameter ->
                        of(spec, parameter, observed.values().get(parameter.name()), live.get(parameter.name())))
                .toList();
    }

    /** @return why sources give no value, each reason once, with the names of the parameters that it holds up */
    static List<Problem> grouped(List<Standing> standings, Function<Standing, Optional<Problem>> which) {
        var names = new LinkedHashMap<Problem, TreeSet<String>>();
        for (var standing : standings) {
            which.apply(standing).ifPresent(problem -> names.computeIfAbsent(problem, it -> new TreeSet<>())
                    .add(standing.parameter().name()));
        }
        return names.entrySet().stream()
                .map(entry -> new Problem(
                        entry.getKey().reason(),
                        "%s (%s)".formatted(entry.getKey().message(), String.join(", ", entry.getValue()))))
                .toList();
    }

    /** @return whether a write is due */
    boolean isDue() {
        return problem == null && (state == State.Missing || state == State.OutOfDate);
    }

    boolean isInSsm() {
        return live != null;
    }

    /** @return why it waits for its source */
    Optional<Problem> waitsFor() {
        if (value instanceof Value.Waiting waiting) {
            return Optional.of(waiting.why());
        }
        return isInSsm() ? Optional.empty() : gone();
    }

    /** @return that the source no longer exists */
    Optional<Problem> gone() {
        return value instanceof Value.Gone gone ? Optional.of(gone.why()) : Optional.empty();
    }

    /** @return whether it is there, may be touched, and has other tags than it is to have */
    boolean hasOtherTags(EffectiveAppConfig spec) {
        return isInSsm() && problem == null && !hasOtherType() && !spec.tags().hold(tags());
    }

    /** @return whether it is there as another type, which SSM does not change */
    boolean hasOtherType() {
        return isInSsm() && !live.parameter().type().equals(parameter.type());
    }

    /** @return its AWS tags; none where it is not there */
    Map<String, String> tags() {
        return isInSsm() ? live.tags().value().orElse(Map.of()) : Map.of();
    }

    /** @return what it is to hold; what is random, gone or not ready keeps the value that it has */
    String text() {
        return value instanceof Value.Known known
                ? known.text()
                : live.parameter().value();
    }

    /** @return what somebody has changed in SSM, in words that tell no value; for an object that only observes, all that differs */
    List<Drift> differences(EffectiveAppConfig spec) {
        var field = EffectiveAppConfig.field(parameter.name());
        if (hasOtherTags(spec)) {
            return List.of(new Drift(field + " tags", spec.tags().declared().toString(), tags().toString()));
        }
        if (!isDue()) {
            return List.of();
        }
        if (!isInSsm()) {
            return List.of(new Drift(field, parameter.type(), "nothing"));
        }
        if (hasOtherType()) {
            return List.of(new Drift(
                    field + ".type", parameter.type(), live.parameter().type()));
        }
        if (live.holds(text())) {
            return List.of(
                    new Drift(field + ".kmsKeyId", spec.key(), live.keyId().orElse("another")));
        }
        return isOfItsSource(spec)
                ? List.of()
                : List.of(new Drift(
                        field,
                        "the declared value",
                        "another value (version %d)".formatted(live.parameter().version())));
    }

    /** Nobody has written the parameter since it was as declared: what is new is its source's value. */
    private boolean isOfItsSource(EffectiveAppConfig spec) {
        return !spec.claim().observing()
                && Objects.equals(
                        spec.known().get(parameter.name()), live.parameter().version());
    }

    private static Standing of(EffectiveAppConfig spec, Parameter parameter, Value value, Live live) {
        return live == null ? missing(parameter, value) : present(spec, parameter, value, live);
    }

    private static Standing missing(Parameter parameter, Value value) {
        if (value instanceof Value.Known known) {
            var refused = refused(parameter, known.text());
            return new Standing(parameter, value, null, State.Missing, refused);
        }
        if (value instanceof Value.Random) {
            return new Standing(parameter, value, null, State.Missing, null);
        }
        return new Standing(parameter, value, null, State.Waiting, null);
    }

    private static Standing present(EffectiveAppConfig spec, Parameter parameter, Value value, Live live) {
        if (live.tags() instanceof Seen.Unknown<Map<String, String>> unseen) {
            return new Standing(parameter, value, live, State.Waiting, unseen.why());
        }
        var tags = live.tags().value().orElse(Map.of());
        var standing = ours(spec, parameter, value, live);
        return switch (spec.claim().on(tags)) {
            case OURS, OBSERVED -> standing;
            case FOREIGN ->
                foreign(
                        parameter,
                        value,
                        live,
                        spec.claim()
                                .conflict(
                                        "SSM parameter " + parameter.fullName(),
                                        tags,
                                        "choose another name or remove it"));
            case TO_BE_ADOPTED ->
                standing.isAdoptedBy(spec.claim()) ? standing : foreign(parameter, value, live, notAdopted(parameter));
        };
    }

    private static Standing ours(EffectiveAppConfig spec, Parameter parameter, Value value, Live live) {
        if (!live.parameter().type().equals(parameter.type())) {
            var problem =
                    value instanceof Value.Known known ? refused(parameter, known.text()) : otherType(parameter, live);
            return new Standing(parameter, value, live, State.OutOfDate, problem);
        }
        boolean isUnderItsKey = !parameter.secure() || live.isUnder(spec.key());
        if (value instanceof Value.Known known && !live.holds(known.text())) {
            return new Standing(parameter, value, live, State.OutOfDate, refused(parameter, known.text()));
        }
        if (!isUnderItsKey) {
            return new Standing(parameter, value, live, State.OutOfDate, null);
        }
        return new Standing(
                parameter, value, live, value instanceof Value.Waiting ? State.Waiting : State.InSync, null);
    }

    private static Standing foreign(Parameter parameter, Value value, Live live, Problem problem) {
        return new Standing(parameter, value, live, State.Foreign, problem);
    }

    /** A type is not changed in what somebody else made: that would delete it. */
    private boolean isAdoptedBy(Claim claim) {
        return !hasOtherType() && (state == State.InSync || !claim.onlyUnchanged());
    }

    private static Problem notAdopted(Parameter parameter) {
        return new Problem(
                FailureReason.CONFLICT,
                "SSM parameter %s is not adopted, for it would change: declare it as it is, or set spec.adoption to Always; another type is never adopted"
                        .formatted(parameter.fullName()));
    }

    /** SSM takes neither double braces, which it expands, nor more than 8 KB. */
    private static Problem refused(Parameter parameter, String text) {
        if (text.contains("{{")) {
            return badValue(parameter, "SSM takes no value that contains {{");
        }
        return SsmParameters.bytes(text) > SsmParameters.MAX_BYTES
                ? badValue(parameter, "SSM takes no value longer than %d bytes".formatted(SsmParameters.MAX_BYTES))
                : null;
    }

    private static Problem badValue(Parameter parameter, String why) {
        return parameter.source() instanceof Source.Literal
                ? new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.parameters[%s].value: %s: change it".formatted(parameter.name(), why))
                : new Problem(
                        FailureReason.INVALID_SECRET,
                        "the Secret behind spec.parameters[%s]: %s: change it".formatted(parameter.name(), why));
    }

    private static Problem otherType(Parameter parameter, Live live) {
        return new Problem(
                FailureReason.INVALID_SPEC,
                "SSM parameter %s is a %s and cannot become a %s, for its source gives no value to make it again with: declare type %s, or remove the parameter in SSM (its value is lost)"
                        .formatted(
                                parameter.fullName(),
                                live.parameter().type(),
                                parameter.type(),
                                live.parameter().type()));
    }
}
