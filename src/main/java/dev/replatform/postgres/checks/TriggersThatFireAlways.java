package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Locale;

/** DMS writes with session_replication_role = replica, which such a trigger does not heed: it waits for the switch. */
public final class TriggersThatFireAlways implements Check<BothEnds> {
    private static final About ABOUT = About.note(
            "TriggersThatFireAlways",
            "triggers and rules of tables that move that are ENABLE ALWAYS or ENABLE REPLICA",
            "they would fire once more while DMS applies changes; so they get this state at the switch, and are at rest before it",
            "nothing; or ALTER TABLE \"shop\".\"orders\" ENABLE TRIGGER \"audit\" if it need not fire always",
            Pages.manual("sql-altertable"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT nspname, relname, 'TRIGGER', tgname, format('ALTER TABLE %I.%I ENABLE TRIGGER %I', nspname, relname, tgname)
                FROM moved JOIN pg_trigger t ON t.tgrelid = moved.oid WHERE NOT t.tgisinternal AND t.tgenabled IN ('A', 'R')
                UNION ALL
                SELECT nspname, relname, 'RULE', rulename, format('ALTER TABLE %I.%I ENABLE RULE %I', nspname, relname, rulename)
                FROM moved JOIN pg_rewrite r ON r.ev_class = moved.oid WHERE r.ev_enabled IN ('A', 'R')
                ORDER BY 1, 2, 3, 4
                """,
                row -> ABOUT.found(
                        row.getString(1) + "." + row.getString(2),
                        "%s %s would fire for DMS's changes too: it gets that state at the switch"
                                .formatted(row.getString(3).toLowerCase(Locale.ROOT), row.getString(4)),
                        "nothing; or " + row.getString(5) + " if it need not fire always"));
    }
}
