package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.time.Duration;
import java.util.List;

/** A new replication slot waits for every transaction that writes. */
public final class OpenTransactions implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "OpenTransactions",
            "transactions of the source that write and have been open for five minutes",
            "the replication slot is not made until they end: DMS's task waits, and fails after some minutes",
            "SELECT pg_terminate_backend(PID)",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.PG.html");

    private final Duration tooLong;

    public OpenTransactions() {
        this(Duration.ofMinutes(5));
    }

    OpenTransactions(Duration tooLong) {
        this.tooLong = tooLong;
    }

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        Rights.require(at.source(), "pg_read_all_stats");
        return at.source()
                .query(
                        """
                SELECT pid, coalesce(usename, '-'), coalesce(datname, '-'), xact_start::timestamptz(0)::text FROM pg_stat_activity
                WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND xact_start < now() - make_interval(secs => ?)
                ORDER BY xact_start
                """,
                        row -> ABOUT.found(
                                "pid " + row.getInt(1),
                                "a transaction of %s in database %s is open since %s: DMS's slot waits for its end"
                                        .formatted(row.getString(2), row.getString(3), row.getString(4)),
                                "commit it, or SELECT pg_terminate_backend(%d)".formatted(row.getInt(1))),
                        tooLong.toSeconds());
    }
}
