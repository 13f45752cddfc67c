package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Objects;

/** Rows that an extension keeps for its user. */
public final class ExtensionTables implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "ExtensionTables",
            "configuration tables of extensions (`pg_extension.extconfig`) that hold rows of the user",
            "DMS does not move tables of an extension: the rows stay behind",
            "copy them with psql: \\copy (SELECT ...) TO STDOUT on the source, \\copy ... FROM STDIN on the target",
            Pages.manual("extend-extensions"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var tables = at.source()
                .query(
                        """
                SELECT e.extname, format('%I.%I', n.nspname, c.relname), config.condition
                FROM pg_extension e CROSS JOIN unnest(e.extconfig, e.extcondition) AS config(oid, condition)
                JOIN pg_class c ON c.oid = config.oid AND c.relkind = 'r' JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2
                """,
                        row -> new Table(
                                row.getString(1), row.getString(2), Objects.requireNonNullElse(row.getString(3), "")));
        return tables.stream()
                .filter(table -> at.source()
                        .first(
                                "SELECT 1 FROM %s %s LIMIT 1".formatted(table.name(), table.condition()),
                                row -> row.getInt(1))
                        .isPresent())
                .map(table -> ABOUT.found(
                        table.name(),
                        "extension %s keeps rows of yours in the table: DMS does not move them"
                                .formatted(table.extension()),
                        "\\copy (SELECT * FROM %1$s %2$s) TO 'rows' on the source, then \\copy %1$s FROM 'rows' on the target"
                                .formatted(table.name(), table.condition())))
                .toList();
    }

    /** Extensions have a handful of them, so that each may be asked by itself. */
    private record Table(String extension, String name, String condition) {}
}
