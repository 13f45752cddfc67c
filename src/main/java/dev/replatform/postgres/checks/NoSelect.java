package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS reads the tables as its own role. */
public final class NoSelect implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoSelect",
            "the rights of DMS's role: USAGE of each schema, SELECT of each table",
            "the load of the table fails",
            "GRANT USAGE ON SCHEMA \"shop\" TO \"dms\"; GRANT SELECT ON \"shop\".\"orders\" TO \"dms\"",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT nspname, relname, concat_ws('; ',
                  CASE WHEN NOT sees_schema THEN format('GRANT USAGE ON SCHEMA %I TO %I', nspname, rolname) END,
                  CASE WHEN NOT reads_table THEN format('GRANT SELECT ON %I.%I TO %I', nspname, relname, rolname) END)
                FROM (SELECT moved.*, r.rolname, has_schema_privilege(r.oid, schema_oid, 'USAGE') AS sees_schema,
                        has_table_privilege(r.oid, moved.oid, 'SELECT') AS reads_table
                      FROM moved JOIN pg_roles r ON r.rolname = ?) rights
                WHERE NOT sees_schema OR NOT reads_table ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1) + "." + row.getString(2),
                        "DMS's role may not read the table",
                        row.getString(3)),
                at.logins().dms().username());
    }
}
