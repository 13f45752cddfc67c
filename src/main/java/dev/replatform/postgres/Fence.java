package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the application from writing to the source: its roles cannot log in, its sessions are ended. A read-only default
 * alone is no fence, any session may override it; it is put on top as a belt.
 */
public final class Fence {
    private final Session source;
    private final String owner;
    private final int run;
    private final Journal journal;

    /** @param source as a role that may alter the application's roles and end their sessions */
    public Fence(Session source, String owner, int run) {
        this.source = source;
        this.owner = owner;
        this.run = run;
        this.journal = new Journal(source, owner, run);
    }

    /** @return transactions that are prepared and could still be committed behind the fence's back */
    public int preparedTransactions() {
        return source.first(
                        "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()",
                        row -> row.getInt(1))
                .orElse(0);
    }

    /**
     * Closes the door, in one transaction with the journal, which keeps how the door stood before.
     *
     * @param roles the application's roles
     * @param detail what else the journal keeps: token, deadline
     * @return whether this call, or an earlier one of the same run, closed it; false where the run has switched
     */
    public boolean close(List<String> roles, Map<String, String> detail) {
        return source.inTransaction(() -> {
            var before = Door.asItStands(source, roles);
            var kept = new HashMap<>(detail);
            kept.putAll(before.detail());
            if (!journal.noteOnlyBetween(Journal.Step.PROVED, Journal.Step.FENCED, kept, Journal.Step.SWITCHED)) {
                var reached = journal.read();
                return reached.containsKey(Journal.Step.FENCED) && !reached.containsKey(Journal.Step.SWITCHED);
            }
            before.closing(source).forEach(source::execute);
            return true;
        });
    }

    /**
     * Something that the fence needs and PostgreSQL refuses.
     *
     * @param statement what was tried
     * @param why PostgreSQL's words
     */
    public record Refusal(String statement, String why) {}

    /**
     * Runs what {@link #close}, {@link #endSessions} and {@link #open} will run, in a transaction that is taken back: what
     * would fail at the cutover fails now. Nobody is shut out meanwhile; of sessions only the right to end them is looked at.
     *
     * @return what PostgreSQL refuses; empty where the fence will work
     * @throws SqlFailure where it cannot be tried now
     */
    public List<Refusal> rehearse(List<String> roles) {
        return source.rolledBack(() -> {
            source.execute("SET LOCAL lock_timeout = '1s'");
            var refused = new ArrayList<Refusal>();
            attempt("CREATE SCHEMA replatform", refused, journal::makeTables);
            var door = Door.asItStands(source, roles);
            for (var statement : door.closing(source)) {
                attempt(statement, refused, () -> source.execute(statement));
            }
            for (var statement : door.opening(source)) {
                attempt(statement, refused, () -> source.execute(statement));
            }
            for (var role : rolesOutOfReach(roles)) {
                refused.add(new Refusal("pg_terminate_backend for sessions of " + role, "permission denied"));
            }
            return List.copyOf(refused);
        });
    }

    private void attempt(String statement, List<Refusal> refused, Runnable work) {
        source.execute("SAVEPOINT attempt");
        try {
            work.run();
        } catch (SqlFailure e) {
            if (e.kind() == SqlFailure.Kind.BUSY || e.kind() == SqlFailure.Kind.UNREACHABLE) {
                throw e;
            }
            source.execute("ROLLBACK TO SAVEPOINT attempt");
            refused.add(new Refusal(statement, e.getMessage()));
        }
    }

    /** As pg_terminate_backend decides it: see <a href="https://www.postgresql.org/docs/current/functions-admin.html">the manual</a>. */
    private List<String> rolesOutOfReach(List<String> roles) {
        return source.query("""
                SELECT r.rolname FROM pg_roles r, pg_roles mine
                WHERE mine.rolname = current_user AND NOT mine.rolsuper
                  AND r.rolname = ANY (string_to_array(?, chr(1))::name[])
                  AND (r.rolsuper OR NOT (pg_has_role(r.oid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE')))
                ORDER BY 1
                """, row -> row.getString(1), String.join("\u0001", roles));
    }

    /** @return the roles that could log in before the fence, by its row of the journal */
    public static List<String> roles(Journal.Entry fenced) {
        return Door.of(fenced).roles();
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
     * Opens the door again as it stood before, in one transaction with the journal. The proposal goes with it: the next
     * cutover is proved, and approved, afresh.
     *
     * @return whether it did; false where the run has switched or was not fenced
     */
    public boolean open() {
        return source.inTransaction(() -> {
            var fenced = journal.read().get(Journal.Step.FENCED);
            if (fenced == null || !journal.takeBackBeforeSwitch(Journal.Step.FENCED)) {
                return false;
            }
            journal.takeBackBeforeSwitch(Journal.Step.PROVED);
            Door.of(fenced).opening(source).forEach(source::execute);
            return true;
        });
    }

    /**
     * @param roles the application's roles
     * @return what a person runs, before the switch, should the operator be gone: all that {@link #open} does
     */
    public List<String> openingSql(List<String> roles) {
        var fenced = journal.read().get(Journal.Step.FENCED);
        var door = fenced == null ? Door.asItStands(source, roles) : Door.of(fenced);
        var sql = new ArrayList<>(door.opening(source));
        sql.add("DELETE FROM replatform.journal WHERE owner = '%s' AND run = %d AND step IN ('FENCED', 'PROVED')"
                .formatted(owner.replace("'", "''"), run));
        return List.copyOf(sql);
    }

    /**
     * How the door stands while it is open.
     *
     * @param roles who may log in
     * @param readOnly the database's own default_transaction_read_only; empty where it has none
     */
    private record Door(List<String> roles, String readOnly) {
        private static final String ROLES = "roles";
        private static final String READ_ONLY = "readOnly";
        private static final String SEPARATOR = "\u0001";

        static Door asItStands(Session source, List<String> roles) {
            var login = source.query(
                    "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname = ANY (string_to_array(?, chr(1))::name[])",
                    row -> row.getString(1),
                    String.join(SEPARATOR, roles));
            var readOnly = source.first("""
                    SELECT split_part(setting, '=', 2) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase,
                      unnest(s.setconfig) setting
                    WHERE d.datname = current_database() AND s.setrole = 0 AND setting LIKE 'default\\_transaction\\_read\\_only=%'
                    """, row -> row.getString(1));
            return new Door(login, readOnly.orElse(""));
        }

        static Door of(Journal.Entry fenced) {
            var roles = fenced.detail().getOrDefault(ROLES, "");
            return new Door(
                    roles.isEmpty() ? List.of() : List.of(roles.split(SEPARATOR, -1)),
                    fenced.detail().getOrDefault(READ_ONLY, ""));
        }

        Map<String, String> detail() {
            return Map.of(ROLES, String.join(SEPARATOR, roles), READ_ONLY, readOnly);
        }

        List<String> closing(Session source) {
            return statements(source, "NOLOGIN", "SET default_transaction_read_only = on");
        }

        List<String> opening(Session source) {
            return statements(
                    source,
                    "LOGIN",
                    readOnly.isEmpty()
                            ? "RESET default_transaction_read_only"
                            : "SET default_transaction_read_only = " + readOnly);
        }

        private List<String> statements(Session source, String login, String belt) {
            var sql = new ArrayList<String>();
            for (var role : roles) {
                sql.add(Identifiers.quoted(source, "ALTER ROLE %I " + login, role));
            }
            var database = source.first("SELECT current_database()", row -> row.getString(1))
                    .orElseThrow();
            sql.add(Identifiers.quoted(source, "ALTER DATABASE %I " + belt, database));
            return sql;
        }
    }
}
