package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** Rows that stand on the target already would be mixed with those that come. */
public final class TargetNotEmpty implements Check<BothEnds> {
    /** So many tables a statement: PostgreSQL locks each, and has room for some thousands of locks. */
    private static final int BATCH = 200;

    private static final About ABOUT = About.blocker(
            "TargetNotEmpty",
            "rows in the tables of the target",
            "the load fails at the first key that is there twice, or mixes rows of two origins",
            "TRUNCATE the table on the target, or choose an empty database",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html");

    private record Table(String inWords, String quoted, String statement) {}

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        // A table without a page has no rows; only the others are read.
        var withPages = at.ofTargetTables("""
                SELECT nspname || '.' || relname, format('%I.%I', nspname, relname), format('SELECT %s WHERE EXISTS (SELECT FROM %I.%I)',
                  row_number() OVER (ORDER BY nspname, relname) - 1, nspname, relname)
                FROM moved WHERE pg_relation_size(oid) > 0 ORDER BY nspname, relname
                """, row -> new Table(row.getString(1), row.getString(2), row.getString(3)));
        var found = new ArrayList<Finding>();
        for (int from = 0; from < withPages.size(); from += BATCH) {
            var batch = withPages.subList(from, Math.min(from + BATCH, withPages.size()));
            var sql = String.join(
                    " UNION ALL ", batch.stream().map(Table::statement).toList());
            for (var filled : at.target().query(sql + " ORDER BY 1", row -> withPages.get(row.getInt(1)))) {
                found.add(ABOUT.found(
                        filled.inWords(),
                        "the target's table holds rows that no open run of this Migration loaded",
                        "TRUNCATE %s on the target, or choose an empty database".formatted(filled.quoted())));
            }
        }
        return found;
    }
}
