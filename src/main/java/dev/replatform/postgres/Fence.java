package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps the application from writing to the source: its roles cannot log in, its sessions are ended. A read-only default
 * alone is no fence, any session may override it; it is put on top as a belt.
 */
public final class Fence {
    private final Session source;
    private final String owner;
    private final Journal journal;

    /** @param source as a role that may alter the application's roles and end their sessions */
    public Fence(Session source, String owner) {
        this.source = source;
        this.owner = owner;
        this.journal = new Journal(source, owner);
    }

    /** @return transactions that are prepared and could still be committed behind the fence's back */
    public int preparedTransactions() {
        return source.first(
                        "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()",
                        row -> row.getInt(1))
                .orElse(0);
    }

    /**
     * Closes the door, in one transaction with the journal.
     *
     * @param roles the application's roles
     * @param detail what the journal keeps: token, deadline
     * @return whether this call, or an earlier one of the same run, closed it; false where the run has switched
     */
    public boolean close(List<String> roles, Map<String, String> detail) {
        return source.inTransaction(() -> {
            if (!journal.noteOnlyBetween(Journal.Step.PROVED, Journal.Step.FENCED, detail, Journal.Step.SWITCHED)) {
                var reached = journal.read();
                return reached.containsKey(Journal.Step.FENCED) && !reached.containsKey(Journal.Step.SWITCHED);
            }
            statements(roles, "NOLOGIN", true).forEach(source::execute);
            return true;
        });
    }

    /**
     * Ends the roles' sessions.
     *
     * @return how many there were
     */
    public int endSessions(List<String> roles) {
        return source.query("""
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE usename = ANY (string_to_array(?, chr(1))::name[]) AND pid <> pg_backend_pid()
                        """, row -> row.getBoolean(1), String.join("\u0001", roles))
                .size();
    }

    /**
     * Opens the door again, in one transaction with the journal. The proposal goes with it: the next cutover is proved, and
     * approved, afresh.
     *
     * @return whether it did; false where the run has switched or was not fenced
     */
    public boolean open(List<String> roles) {
        return source.inTransaction(() -> {
            if (!journal.takeBackBeforeSwitch(Journal.Step.FENCED)) {
                return false;
            }
            journal.takeBackBeforeSwitch(Journal.Step.PROVED);
            statements(roles, "LOGIN", false).forEach(source::execute);
            return true;
        });
    }

    /** @return what a person runs, before the switch, should the operator be gone: all that {@link #open} does */
    public List<String> openingSql(List<String> roles) {
        var sql = new ArrayList<>(statements(roles, "LOGIN", false));
        sql.add("DELETE FROM replatform.journal WHERE owner = '%s' AND step IN ('FENCED', 'PROVED')"
                .formatted(owner.replace("'", "''")));
        return List.copyOf(sql);
    }

    private List<String> statements(List<String> roles, String login, boolean readOnly) {
        var sql = new ArrayList<String>();
        for (var role : roles) {
            sql.add(Identifiers.quoted(source, "ALTER ROLE %I " + login, role));
        }
        var database = source.first("SELECT current_database()", row -> row.getString(1))
                .orElseThrow();
        sql.add(Identifiers.quoted(
                source,
                readOnly
                        ? "ALTER DATABASE %I SET default_transaction_read_only = on"
                        : "ALTER DATABASE %I RESET default_transaction_read_only",
                database));
        return sql;
    }
}
