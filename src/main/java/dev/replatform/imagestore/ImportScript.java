package dev.replatform.imagestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the box runs for one pass of an import: {@code import.sh} with its settings. */
final class ImportScript {
    private static final String RESOURCE = "import.sh";
    private static final String FIRST_LINE = "#!/bin/bash\n";

    private ImportScript() {}

    static String of(String bucket, ImportSource source, String pass) {
        return FIRST_LINE
                + "bucket=%s\n".formatted(quoted(bucket))
                + "source=%s\n".formatted(quoted(source.path()))
                + "prefix=%s\n".formatted(quoted(source.to()))
                + "manifest=%s\n".formatted(quoted(source.manifestKey()))
                + "pass=%s\n".formatted(quoted(pass))
                + script().substring(FIRST_LINE.length());
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    private static String script() {
        try (var script = ImportScript.class.getResourceAsStream(RESOURCE)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
