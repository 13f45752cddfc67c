package dev.replatform.postgres;

import java.util.Optional;

/**
 * Where a server keeps <a href="https://www.postgresql.org/docs/current/runtime-config-file-locations.html">its files</a>.
 *
 * @param path of pg_hba.conf
 * @param dataDirectory where its postmaster.pid is
 */
public record HbaFile(String path, String dataDirectory) {
    /** @return empty where the session's role may not know: that takes pg_read_all_settings */
    public static Optional<HbaFile> of(Session session) {
        return session.first("""
                SELECT max(setting) FILTER (WHERE name = 'hba_file'), max(setting) FILTER (WHERE name = 'data_directory')
                FROM pg_settings WHERE name IN ('hba_file', 'data_directory') HAVING count(setting) = 2
                """, row -> new HbaFile(row.getString(1), row.getString(2)));
    }
}
