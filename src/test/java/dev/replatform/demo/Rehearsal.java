package dev.replatform.demo;

import dev.replatform.demo.report.Html;
import dev.replatform.demo.report.Markdown;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The journey with the user's own database, and the report that comes of it, whatever becomes of the journey. */
final class Rehearsal {
    private final Journey journey;
    private final Options options;
    private final Progress progress;
    private final PrintStream out;

    Rehearsal(Journey journey, Options options, Progress progress, PrintStream out) {
        this.journey = journey;
        this.options = options;
        this.progress = progress;
        this.out = out;
    }

    /**
     * Goes as far as it comes.
     *
     * @param bearable how long the application may be without writes
     */
    RehearsalReport travel(Duration bearable) throws SQLException, InterruptedException {
        journey.applyExamples();
        try {
            journey.awaitProposal();
            if (options.manual()) {
                journey.awaitApproval();
            } else {
                journey.approve();
            }
            journey.awaitArrival();
        } catch (Impasse impasse) {
            if (tellsNothing(impasse.situation())) {
                throw impasse;
            }
            return report(impasse.situation(), Optional.empty(), Optional.of(impasse.what()));
        }
        return report(journey.situation(), Optional.of(journey.prove(bearable)), Optional.empty());
    }

    /** Then something is broken that no user can mend, and only the operator's log may tell. */
    private static boolean tellsNothing(Situation situation) {
        return situation.stalls().isEmpty() && situation.findings().isEmpty();
    }

    private RehearsalReport report(Situation situation, Optional<Table> proofs, Optional<String> awaited) {
        return new RehearsalReport(
                journey.box().loaded().orElseThrow(), situation, proofs, awaited, journey.timeline(), journey.notes());
    }

    /**
     * Shows the report and writes it down: the files' names and then the verdict come last.
     *
     * @param folder gets {@code rehearsal.md} and {@code rehearsal.html}; those of an earlier rehearsal are overwritten
     */
    void tell(RehearsalReport report, Path folder) throws IOException {
        report.dump().report().problems().stream().map(Object::toString).forEach(progress::say);
        report.dump().report().notes().forEach(progress::say);
        report.situation().findings().stream().map(Object::toString).forEach(progress::say);
        report.proofs().ifPresent(table -> out.printf("%n%s%n", table));
        var page = report.page();
        var markdown = Files.writeString(folder.resolve("rehearsal.md"), Markdown.of(page));
        var html = Files.writeString(folder.resolve("rehearsal.html"), Html.of(page));
        if (options.keep()) {
            new Visit(journey, out).tell();
        }
        out.printf("%n%s%n%s%n%s%n", markdown, html, report.verdict());
    }
}
