package dev.replatform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The catalog queries, each in a file of its own. */
final class SqlFile {
    private SqlFile() {}

    /** @return the text of {@code schema/<name>.sql}, beside this class */
    static String read(String name) {
        try (var in = SqlFile.class.getResourceAsStream("schema/" + name + ".sql")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
