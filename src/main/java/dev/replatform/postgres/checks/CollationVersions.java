package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** An index that was built by another version of a collation may be out of order. */
public final class CollationVersions implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "CollationVersions",
            "versions of the collations that the source's indexes are sorted by",
            "the index finds some rows no more and lets duplicates in: the target, which sorts anew, refuses them",
            "REINDEX TABLE CONCURRENTLY, then ALTER COLLATION ... REFRESH VERSION",
            Pages.manual("sql-altercollation"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var found = new ArrayList<>(at.ofSourceTables(
                """
                SELECT format('%I.%I', n.nspname, c.collname), c.collversion, pg_collation_actual_version(c.oid),
                  min(format('%I.%I', moved.nspname, moved.relname))
                FROM moved JOIN pg_index i ON i.indrelid = moved.oid CROSS JOIN unnest(i.indcollation) AS used(oid)
                JOIN pg_collation c ON c.oid = used.oid JOIN pg_namespace n ON n.oid = c.collnamespace
                WHERE c.collversion <> pg_collation_actual_version(c.oid)
                GROUP BY c.oid, n.nspname, c.collname, c.collversion ORDER BY 1
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        "indexes were built by version %s of the collation, and it is %s now: they may be out of order"
                                .formatted(row.getString(2), row.getString(3)),
                        "REINDEX TABLE CONCURRENTLY %s, and each other table that uses it; then ALTER COLLATION %s REFRESH VERSION"
                                .formatted(row.getString(4), row.getString(1)))));
        if (at.source()
                .first("SELECT current_setting('server_version_num')::int >= 150000", row -> row.getBoolean(1))
                .orElseThrow()) {
            found.addAll(at.source()
                    .query(
                            """
                    SELECT datname, datcollversion, pg_database_collation_actual_version(oid), quote_ident(datname) FROM pg_database
                    WHERE datname = current_database() AND datcollversion <> pg_database_collation_actual_version(oid)
                    """,
                            row -> ABOUT.found(
                                    row.getString(1),
                                    "indexes were built by version %s of the database's collation, and it is %s now: they may be out of order"
                                            .formatted(row.getString(2), row.getString(3)),
                                    "REINDEX DATABASE CONCURRENTLY %1$s; ALTER DATABASE %1$s REFRESH COLLATION VERSION"
                                            .formatted(row.getString(4)))));
        }
        return List.copyOf(found);
    }
}
