package dev.replatform.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a person sees while it goes on: one block that is redrawn on a terminal, else plain lines where something changed. */
final class Progress {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_TO_END = "\u001b[J";

    private final PrintStream out;
    private final boolean terminal;
    private final long began = System.nanoTime();
    private List<String> shown = List.of();

    /** @param terminal whether {@code out} can be redrawn */
    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Says something once; it stays above the block. */
    synchronized void say(String line) {
        erase();
        out.printf("%s  %s%n", elapsed(), line);
        draw();
    }

    /** Shows how it stands now. */
    synchronized void show(List<String> lines) {
        if (terminal) {
            erase();
            shown = lines;
            draw();
        } else {
            var changed = new ArrayList<>(lines);
            changed.removeAll(shown);
            changed.forEach(line -> out.printf("%s  %s%n", elapsed(), line));
            shown = lines;
        }
        out.flush();
    }

    /** Leaves the block as it stands and begins anew below. */
    synchronized void leave() {
        shown = List.of();
    }

    String elapsed() {
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
    }

    private void erase() {
        if (terminal && !shown.isEmpty()) {
            out.printf(UP, shown.size() + 1);
            out.print(CLEAR_TO_END);
        }
    }

    private void draw() {
        if (terminal && !shown.isEmpty()) {
            shown.forEach(line -> out.println("      " + line));
            out.println("      elapsed " + elapsed());
        }
    }
}
