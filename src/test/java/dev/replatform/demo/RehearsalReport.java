package dev.replatform.demo;

import dev.replatform.demo.report.Page;
import dev.replatform.demo.report.Page.Grid;
import dev.replatform.demo.report.Page.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a rehearsal has shown, for who decides on the move.
 *
 * @param dump the database that was rehearsed
 * @param situation how the objects stood at the end
 * @param proofs what was found at the end; empty if it was not reached
 * @param awaited what did not come; empty if nothing was missed
 * @param timeline when the Migration was in which phase
 * @param notes what the rehearsal did otherwise than the user's files say
 */
record RehearsalReport(
        LoadedDump dump,
        Situation situation,
        Optional<Table> proofs,
        Optional<String> awaited,
        Timeline timeline,
        List<String> notes) {
    private static final int MOST_TABLES = 500;

    boolean isGood() {
        return proofs.map(Table::isGreen).orElse(false) && !situation.blocked();
    }

    /** @return one sentence, whose first word says whether to go on */
    String verdict() {
        if (isGood()) {
            var moved = dump.contents().tables().stream().filter(this::moves).toList();
            return "Good: %,d of %,d tables, with %,d rows, moved and were proved equal; %d findings to read."
                    .formatted(
                            moved.size(),
                            dump.contents().tables().size(),
                            moved.stream().mapToLong(BoxTable::rows).sum(),
                            situation.findings().size());
        }
        if (proofs.isPresent()) {
            return "Not good: " + String.join("; ", failures()) + ".";
        }
        var blockers =
                situation.findings().stream().filter(Situation.Finding::blocks).count();
        return "Blocked: "
                + (blockers > 0
                        ? "%d findings block the move, each with what helps.".formatted(blockers)
                        : situation.stalls().stream()
                                .findFirst()
                                .orElse("it does not come to this: " + awaited.orElse("the end")));
    }

    private List<String> failures() {
        var failures = new ArrayList<String>();
        if (!dump.report().problems().isEmpty()) {
            failures.add("%d statements of the dump failed, so that what they make was not rehearsed"
                    .formatted(dump.report().problems().size()));
        }
        proofs.orElseThrow().failed().stream()
                .filter(subject -> !subject.equals("dump"))
                .forEach(subject -> failures.add(subject + " cannot be proved"));
        if (situation.blocked()) {
            failures.add("findings block the move");
        }
        return failures;
    }

    Page page() {
        var sections = new ArrayList<Section>();
        sections.add(moves());
        sections.add(objects());
        sections.add(findings());
        proofs.ifPresent(table -> sections.add(proofs(table)));
        sections.add(times());
        sections.add(ofDump());
        sections.add(real());
        return new Page("Rehearsal of a migration", verdict(), isGood(), sections);
    }

    private Section moves() {
        var contents = dump.contents();
        var largest = contents.tables().stream()
                .sorted(Comparator.comparingLong(BoxTable::bytes).reversed())
                .toList();
        var shown = largest.subList(0, Math.min(MOST_TABLES, largest.size()));
        var lines = new ArrayList<String>();
        lines.add("%,d tables in %,d schemas, %,d rows, %s with indexes"
                .formatted(
                        contents.tables().size(), contents.schemas().size(), contents.rows(), size(contents.bytes())));
        contents.tables().stream()
                .collect(Collectors.groupingBy(this::way, Collectors.counting()))
                .forEach((way, count) -> lines.add("%,d tables: %s".formatted(count, way)));
        for (var list : List.of("include", "exclude", "insertOnly", "copyUnderFence")) {
            var patterns = situation.patterns(list);
            if (!patterns.isEmpty()) {
                lines.add("spec.tables.%s: %s".formatted(list, String.join(", ", patterns)));
            }
        }
        if (shown.size() < largest.size()) {
            lines.add("The %d largest tables are listed, %,d are not."
                    .formatted(shown.size(), largest.size() - shown.size()));
        }
        return new Section(
                "What moves, and how",
                lines,
                new Grid(
                        List.of("Table", "Rows", "Size", "How"),
                        shown.stream()
                                .map(table ->
                                        Page.row(table, "%,d".formatted(table.rows()), size(table.bytes()), way(table)))
                                .toList()));
    }

    private String way(BoxTable table) {
        if (!moves(table)) {
            return "the rows stay behind";
        }
        return any("insertOnly", table) || any("copyUnderFence", table)
                ? "copied by the operator under the fence"
                : "by DMS: full load, then changes";
    }

    private boolean moves(BoxTable table) {
        return any("include", table) && !any("exclude", table);
    }

    private boolean any(String list, BoxTable table) {
        var patterns = situation.patterns(list);
        var all = patterns.isEmpty() && list.equals("include") ? List.of("public.*") : patterns;
        return all.stream().map(TablePattern::of).anyMatch(pattern -> pattern.matches(table));
    }

    private Section objects() {
        var rows = dump.contents().objects().entrySet().stream()
                .map(kind -> Page.row(kind.getKey(), kind.getValue()))
                .toList();
        return new Section(
                "What else the schema has",
                List.of("Each is made on the target by the operator, or named among the findings."),
                new Grid(List.of("Kind", "Number"), rows));
    }

    private Section findings() {
        var rows = situation.findings().stream()
                .map(found -> Page.row(found.severity(), found.code(), found.object(), found.text(), found.remedy()))
                .toList();
        var lines = new ArrayList<>(situation.stalls());
        if (rows.isEmpty() && lines.isEmpty()) {
            lines.add("Nothing was found.");
        }
        return new Section(
                "What blocks, and what differs",
                lines,
                new Grid(List.of("Severity", "Code", "Object", "What", "What helps"), rows));
    }

    private static Section proofs(Table table) {
        return new Section(
                "What was proved at the end, from outside",
                List.of(),
                new Grid(
                        List.of("", "Subject", "Found"),
                        table.rows((holds, subject, text) -> Page.row(holds ? "ok" : "FAIL", subject, text))));
    }

    private Section times() {
        var lines = new ArrayList<String>();
        lines.add("Load of the dump: " + time(dump.took()));
        timeline.between("FullLoad", "Replicating")
                .ifPresent(load -> lines.add("Full load by DMS: about %s for %,d rows"
                        .formatted(time(load), dump.contents().rows())));
        situation
                .writeDowntimeSeconds()
                .ifPresent(seconds -> lines.add("From the fence to the switch: %s s".formatted(seconds)));
        proofs.map(table -> table.verdict("write downtime"))
                .ifPresent(downtime -> lines.add("Without writes: " + downtime.text()));
        lines.add(
                "Measured in this run on this machine. AWS has other machines and a network between them: take these as parts of a whole, not as a promise.");
        return Section.of("How long it took here", lines);
    }

    private Section ofDump() {
        var lines = new ArrayList<String>();
        lines.add("%,d rows came by COPY, %,d statements failed."
                .formatted(dump.report().rows(), dump.report().problems().size()));
        lines.addAll(dump.report().notes());
        lines.addAll(notes);
        return new Section(
                "The dump",
                lines,
                new Grid(
                        List.of("Line", "PostgreSQL's message", "Statement"),
                        dump.report().problems().stream()
                                .map(problem -> Page.row(problem.line(), problem.message(), problem.statement()))
                                .toList()));
    }

    private static Section real() {
        return Section.of(
                "What is real in it",
                List.of(
                        "Real: PostgreSQL, rows, files, the operator, AWS SDK calls on the wire.",
                        "Simulated: the DMS engine, the RDS control plane, IAM and OAC evaluation, the CDN, delays."));
    }

    private static String time(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? "%,d KiB".formatted((bytes + 1023) >> 10)
                : bytes < 1L << 30
                        ? String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0)
                        : String.format(Locale.ROOT, "%.1f GiB", bytes / 1073741824.0);
    }
}
