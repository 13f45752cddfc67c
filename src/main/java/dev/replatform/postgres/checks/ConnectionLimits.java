package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS loads eight tables at once and opens some more connections. */
public final class ConnectionLimits implements Check<BothEnds> {
    private static final int NEEDED = 12;

    private static final About ABOUT = About.warning(
            "ConnectionLimits",
            "connection limits of the source: the server's, the database's, and DMS's role's",
            "DMS takes the connections that the application needs, or fails for want of them",
            "ALTER SYSTEM SET max_connections, and restart the source; ALTER ROLE \"dms\" CONNECTION LIMIT -1",
            Pages.manual("runtime-config-connection"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT 'max_connections', format('max_connections is %s, and fewer than %s are free', total, needed),
                  format('ALTER SYSTEM SET max_connections = %s, and restart the source', total + needed)
                FROM (SELECT current_setting('max_connections')::int AS total, current_setting('superuser_reserved_connections')::int AS reserved,
                        (SELECT coalesce(sum(numbackends), 0) FROM pg_stat_database) AS used, ?::int AS needed) server
                WHERE total - reserved - used < needed
                UNION ALL
                SELECT d.datname, format('the database takes %s connections at once', datconnlimit), format('ALTER DATABASE %I CONNECTION LIMIT -1', d.datname)
                FROM pg_database d WHERE d.datname = current_database() AND datconnlimit BETWEEN 0 AND ?
                UNION ALL
                SELECT rolname, format('DMS''s role may have %s connections at once', rolconnlimit), format('ALTER ROLE %I CONNECTION LIMIT -1', rolname)
                FROM pg_roles WHERE rolname = ? AND rolconnlimit BETWEEN 0 AND ?
                """,
                        row -> ABOUT.found(
                                row.getString(1),
                                "%s: DMS needs about %d".formatted(row.getString(2), NEEDED),
                                row.getString(3)),
                        NEEDED,
                        NEEDED,
                        at.logins().dms().username(),
                        NEEDED);
    }
}
