package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What is in no write-ahead log reaches no replication slot. */
public final class UnloggedTables implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "UnloggedTables",
            "the persistence of each table",
            "changes of an unlogged table are lost after the load, and nothing says so",
            "ALTER TABLE \"shop\".\"cache\" SET LOGGED, or exclude it",
            Pages.manual("sql-createtable"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.tables().stream()
                .filter(table -> table.unlogged())
                .map(table -> ABOUT.found(
                        table.name().inWords(),
                        "the table is unlogged: its changes are in no WAL",
                        "ALTER TABLE %s SET LOGGED, or exclude it"
                                .formatted(table.name().quoted())))
                .toList();
    }
}
