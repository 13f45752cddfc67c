package dev.replatform.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a person sees while it goes on: one block that is redrawn on a terminal, else plain lines where something changed. */
final class Progress {
    private static final String CLEAR_TO_END = "\u001b[J";

    private final PrintStream out;
    private final int columns;
    private final long began = System.nanoTime();
    private List<String> shown = List.of();

    /** @param columns the terminal's width; 0 where {@code out} is none and cannot be redrawn */
    Progress(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Says something once; it stays above the block. */
    synchronized void say(String line) {
        erase();
        out.printf("%s  %s%n", elapsed(), line);
        draw();
    }

    /**
     * Shows how it stands now.
     *
     * @param counter a line that always changes: only a block that is redrawn can bear it
     */
    synchronized void show(List<String> lines, String counter) {
        if (columns > 0) {
            erase();
            shown = new ArrayList<>(lines);
            shown.add(counter);
            draw();
        } else {
            lines.stream()
                    .filter(line -> !shown.contains(line))
                    .forEach(line -> out.printf("%s  %s%n", elapsed(), line));
            shown = lines;
        }
        out.flush();
    }

    /** Leaves the block as it stands and begins anew below; plain lines need not be said again. */
    synchronized void leave() {
        if (columns > 0) {
            shown = List.of();
        }
    }

    String elapsed() {
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    private void erase() {
        if (columns > 0 && !shown.isEmpty()) {
            out.printf("\u001b[%dA", shown.size() + 1);
            out.print(CLEAR_TO_END);
        }
    }

    private void draw() {
        if (columns > 0 && !shown.isEmpty()) {
            shown.forEach(line -> out.println(cut("      " + line)));
            out.println("      elapsed " + elapsed());
        }
    }

    /** A line that wraps would take two, and the next redrawing would leave one behind. */
    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }
}
