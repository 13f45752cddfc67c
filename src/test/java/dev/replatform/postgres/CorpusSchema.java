package dev.replatform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A schema of {@code src/test/resources/schemas}: a family of what PostgreSQL has, or the shape of a public application. Its
 * first lines say what it needs: {@code -- roles: ...} on both ends, {@code -- missing roles: ...} at the source only,
 * {@code -- as: admin} where a superuser makes it, {@code -- include: ...} where not all tables move, and
 * {@code -- not copied: code:object} for each object that is named and not made.
 */
record CorpusSchema(String name, List<String> lines) {
    private static final Path FOLDER = Path.of("src/test/resources/schemas");

    static Stream<CorpusSchema> all() {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(CorpusSchema::of).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CorpusSchema named(String name) {
        return of(FOLDER.resolve(name + ".sql"));
    }

    TablePatterns tables() {
        var include = words("include");
        return new TablePatterns(include.isEmpty() ? List.of("*.*") : include, List.of(), List.of(), List.of());
    }

    Set<String> notCopied() {
        return new HashSet<>(values("not copied"));
    }

    /** @return what may differ: what is not copied, and schemas that are not asked for */
    Set<String> named() {
        var named = notCopied();
        named.addAll(words("stays behind"));
        return named;
    }

    /** Makes it on the box. */
    void make(TwoServers servers) {
        servers.makeRoles(true, words("roles"));
        servers.letMasterManage(words("roles"));
        servers.makeRoles(false, words("missing roles"));
        try (var session = servers.sourceAs(words("as").contains("admin") ? servers.admin : servers.application)) {
            session.execute("SET search_path = public");
            // pgjdbc does not find the end of a BEGIN ATOMIC body among other statements: that one stands alone.
            for (var paragraph : String.join("\n", lines).split("\n\n", -1)) {
                session.execute(paragraph);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private List<String> words(String key) {
        return values(key).stream()
                .flatMap(value -> Arrays.stream(value.split(" ", -1)))
                .toList();
    }

    private List<String> values(String key) {
        var start = "-- " + key + ": ";
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    private static CorpusSchema of(Path file) {
        try {
            var name = file.getFileName().toString();
            return new CorpusSchema(name.substring(0, name.length() - ".sql".length()), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
