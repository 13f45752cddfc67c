package dev.replatform.postgres.checks;

import dev.replatform.postgres.OddValues;
import dev.replatform.postgres.OddValues.Look;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Values that stand in the rows and that DMS would alter. */
public final class ValuesNotCarried implements Check<RowsOfTables> {
    private static final About ABOUT = About.blocker(
            "ValuesNotCarried",
            "the rows of tables with dates, times and numerics: infinity, years before Christ and after 9999, 24:00, NaN, more than 28 digits",
            "the values arrive altered or not at all",
            "name the table in spec.tables.copyUnderFence: the operator copies it itself; or UPDATE the values; or exclude it",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Reference.DataTypes.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(RowsOfTables at) {
        var values = new OddValues(at.source());
        var byDms = at.tables().stream()
                .map(SourceTable::name)
                .filter(table -> !at.patterns().isCopiedUnderFence(table))
                .collect(Collectors.toSet());
        var schemas = byDms.stream().map(table -> table.schema()).distinct().toList();
        at.source().limitStatements(at.longest());
        var found = new ArrayList<Finding>();
        for (var look : values.looks(schemas)) {
            if (byDms.contains(look.table())) {
                found.addAll(found(values, look));
            }
        }
        return List.copyOf(found);
    }

    private static List<Finding> found(OddValues values, Look look) {
        var name = look.table().inWords();
        try {
            var found = values.in(look);
            if (found.isEmpty()) {
                return List.of();
            }
            var wayOut = TypesNotCarried.wayOut(look.table(), values.size(look.table()));
            return found.stream()
                    .map(it -> ABOUT.found(
                            name + "." + it.column(),
                            "%d rows hold %s, which DMS does not carry".formatted(it.rows(), it.kind()),
                            wayOut))
                    .toList();
        } catch (SqlFailure e) {
            return List.of(ABOUT.unseen(
                    name,
                    e.getMessage(),
                    "wait until nobody locks the table; or name it in spec.tables.copyUnderFence"));
        }
    }
}
