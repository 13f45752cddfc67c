package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What an object uses must be on the target before it. A schema without tables that is used is taken along. */
public final class UsedFromOutside implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "UsedFromOutside",
            "objects of schemas with tables outside `spec.tables.include` that tables, views and functions inside use",
            "the schema cannot be made on the target: a table's default, column, index, trigger or view refers to nothing",
            "add the schema to spec.tables.include",
            Pages.manual("catalog-pg-depend"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var uses = at
                .ofSchemas(
                        row -> new Use(
                                row.getString("schema") == null
                                        ? null
                                        : new TableName(row.getString("schema"), row.getString("table")),
                                new Difference(
                                        true,
                                        row.getString("code"),
                                        row.getString("object"),
                                        row.getString("text"),
                                        row.getString("remedy"))),
                        "named_objects",
                        "found_outside")
                .stream()
                .filter(use -> use.keyOf() == null || !at.patterns().moves(use.keyOf()))
                .map(Use::difference);
        return Difference.left(at, uses).stream().map(it -> it.found(ABOUT)).toList();
    }

    /** @param keyOf whose foreign key it is, null where it is none: {@link ForeignKeysToUnmoved} tells those of tables that move */
    private record Use(TableName keyOf, Difference difference) {}
}
