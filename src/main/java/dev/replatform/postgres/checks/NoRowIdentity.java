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
                .filter(table -> !table.hasRowIdentity() && !at.patterns().isCopiedUnderFence(table.name()))
                .map(table -> ABOUT.found(
                        table.name().inWords(),
                        "DMS would ignore UPDATE and DELETE: "
                                + table.identity().problem(),
                        table.identity().remedy()))
                .toList();
    }
}
