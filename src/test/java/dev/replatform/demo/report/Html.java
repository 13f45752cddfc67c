package dev.replatform.demo.report;

import dev.replatform.demo.report.Page.Grid;
import dev.replatform.demo.report.Page.Section;
import java.util.List;
import java.util.stream.Collectors;

/** A page for a browser, in one file that loads nothing. */
public final class Html {
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>%s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
            .verdict { padding: .8rem 1rem; border-left: .4rem solid; font-weight: bold }
            .good { background: #e8f5e9; border-color: #2e7d32 }
            .bad { background: #fdecea; border-color: #c62828 }
            table { border-collapse: collapse; margin: 1rem 0 }
            th, td { border: 1px solid #ccc; padding: .25rem .6rem; text-align: left; vertical-align: top }
            th { background: #f4f4f4 }
            li, td { overflow-wrap: anywhere }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            <p class="verdict %s">%s</p>
            %s</body>
            </html>
            """;

    private Html() {}

    public static String of(Page page) {
        return FRAME.formatted(
                text(page.title()),
                text(page.title()),
                page.good() ? "good" : "bad",
                text(page.verdict()),
                page.sections().stream().map(Html::section).collect(Collectors.joining()));
    }

    private static String section(Section section) {
        var lines = section.lines().stream()
                .map(line -> "<li>" + text(line) + "</li>\n")
                .collect(Collectors.joining());
        return "<h2>%s</h2>\n%s%s"
                .formatted(
                        text(section.heading()),
                        lines.isEmpty() ? "" : "<ul>\n" + lines + "</ul>\n",
                        grid(section.grid()));
    }

    private static String grid(Grid grid) {
        return grid.rows().isEmpty()
                ? ""
                : "<table>\n%s%s</table>\n"
                        .formatted(
                                row("th", grid.columns()),
                                grid.rows().stream()
                                        .map(cells -> row("td", cells))
                                        .collect(Collectors.joining()));
    }

    private static String row(String tag, List<String> cells) {
        return cells.stream()
                .map(cell -> "<%s>%s</%s>".formatted(tag, text(cell), tag))
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
