package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.HashSet;
import java.util.List;

/** The operating system brings collations, and each another set. */
public final class CollationsNotOnTarget implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "CollationsNotOnTarget",
            "collations of the source's operating system that columns, domains and indexes use",
            "the table or index cannot be made on the target",
            "ALTER TABLE ... ALTER COLUMN ... TYPE ... COLLATE a collation that both have, for example one of ICU",
            Pages.manual("collation"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var there = new HashSet<>(at.target()
                .query(
                        "SELECT collname FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace",
                        row -> row.getString(1)));
        return at.ofSchemas(row -> row.getString(1), "found_collations").stream()
                .filter(collation -> !there.contains(collation))
                .map(collation -> ABOUT.found(
                        collation,
                        "the target does not have this collation of the source's operating system, and something is sorted by it",
                        "sort by one that both have, for example one of ICU"))
                .toList();
    }
}
