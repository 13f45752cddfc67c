package dev.replatform.demo.report;

import dev.replatform.demo.report.Page.Grid;
import dev.replatform.demo.report.Page.Section;
import java.util.List;
import java.util.stream.Collectors;

/** A page for a ticket or a repository. */
public final class Markdown {
    private Markdown() {}

    public static String of(Page page) {
        return "# %s\n\n**%s**\n%s"
                .formatted(
                        text(page.title()),
                        text(page.verdict()),
                        page.sections().stream().map(Markdown::section).collect(Collectors.joining()));
    }

    private static String section(Section section) {
        var lines =
                section.lines().stream().map(line -> "- " + text(line) + "\n").collect(Collectors.joining());
        return "\n## %s\n\n%s%s".formatted(text(section.heading()), lines, grid(section.grid()));
    }

    private static String grid(Grid grid) {
        return grid.rows().isEmpty()
                ? ""
                : "\n" + row(grid.columns())
                        + row(grid.columns().stream().map(column -> "---").toList())
                        + grid.rows().stream()
                                .map(cells ->
                                        row(cells.stream().map(Markdown::text).toList()))
                                .collect(Collectors.joining());
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Names and messages come from a stranger's database: nothing in them is markup. */
    private static String text(String text) {
        return text.replaceAll("([\\\\`*_\\[\\]<>|#])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
