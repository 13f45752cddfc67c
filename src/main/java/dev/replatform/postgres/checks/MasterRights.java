package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** The operator makes the schema on the target, and DMS writes with foreign keys and triggers at rest. */
public final class MasterRights implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "MasterRights",
            "the rights of the target's master: CREATE in the database, session_replication_role, and writing to tables that stand there already",
            "the schema cannot be made, or DMS's load trips over foreign keys",
            "GRANT CREATE ON DATABASE \"shop\" TO \"master\"; GRANT rds_superuser TO \"master\"; or name the instance's own master user in the Database's credentials",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var found = new ArrayList<>(at.target()
                .query(
                        """
                SELECT 1, 'it may not create schemas in the database', format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
                  WHERE NOT has_database_privilege(current_database(), 'CREATE')
                UNION ALL
                SELECT 2, 'it may not set session_replication_role', format('GRANT rds_superuser TO %I', current_user)
                  FROM pg_roles mine WHERE mine.rolname = current_user AND NOT mine.rolsuper
                  AND NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = 'rds_superuser' AND pg_has_role(r.oid, 'MEMBER'))
                ORDER BY 1
                """,
                        row -> ABOUT.found(
                                at.logins().master().username(),
                                "the target's master lacks a right: " + row.getString(2),
                                row.getString(3))));
        found.addAll(at.ofTargetTables(
                """
                SELECT nspname, relname, format('GRANT ALL ON %I.%I TO %I', nspname, relname, current_user) FROM moved
                WHERE NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE')
                  AND has_table_privilege(oid, 'DELETE') AND has_table_privilege(oid, 'TRUNCATE')) ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1) + "." + row.getString(2),
                        "the table stands on the target, and its master may not write to it",
                        row.getString(3) + " on the target, as the table's owner")));
        return List.copyOf(found);
    }
}
