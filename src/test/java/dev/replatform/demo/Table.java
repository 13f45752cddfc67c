package dev.replatform.demo;

import dev.replatform.demo.proof.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** @return the subjects whose proof does not hold */
    List<String> failed() {
        return lines.entrySet().stream()
                .filter(line -> !line.getValue().holds())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Makes something of one line. */
    @FunctionalInterface
    interface Line<T> {
        T of(boolean holds, String subject, String text);
    }

    <T> List<T> rows(Line<T> row) {
        return lines.entrySet().stream()
                .map(line -> row.of(
                        line.getValue().holds(), line.getKey(), line.getValue().text()))
                .toList();
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
