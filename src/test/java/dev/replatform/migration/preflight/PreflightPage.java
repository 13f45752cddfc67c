package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes {@code docs/preflight.md} from the checks. Run its main after a change of one. */
public final class PreflightPage {
    static final Path FILE = Path.of("docs", "preflight.md");

    private static final String INTRODUCTION = """
            # Preflight

            Made from the checks by PreflightPage: do not edit. Before a replication instance costs money the operator looks at
            both databases and at AWS with its own logins. It tells everything that it finds at once in `status.findings`:
            the object by name, what would happen, and the statement that helps. It looks again by itself, and at once when the
            annotation `replatform.dev/reconcile-at` changes.

            A *Blocker* holds the migration until it is gone. A *Warning* does not. Where a check cannot look, it says so as
            *Unknown*, which is never taken for a yes; the last column says whether the migration waits then.
            """;

    private PreflightPage() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, generate());
    }

    static String generate() {
        var text = new StringBuilder(INTRODUCTION);
        for (var section : PreflightCatalogue.sections()) {
            text.append("\n## ").append(section.title()).append('\n');
            text.append("""

                    | code | severity | what it looks at | what would happen | what to do | page | where it cannot look |
                    |---|---|---|---|---|---|---|
                    """);
            section.checks().forEach(check -> text.append(line(check.about())));
        }
        return text.toString();
    }

    private static String line(About about) {
        return "| `%s` | %s | %s | %s | %s | [page](%s) | %s |\n"
                .formatted(
                        about.code(),
                        about.severity().word(),
                        cell(about.looksAt()),
                        cell(about.consequence()),
                        cell(about.remedy()),
                        about.page(),
                        about.unseenBlocks() ? "waits" : "goes on");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
