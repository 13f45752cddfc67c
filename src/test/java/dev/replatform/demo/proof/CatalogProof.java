package dev.replatform.demo.proof;

import dev.replatform.demo.proof.Session.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every index, constraint, default, view, trigger and function of the source is on the target, as PostgreSQL itself prints
 * it. A view is compared by its columns: the same view prints differently after one round trip.
 */
public final class CatalogProof implements Proof {
    private static final String FACTS = """
            WITH mine AS (
                SELECT oid, nspname, quote_ident(nspname) AS name FROM pg_namespace
                 WHERE nspname !~ '^(pg_.*|information_schema|replatform)$'),
            relations AS (
                SELECT c.oid, c.relkind, m.nspname, m.name || '.' || quote_ident(c.relname) AS name
                  FROM pg_class c JOIN mine m ON m.oid = c.relnamespace
                 WHERE c.relname !~ '^awsdms_')
            SELECT 'column', r.nspname, r.name || '.' || a.attname,
                   format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attidentity::text || a.attgenerated::text || ' ' || coalesce(l.collname, '')
              FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid LEFT JOIN pg_collation l ON l.oid = a.attcollation
             WHERE r.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT 'default', r.nspname, r.name || '.' || a.attname, pg_get_expr(d.adbin, d.adrelid)
              FROM relations r JOIN pg_attrdef d ON d.adrelid = r.oid
              JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
            UNION ALL
            SELECT 'constraint', r.nspname, r.name || ' ' || o.conname, pg_get_constraintdef(o.oid)
              FROM relations r JOIN pg_constraint o ON o.conrelid = r.oid
             WHERE o.contype IN ('c', 'f', 'p', 'u', 'x')
            UNION ALL
            SELECT 'index', r.nspname, r.name, pg_get_indexdef(r.oid) FROM relations r WHERE r.relkind IN ('i', 'I')
            UNION ALL
            SELECT 'view', r.nspname, r.name,
                   (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
                      FROM pg_attribute WHERE attrelid = r.oid AND attnum > 0)
              FROM relations r WHERE r.relkind IN ('v', 'm')
            UNION ALL
            SELECT 'trigger', r.nspname, r.name || ' ' || t.tgname, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
              FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
            UNION ALL
            SELECT 'function', m.nspname, m.name || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                   pg_get_functiondef(p.oid)
              FROM pg_proc p JOIN mine m ON m.oid = p.pronamespace
             WHERE p.prokind IN ('f', 'p') AND p.proname !~ '^awsdms_'
               AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
            UNION ALL
            SELECT 'enum', m.nspname, m.name || '.' || t.typname, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
              FROM pg_type t JOIN mine m ON m.oid = t.typnamespace WHERE t.typtype = 'e'
            """;

    private final Database source;
    private final Database target;
    private final Scope scope;

    public CatalogProof(Database source, Database target, Scope scope) {
        this.source = source;
        this.target = target;
        this.scope = scope;
    }

    private record Fact(String kind, String schema, String object, String definition) {}

    @Override
    public Verdict look() throws SQLException {
        try (var before = source.open();
                var after = target.open()) {
            var facts = factsOf(before).stream()
                    .filter(fact -> scope.schemas().test(fact.schema()))
                    .toList();
            var onTarget = factsOf(after);
            var definitions = onTarget.stream()
                    .collect(Collectors.toMap(
                            fact -> fact.kind() + " " + fact.object(),
                            fact -> String.valueOf(fact.definition()),
                            (one, other) -> one));
            var wrongs = facts.stream()
                    .filter(fact -> !onTarget.contains(fact))
                    .map(fact -> missing(fact, definitions.get(fact.kind() + " " + fact.object())))
                    .toList();
            return Verdict.of(wrongs, figures(facts));
        }
    }

    private static String missing(Fact fact, String instead) {
        var what = fact.kind() + " " + fact.object();
        return instead == null ? what + " is missing" : what + " is " + instead + ", not " + fact.definition();
    }

    private static String figures(List<Fact> facts) {
        Map<String, Long> counts =
                facts.stream().collect(Collectors.groupingBy(Fact::kind, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + plural(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String plural(String kind, long count) {
        return count == 1 ? kind : kind.equals("index") ? "indexes" : kind + "s";
    }

    private static List<Fact> factsOf(Session session) throws SQLException {
        return session.list(
                FACTS, row -> new Fact(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    }
}
