package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./demo --database} from the dump to the report, without the JVM around it. */
@Tag("cluster")
class RehearsalTest {
    private static final Duration BEARABLE = Duration.ofMinutes(2);
    private static final String SHOP = """
            CREATE TABLE public.customer (id integer PRIMARY KEY, name text NOT NULL);
            CREATE TABLE public.visit (at timestamptz, page text);
            CREATE VIEW public.names AS SELECT name FROM public.customer;
            COPY public.customer (id, name) FROM stdin;
            1\tAda
            2\tGrace
            \\.
            ALTER TABLE public.customer OWNER TO shop_owner;
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aGoodRehearsalEndsWithTheReportAndAGoodVerdict() throws Exception {
        var report = rehearse(SHOP);

        assertThat(report.isGood()).as(report.page().toString()).isTrue();
        assertThat(lastLine()).isEqualTo(report.verdict()).startsWith("Good: 2 of 2 tables, with 2 rows");
        assertThat(Files.readString(folder.resolve("rehearsal.md")))
                .contains(
                        "**Good: ",
                        "public.customer | 2 |",
                        "by DMS",
                        "under the fence",
                        "shop\\_owner",
                        "Full load by DMS");
        assertThat(Files.readString(folder.resolve("rehearsal.html")))
                .contains("<p class=\"verdict good\">", "<td>public.customer</td>");
    }

    @Test
    void aBlockedRehearsalShowsWhatBlocksItAndNoLog() throws Exception {
        var report = rehearse(SHOP + "CREATE UNLOGGED TABLE public.scratch (id integer PRIMARY KEY);\n");

        assertThat(report.isGood()).isFalse();
        assertThat(lastLine()).isEqualTo(report.verdict()).startsWith("Blocked: ");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("public.scratch")
                .doesNotContain("KindReconciler", "last words");
        assertThat(Files.readString(folder.resolve("rehearsal.md"))).contains("| Blocker |", "public.scratch");
    }

    private RehearsalReport rehearse(String dump) throws Exception {
        var file = Files.writeString(folder.resolve("dump.sql"), dump);
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var options = Options.parse(List.of("--database", file.toString()));
        var progress = new Progress(out, 0);
        try (var journey = new Journey(options, progress)) {
            journey.begin();
            var rehearsal = new Rehearsal(journey, options, progress, out);
            var report = rehearsal.travel(BEARABLE);
            rehearsal.tell(report, folder);
            return report;
        }
    }

    private String lastLine() {
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .reduce((one, next) -> next)
                .orElse("");
    }
}
