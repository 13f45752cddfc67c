package dev.replatform.appconfig;

import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.aws.SsmParameters;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                .map(parameter -> of(parameter, observed.values().get(parameter.name()), live.get(parameter.name())))
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

    private static Standing of(Parameter parameter, Value value, Live live) {
        return live == null ? missing(parameter, value) : present(parameter, value, live);
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

    private static Standing present(Parameter parameter, Value value, Live live) {
        var unseen = live.ours().problem();
        if (unseen.isPresent()) {
            return new Standing(parameter, value, live, State.Waiting, unseen.get());
        }
        if (!live.ours().is(ours -> ours)) {
            return new Standing(parameter, value, live, State.Foreign, foreign(parameter));
        }
        if (!live.parameter().type().equals(parameter.type())) {
            return new Standing(parameter, value, live, State.OutOfDate, otherType(parameter, live));
        }
        if (value instanceof Value.Waiting) {
            return new Standing(parameter, value, live, State.Waiting, null);
        }
        if (value instanceof Value.Known known && !live.holds(known.text())) {
            return new Standing(parameter, value, live, State.OutOfDate, refused(parameter, known.text()));
        }
        return new Standing(parameter, value, live, State.InSync, null); // what is random or gone keeps its value
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

    private static Problem foreign(Parameter parameter) {
        return new Problem(
                FailureReason.CONFLICT,
                "SSM parameter %s exists and does not belong to this AppConfig: it is not touched; choose another name or remove it"
                        .formatted(parameter.fullName()));
    }

    private static Problem otherType(Parameter parameter, Live live) {
        return new Problem(
                FailureReason.INVALID_SPEC,
                "SSM parameter %s is a %s and cannot become a %s: declare type %s, or remove the parameter in SSM (its value is lost)"
                        .formatted(
                                parameter.fullName(),
                                live.parameter().type(),
                                parameter.type(),
                                live.parameter().type()));
    }
}
