package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the schema copy will leave different between source and target. {@code spec.schema.accept} names it as {@code kind:name}.
 *
 * @param blocks whether the application would see another database; it is a warning otherwise
 * @param kind of object, in one word
 * @param name the object, as the catalogs spell it
 * @param text what was found
 * @param remedy what to do about it
 */
record Difference(boolean blocks, String kind, String name, String text, String remedy) {
    /** Without a table there are no rows to move, and without its collation no table: those are not for anybody to accept. */
    private static final Set<String> NEEDED = Set.of("Table", "Collation");

    /** @return what a query of the folder {@code schema} finds and nobody has accepted */
    static List<Difference> asked(BothEnds at, String... files) {
        return left(
                at,
                at
                        .ofSchemas(
                                row -> new Difference(
                                        row.getBoolean("blocks"),
                                        row.getString("code"),
                                        row.getString("object"),
                                        row.getString("text"),
                                        row.getString("remedy")),
                                files)
                        .stream());
    }

    /** @return those that nobody has accepted */
    static List<Difference> left(BothEnds at, Stream<Difference> found) {
        return found.filter(it -> !it.mayBeAccepted() || !at.schema().accepted().contains(it.inWords()))
                .toList();
    }

    /** @return as a finding of a check, which says how to accept it */
    Finding found(About about) {
        return about.found(
                blocks ? Severity.BLOCKER : Severity.WARNING,
                inWords(),
                text,
                blocks && mayBeAccepted()
                        ? "%s; or add \"%s\" to spec.schema.accept".formatted(remedy, inWords())
                        : remedy);
    }

    private boolean mayBeAccepted() {
        return !NEEDED.contains(kind);
    }

    private String inWords() {
        return kind + ":" + name;
    }
}
