package dev.replatform.demo;

import dev.replatform.demo.proof.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The final table: a line for each proof. */
public final class Table {
    private final Map<String, Verdict> lines = new LinkedHashMap<>();

    void add(String subject, Verdict verdict) {
        lines.put(subject, verdict);
    }

    /** @return whether every proof holds */
    public boolean isGreen() {
        return !lines.isEmpty() && lines.values().stream().allMatch(Verdict::holds);
    }

    /** @return what the proof of that subject found; null if there was none */
    public Verdict verdict(String subject) {
        return lines.get(subject);
    }

    @Override
    public String toString() {
        return lines.entrySet().stream()
                .map(line -> "  %-4s  %-15s %s\n"
                        .formatted(
                                line.getValue().holds() ? "ok" : "FAIL",
                                line.getKey(),
                                line.getValue().text()))
                .collect(Collectors.joining());
    }
}
