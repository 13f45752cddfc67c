package dev.replatform.demo.report;

import java.util.Arrays;
import java.util.List;

/**
 * A report, whatever it is written as.
 *
 * @param title its heading
 * @param verdict the one sentence that matters most
 * @param good whether that is good news
 * @param sections in their order
 */
public record Page(String title, String verdict, boolean good, List<Section> sections) {
    /**
     * A part of it.
     *
     * @param heading its own heading
     * @param lines sentences, each a line of its own
     * @param grid a table; without a row where there is none
     */
    public record Section(String heading, List<String> lines, Grid grid) {
        /** @return a section without a table */
        public static Section of(String heading, List<String> lines) {
            return new Section(heading, lines, Grid.NONE);
        }
    }

    /**
     * A table.
     *
     * @param columns their headings
     * @param rows a cell for each column
     */
    public record Grid(List<String> columns, List<List<String>> rows) {
        public static final Grid NONE = new Grid(List.of(), List.of());
    }

    /** @return a row of a table */
    public static List<String> row(Object... cells) {
        return Arrays.stream(cells).map(String::valueOf).toList();
    }
}
