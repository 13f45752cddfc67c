package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What a table uses must be on the target before it. */
public final class UsedFromOutside implements Check<BothEnds> {
    private static final String SQL = """
            , parts AS (
              SELECT 'pg_class'::regclass AS classid, oid AS objid, oid AS owner FROM moved
              UNION ALL SELECT 'pg_attrdef'::regclass, d.oid, d.adrelid FROM pg_attrdef d JOIN moved ON moved.oid = d.adrelid
              UNION ALL SELECT 'pg_constraint'::regclass, k.oid, k.conrelid FROM pg_constraint k JOIN moved ON moved.oid = k.conrelid
              UNION ALL SELECT 'pg_class'::regclass, i.indexrelid, i.indrelid FROM pg_index i JOIN moved ON moved.oid = i.indrelid
              UNION ALL SELECT 'pg_trigger'::regclass, t.oid, t.tgrelid FROM pg_trigger t JOIN moved ON moved.oid = t.tgrelid
              UNION ALL SELECT 'pg_rewrite'::regclass, r.oid, r.ev_class FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class
                WHERE v.relkind IN ('v', 'm') AND v.relnamespace IN (SELECT schema_oid FROM moved)),
            users AS (
              SELECT classid, objid, n.nspname || '.' || c.relname AS name, c.relkind FROM parts
              JOIN pg_class c ON c.oid = parts.owner JOIN pg_namespace n ON n.oid = c.relnamespace
              UNION ALL SELECT 'pg_proc'::regclass, p.oid, n.nspname || '.' || p.proname, 'f' FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE p.pronamespace IN (SELECT schema_oid FROM moved)),
            used AS (
              SELECT 'pg_class'::regclass AS classid, oid AS objid, relnamespace AS schema_oid, relkind,
                CASE relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' ELSE 'table ' END AS word, relname AS name FROM pg_class
              UNION ALL SELECT 'pg_proc'::regclass, oid, pronamespace, 'f', 'function ', proname FROM pg_proc
              UNION ALL SELECT 'pg_type'::regclass, oid, typnamespace, 't', 'type ', typname FROM pg_type
              UNION ALL SELECT 'pg_collation'::regclass, oid, collnamespace, 'c', 'collation ', collname FROM pg_collation)
            SELECT DISTINCT users.name, used.word || n.nspname || '.' || used.name, n.nspname
            FROM users JOIN pg_depend d ON d.classid = users.classid AND d.objid = users.objid
            JOIN used ON used.classid = d.refclassid AND used.objid = d.refobjid
            JOIN pg_namespace n ON n.oid = used.schema_oid
            WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
              AND (used.relkind NOT IN ('r', 'p', 'i', 'I') OR users.relkind IN ('v', 'm', 'f'))
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = used.classid AND e.objid = used.objid AND e.deptype = 'e')
              AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = users.classid AND e.objid = users.objid AND e.deptype = 'e')
            ORDER BY 1, 2
            """;

    private static final About ABOUT = About.blocker(
            "UsedFromOutside",
            "functions, types, sequences and collations in schemas outside `spec.tables.include` that tables, views and functions inside use",
            "the schema cannot be made on the target: a table's default, column, index, trigger or view refers to nothing",
            "add the schema to spec.tables.include",
            Pages.manual("catalog-pg-depend"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(SQL, row -> new Use(row.getString(1), row.getString(2), row.getString(3))).stream()
                .filter(use -> !at.patterns().includesSchema(use.schema()))
                .map(use -> ABOUT.found(
                        use.user(),
                        "it uses %s, and no pattern of spec.tables.include has the schema %s"
                                .formatted(use.used(), use.schema()),
                        "add %s.* to spec.tables.include".formatted(use.schema())))
                .toList();
    }

    private record Use(String user, String used, String schema) {}
}
