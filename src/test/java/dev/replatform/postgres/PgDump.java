package dev.replatform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own {@code pg_dump}, where this machine has one for the servers' version: the one that {@code REPLATFORM_PG_DUMP}
 * names, or Debian's, or that of the path. Nothing but a second opinion in tests needs it.
 */
final class PgDump {
    private static final int SERVERS_VERSION = 16;
    private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");
    private static final Pattern BLOCK = Pattern.compile("(?m)^--\n-- Name: ");
    private static final Pattern NOISE = Pattern.compile("^(SET [a-z_]+ = |SELECT pg_catalog.set_config)");
    private static final Optional<String> PROGRAM = find();

    private PgDump() {}

    static boolean isPresent() {
        return PROGRAM.isPresent();
    }

    /** @return the schema of a database, settings and privileges too, a statement with its header each, sorted */
    static List<String> schema(PostgresAddress address, String user, String password) {
        var command = List.of(
                PROGRAM.orElseThrow(),
                "-s",
                "-C",
                "--no-owner",
                "-h",
                address.host(),
                "-p",
                String.valueOf(address.port()),
                "-U",
                user,
                address.database());
        var builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", password);
        builder.environment().put("PGSSLMODE", "require");
        return BLOCK.splitAsStream(run(builder))
                .skip(1)
                .flatMap(PgDump::facts)
                .sorted()
                .toList();
    }

    /** @return the block without what says nothing; line by line where the order of lines says nothing either */
    private static Stream<String> facts(String block) {
        var lines = block.lines()
                .map(line -> line.replaceFirst("; Owner: .*$", ""))
                .filter(line -> !line.isBlank()
                        && !line.startsWith("--")
                        && !line.startsWith("\\")
                        && !NOISE.matcher(line).find())
                .toList();
        var header = lines.get(0);
        return header.contains("; Type: ACL;") || header.contains("; Type: DATABASE PROPERTIES;")
                ? lines.stream().skip(1).map(line -> header + "\n" + line)
                : Stream.of(String.join("\n", lines));
    }

    private static Optional<String> find() {
        var candidates = new ArrayList<String>();
        Optional.ofNullable(System.getenv("REPLATFORM_PG_DUMP")).ifPresent(candidates::add);
        try (var versions = Files.isDirectory(Path.of("/usr/lib/postgresql"))
                ? Files.list(Path.of("/usr/lib/postgresql"))
                : Stream.<Path>empty()) {
            versions.map(folder -> folder.resolve("bin/pg_dump").toString()).forEach(candidates::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Arrays.stream(System.getenv("PATH").split(":", -1))
                .map(folder -> folder + "/pg_dump")
                .forEach(candidates::add);
        return candidates.stream()
                .filter(program -> Files.isExecutable(Path.of(program)))
                .filter(program -> version(program) >= SERVERS_VERSION)
                .findFirst();
    }

    private static int version(String program) {
        var found = VERSION.matcher(run(new ProcessBuilder(program, "--version")));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    private static String run(ProcessBuilder builder) {
        try {
            var process = builder.redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
