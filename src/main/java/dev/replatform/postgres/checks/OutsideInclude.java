package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Nobody should find out after the switch that a schema stayed behind. */
public final class OutsideInclude implements Check<BothEnds> {
    private static final int LISTED = 10;

    private static final About ABOUT = About.warning(
            "OutsideInclude",
            "tables with rows that no pattern of `spec.tables.include` names",
            "they stay behind, whole",
            "add the pattern that the finding names to spec.tables.include",
            Pages.manual("ddl-schemas"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var left = at.source().query("""
                        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND c.relname NOT LIKE 'awsdms\\_%' AND n.nspname NOT LIKE 'pg\\_%'
                          AND n.nspname NOT IN ('information_schema', 'replatform') AND pg_relation_size(c.oid) > 0
                          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
                        """, row -> new TableName(row.getString(1), row.getString(2))).stream()
                .filter(table -> !at.patterns().includes(table))
                .toList();
        if (left.isEmpty()) {
            return List.of();
        }
        var bySchema =
                left.stream().collect(Collectors.groupingBy(TableName::schema, TreeMap::new, Collectors.counting()));
        return List.of(ABOUT.found(
                left.size() == 1 ? left.get(0).inWords() : "%d tables".formatted(left.size()),
                "they hold rows, match no pattern of spec.tables.include and stay behind: "
                        + listed(bySchema, (schema, tables) -> "%d in schema %s".formatted(tables, schema)),
                "add to spec.tables.include: " + listed(bySchema, (schema, tables) -> schema + ".*")));
    }

    private static String listed(Map<String, Long> bySchema, BiFunction<String, Long, String> words) {
        var first = bySchema.entrySet().stream()
                .limit(LISTED)
                .map(schema -> words.apply(schema.getKey(), schema.getValue()))
                .collect(Collectors.joining(", "));
        return bySchema.size() > LISTED ? "%s and %d more schemas".formatted(first, bySchema.size() - LISTED) : first;
    }
}
