package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.List;

/** What two replication slots hold back lies on the disk of the source. */
public final class DiskForSlots implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "DiskForSlots",
            "the disk of the source",
            "the disk runs full and the source stops: its application with it",
            "df -h on the source; spec.slot.maxRetainedGiB for each of two slots must be free",
            Pages.manual("logicaldecoding-explanation"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT CASE WHEN pg_has_role('pg_read_all_settings', 'USAGE') THEN current_setting('data_directory') ELSE '/var/lib/pgsql' END",
                        row -> ABOUT.found(
                                Severity.UNKNOWN,
                                row.getString(1),
                                "how much of the disk is free cannot be seen by SQL: two slots hold back up to spec.slot.maxRetainedGiB each",
                                "df -h %s on the source".formatted(row.getString(1))));
    }
}
