package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS finds the row of an update or delete by its key. */
public final class NoRowIdentity implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoRowIdentity",
            "what tells the rows of each table apart in the change stream: the replica identity, with a primary key that is neither deferrable nor a LOB",
            "DMS ignores UPDATE and DELETE of the table, and says nothing",
            "ALTER TABLE \"shop\".\"orders\" ADD PRIMARY KEY USING INDEX \"orders_id\"; or ALTER TABLE \"shop\".\"orders\" REPLICA IDENTITY USING INDEX \"orders_id\"; or name the table in spec.tables.insertOnly or spec.tables.copyUnderFence; or exclude it",
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
