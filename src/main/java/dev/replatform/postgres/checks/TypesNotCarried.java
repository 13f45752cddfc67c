package dev.replatform.postgres.checks;

import dev.replatform.postgres.DmsTypes;
import dev.replatform.postgres.DmsTypes.Arrival;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TablePatterns;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.ArrayList;
import java.util.List;

/** Columns of types that DMS alters, does not carry, or of which nobody knows. */
public final class TypesNotCarried implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "TypesNotCarried",
            "the type of each column, by the guide's table of types",
            "values arrive altered or not at all; where sources contradict each other this is a warning, and the comparison of both sides decides",
            "name the table in spec.tables.copyUnderFence: the operator copies it itself; or ALTER TABLE ... ALTER COLUMN ... TYPE; or exclude it",
            Pages.DMS_SOURCE);

    private static final String COLUMNS = """
            SELECT moved.nspname, moved.relname, a.attname, format_type(a.atttypid, a.atttypmod), t.typname, t.typtype, t.typcategory,
              pg_size_pretty(pg_table_size(moved.oid))
            FROM moved JOIN pg_attribute a ON a.attrelid = moved.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            JOIN (WITH RECURSIVE base_types AS (
                    SELECT oid AS type, oid AS base FROM pg_type WHERE typtype <> 'd'
                    UNION ALL SELECT d.oid, b.base FROM pg_type d JOIN base_types b ON b.type = d.typbasetype WHERE d.typtype = 'd')
                  SELECT * FROM base_types) b ON b.type = a.atttypid
            JOIN pg_type t ON t.oid = b.base
            ORDER BY moved.nspname, moved.relname, a.attnum
            """;

    private record Column(TableName table, String name, String type, DmsTypes.Line line, String size) {}

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var columns = at.ofSourceTables(
                COLUMNS,
                row -> new Column(
                        new TableName(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        DmsTypes.of(
                                row.getString(5),
                                row.getString(6).charAt(0),
                                row.getString(7).charAt(0)),
                        row.getString(8)));
        var found = new ArrayList<Finding>();
        for (var column : columns) {
            var arrival = column.line().arrival();
            if (arrival != Arrival.CARRIED
                    && arrival != Arrival.CARRIED_IF
                    && !at.patterns().isCopiedUnderFence(column.table())) {
                found.add(finding(column, arrival));
            }
        }
        return List.copyOf(found);
    }

    private static Finding finding(Column column, Arrival arrival) {
        var text =
                switch (arrival) {
                    case UNSETTLED ->
                        "%s may not arrive: %s; the comparison decides"
                                .formatted(column.type(), column.line().how());
                    case ALTERED ->
                        "%s arrives altered: %s"
                                .formatted(column.type(), column.line().how());
                    default ->
                        "%s does not arrive: %s"
                                .formatted(column.type(), column.line().how());
                };
        return ABOUT.found(
                arrival == Arrival.UNSETTLED ? Severity.WARNING : Severity.BLOCKER,
                column.table().inWords() + "." + column.name(),
                text,
                wayOut(column.table(), column.size()));
    }

    /** @return how a table gets there whatever DMS does to its values */
    static String wayOut(TableName table, String size) {
        return "spec.tables.copyUnderFence: ['%s'] (%s are copied while the application is shut out); or convert the column, or exclude the table"
                .formatted(TablePatterns.of(table), size);
    }
}
