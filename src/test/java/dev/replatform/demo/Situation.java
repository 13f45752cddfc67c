package dev.replatform.demo;

import dev.replatform.demo.proof.ObjectsProof;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the journey stands, as the objects' status tells it.
 *
 * @param objects those that are there
 * @param expected how many there should be
 */
public record Situation(List<GenericKubernetesResource> objects, int expected) {

    /** @return the proposed cutover's token; empty while none is proposed */
    Optional<String> token() {
        return migration().map(migration -> migration.<String>get("status", "cutover", "token"));
    }

    /** @return whether the cutover has begun, so that somebody has approved it */
    boolean approved() {
        return phase().filter(Set.of("CuttingOver", "CutOver", "Completed")::contains)
                .isPresent();
    }

    /** @return whether the target is the application's database */
    boolean switched() {
        return phase().filter(Set.of("CutOver", "Completed")::contains).isPresent();
    }

    /** @return seconds from the fence to the switch, by the operator's count; empty before */
    Optional<Object> writeDowntimeSeconds() {
        return migration().map(migration -> migration.get("status", "cutover", "writeDowntimeSeconds"));
    }

    /** @return the host name of the Database's instance; empty before it has one */
    Optional<String> targetHost() {
        return objects.stream()
                .filter(object -> object.getKind().equals(Kind.DATABASE.toString()))
                .findFirst()
                .map(database -> database.get("status", "endpoint", "host"));
    }

    /** @return the patterns of one list of {@code spec.tables}; empty where the YAML has none */
    List<String> patterns(String list) {
        return migration()
                .map(migration -> migration.<List<String>>get("spec", "tables", list))
                .orElse(List.of());
    }

    boolean allReady() {
        return objects.size() == expected && objects.stream().allMatch(ObjectsProof::isReady);
    }

    /** @return whether the data has moved for good and DMS is cleared away */
    boolean completed() {
        return allReady() && migration().map(this::phase).orElse("").equals("Completed");
    }

    /** @return a line for each object: what it is at, and the numbers that move */
    List<String> lines() {
        return objects.stream()
                .map(object -> "%-10s %-8s %s"
                        .formatted(object.getKind(), object.getMetadata().getName(), tell(object)))
                .toList();
    }

    /** @return what each object that cannot go on by itself says */
    List<String> stalls() {
        return objects.stream().flatMap(object -> stall(object).stream()).toList();
    }

    private static Optional<String> stall(GenericKubernetesResource object) {
        var stalled = ObjectsProof.condition(object, "Stalled");
        return "True".equals(stalled.get("status"))
                ? Optional.of("%s %s: %s: %s"
                        .formatted(
                                object.getKind(),
                                object.getMetadata().getName(),
                                stalled.get("reason"),
                                stalled.get("message")))
                : Optional.empty();
    }

    /**
     * What the operator found, as it stands in the Migration's status.
     *
     * @param severity {@code Blocker}, {@code Warning} or {@code Note}
     * @param code what kind of thing
     * @param object which one; empty where none is meant
     * @param text what was found
     * @param remedy what helps; empty where nothing does
     */
    record Finding(String severity, String code, String object, String text, String remedy) {
        static Finding of(Map<String, ?> finding) {
            return new Finding(
                    word(finding, "severity"),
                    word(finding, "code"),
                    word(finding, "object"),
                    word(finding, "text"),
                    word(finding, "remedy"));
        }

        private static String word(Map<String, ?> finding, String field) {
            return Objects.toString(finding.get(field), "");
        }

        boolean blocks() {
            return severity.equals("Blocker");
        }

        @Override
        public String toString() {
            return "%s %s %s: %s%s".formatted(severity, code, object, text, remedy.isEmpty() ? "" : " -> " + remedy);
        }
    }

    /** @return the findings of preflight and schema copy */
    List<Finding> findings() {
        List<Map<String, ?>> findings = migration()
                .map(m -> m.<List<Map<String, ?>>>get("status", "findings"))
                .orElse(List.of());
        return findings.stream().map(Finding::of).toList();
    }

    /** @return whether the Migration cannot go on before somebody does something about a finding */
    boolean blocked() {
        return findings().stream().anyMatch(Finding::blocks);
    }

    /** @return the Migration's; empty while it has none */
    Optional<String> phase() {
        return migration().map(this::phase).filter(phase -> !phase.isEmpty());
    }

    private Optional<GenericKubernetesResource> migration() {
        return objects.stream()
                .filter(object -> object.getKind().equals(Kind.MIGRATION.toString()))
                .findFirst();
    }

    private String phase(GenericKubernetesResource object) {
        return Objects.requireNonNullElse(object.get("status", "phase"), "");
    }

    private String tell(GenericKubernetesResource object) {
        var parts = new ArrayList<String>();
        parts.add("%-12s".formatted(ready(object)));
        figures(object).forEach(parts::add);
        return String.join("  ", parts).strip();
    }

    private static String ready(GenericKubernetesResource object) {
        var stalled = ObjectsProof.condition(object, "Stalled");
        if ("True".equals(stalled.get("status"))) {
            return "Stalled: " + stalled.get("reason");
        }
        return ObjectsProof.isReady(object) ? "Ready" : "...";
    }

    private static Stream<String> figures(GenericKubernetesResource object) {
        var status = new Status(object);
        return switch (object.getKind()) {
            case "Database" -> Stream.of(status.word("%s", "state"));
            case "Migration" ->
                Stream.of(
                        status.word("%s", "phase"),
                        status.word("%s %%", "progressPercent"),
                        status.number("%,d rows", "tables", "rowsLoaded"),
                        status.word("%s", "tables", "loaded") + status.word(" of %s tables", "tables", "total"),
                        status.word("lag %s s", "lagSeconds"),
                        status.word("on %s", "activeEndpoint", "side"));
            case "ImageStore" ->
                Stream.of(
                        status.word("distribution %s", "distribution", "state"),
                        status.word("import %s", "import", "state"),
                        status.number("%,d objects", "import", "objects"));
            default ->
                Stream.of(
                        status.word("%s parameters", "parametersInSync"),
                        status.word("restart %s", "onChange", "state"));
        };
    }

    /** The fields of a status; what is not there yet is told by nothing. */
    private record Status(GenericKubernetesResource object) {
        String word(String format, String... path) {
            Object value = at(path);
            return value == null ? "" : format.formatted(value);
        }

        String number(String format, String... path) {
            return at(path) instanceof Number number ? format.formatted(number.longValue()) : "";
        }

        private Object at(String... path) {
            return object.get(
                    Stream.concat(Stream.of("status"), Stream.of(path)).toArray());
        }
    }
}
