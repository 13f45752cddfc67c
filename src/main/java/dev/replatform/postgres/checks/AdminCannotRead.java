package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The operator compares both databases, and takes the sequences over. */
public final class AdminCannotRead implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "AdminCannotRead",
            "the rights of the operator's role on the source: USAGE of each schema, SELECT of each table and sequence",
            "nothing can be proved, and no cutover is proposed",
            "GRANT USAGE ON SCHEMA \"shop\" TO \"admin\"; GRANT SELECT ON ALL TABLES IN SCHEMA \"shop\" TO \"admin\"; and so for sequences",
            Pages.manual("sql-grant"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                , wanted AS (
                  SELECT oid, schema_oid, nspname, relname FROM moved
                  UNION SELECT c.oid, n.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'S' AND n.oid IN (SELECT schema_oid FROM moved))
                SELECT nspname, relname, concat_ws('; ',
                  CASE WHEN NOT sees_schema THEN format('GRANT USAGE ON SCHEMA %I TO %I', nspname, current_user) END,
                  CASE WHEN NOT reads THEN format('GRANT SELECT ON %I.%I TO %I', nspname, relname, current_user) END)
                FROM (SELECT *, has_schema_privilege(schema_oid, 'USAGE') AS sees_schema, has_table_privilege(oid, 'SELECT') AS reads
                      FROM wanted) rights
                WHERE NOT sees_schema OR NOT reads ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1) + "." + row.getString(2),
                        "the operator's role may not read it: it could not be compared",
                        row.getString(3)));
    }
}
