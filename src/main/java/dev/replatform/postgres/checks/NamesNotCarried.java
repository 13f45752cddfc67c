package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Names that would be lost on the way. */
public final class NamesNotCarried implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NamesNotCarried",
            "names of schemas, tables and columns with control characters; tables whose names begin as DMS's own do (`awsdms_`)",
            "the table is not known by that name to DMS or to the operator's journal, and its rows stay behind",
            "ALTER TABLE ... RENAME TO ...",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                WITH ours AS (
                  SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname NOT IN ('information_schema', 'replatform')),
                named AS (
                  SELECT format('%I.%I', nspname, relname) AS name, NULL::name AS attname FROM ours
                    WHERE nspname ~ '[[:cntrl:]]' OR relname ~ '[[:cntrl:]]' OR relname LIKE 'awsdms\\_%'
                  UNION ALL SELECT format('%I.%I', nspname, relname), attname FROM ours
                    JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname ~ '[[:cntrl:]]')
                SELECT regexp_replace(name, '[[:cntrl:]]', '?', 'g'), regexp_replace(attname::text, '[[:cntrl:]]', '?', 'g') FROM named ORDER BY 1, 2
                """,
                        row -> ABOUT.found(
                                row.getString(1),
                                row.getString(2) == null
                                        ? "DMS or the operator cannot carry the table's name: it holds a control character, or begins with awsdms_"
                                        : "DMS or the operator cannot carry the name of column %s: it holds a control character"
                                                .formatted(row.getString(2)),
                                "ALTER TABLE ... RENAME; a table that an earlier DMS task left behind can be dropped"));
    }
}
