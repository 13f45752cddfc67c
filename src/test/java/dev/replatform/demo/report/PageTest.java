package dev.replatform.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.demo.report.Page.Grid;
import dev.replatform.demo.report.Page.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Page PAGE = new Page(
            "Rehearsal",
            "Good: <b>",
            true,
            List.of(new Section(
                    "Tables",
                    List.of("a line"),
                    new Grid(List.of("Table", "Rows"), List.of(Page.row("a|b<script>", 7))))));

    @Test
    void markdownTakesNothingOfANameForMarkup() {
        assertThat(Markdown.of(PAGE)).isEqualTo("""
                # Rehearsal

                **Good: \\<b\\>**

                ## Tables

                - a line

                | Table | Rows |
                | --- | --- |
                | a\\|b\\<script\\> | 7 |
                """);
    }

    @Test
    void htmlTakesNothingOfANameForMarkupAndLoadsNothing() {
        assertThat(Html.of(PAGE))
                .contains("<td>a|b&lt;script&gt;</td>", "<p class=\"verdict good\">Good: &lt;b&gt;</p>")
                .contains("default-src 'none'")
                .doesNotContain("<script", "http:", "https:");
    }
}
