package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS reads the versions that its guide names, and the operator the catalogs from 12 on. */
public final class SourceVersion implements Check<BothEnds> {
    private static final int OLDEST = 12;
    private static final int NEWEST = 18;

    private static final About ABOUT = About.blocker(
            "SourceVersion",
            "the version of the source",
            "DMS refuses the source, or the operator cannot read its catalogs",
            "upgrade the source with pg_upgrade to a version between 12 and 18",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Introduction.Sources.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000
                WHERE current_setting('server_version_num')::int / 10000 NOT BETWEEN ? AND ?
                """,
                        row -> ABOUT.found(
                                "PostgreSQL " + row.getString(1),
                                "DMS and the operator take PostgreSQL %d to %d as a source".formatted(OLDEST, NEWEST),
                                row.getInt(2) < OLDEST
                                        ? "upgrade the source: pg_upgrade to %d or later".formatted(OLDEST)
                                        : "wait until DMS's guide names this version"),
                        OLDEST,
                        NEWEST);
    }
}
