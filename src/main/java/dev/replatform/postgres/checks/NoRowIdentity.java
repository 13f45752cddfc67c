package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS finds the row of an update or delete by its key. */
public final class NoRowIdentity implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoRowIdentity",
            "the primary key of each table",
            "DMS cannot apply updates and deletes of the table",
            "ALTER TABLE \"shop\".\"orders\" ADD PRIMARY KEY (...); or name it in spec.tables.insertOnly if rows are only inserted; or exclude it",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.tables().stream()
                .filter(table -> !table.hasRowIdentity() && !at.patterns().isInsertOnly(table.name()))
                .map(table -> ABOUT.found(
                        table.name().inWords(),
                        "the table has no key, so that DMS cannot apply its updates and deletes",
                        "ALTER TABLE %s ADD PRIMARY KEY (...); or name it in spec.tables.insertOnly if rows are only inserted; or exclude it"
                                .formatted(table.name().quoted())))
                .toList();
    }
}
