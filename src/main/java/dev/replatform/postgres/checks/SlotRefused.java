package dev.replatform.postgres.checks;

import dev.replatform.postgres.SqlFailure;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.time.Duration;
import java.util.List;

/** Makes a temporary slot as DMS does, and lets go of it: login, right, plugin and a free slot proved at once. */
public final class SlotRefused implements Check<BothEnds> {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String UNDEFINED_FILE = "58P01";

    private static final About ABOUT = About.blocker(
            "SlotRefused",
            "a temporary logical replication slot with the plugin `test_decoding`, made as DMS's role",
            "DMS's task fails when it starts: wrong password, no right, or the plugin's package is not installed",
            "on Amazon Linux and RHEL: dnf install postgresql16-contrib (the source's version); else what the finding says",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        if (!setting(at, "wal_level").equals("logical")) {
            return List.of(); // NoLogicalReplication says it
        }
        try (var dms = at.sourceAsDms(LIMIT)) {
            dms.query(
                    "SELECT 1 FROM pg_create_logical_replication_slot('replatform_preflight_' || pg_backend_pid(), 'test_decoding', true)",
                    row -> row.getInt(1));
            return List.of();
        } catch (SqlFailure e) {
            return List.of(explained(at, e));
        }
    }

    private static Finding explained(BothEnds at, SqlFailure e) {
        var role = at.logins().dms().username();
        if (e.sqlState().equals(UNDEFINED_FILE)) {
            return ABOUT.found(
                    "test_decoding",
                    "the plugin test_decoding is not installed on the source: DMS cannot follow changes",
                    "install PostgreSQL's contrib package: dnf install postgresql%s-contrib (on Debian it is in the server's package); no restart is needed"
                            .formatted(setting(at, "server_version").replaceAll("\\D.*", "")));
        }
        return switch (e.kind()) {
            case LOGIN_REFUSED ->
                ABOUT.found(
                        role,
                        "DMS's role cannot log in: " + e.getMessage(),
                        "put its password into the Secret, or ALTER ROLE \"%s\" LOGIN PASSWORD ...".formatted(role));
            case NO_PG_HBA_LINE ->
                ABOUT.found(
                        Severity.UNKNOWN,
                        role,
                        "the source lets DMS's role in from elsewhere only, so its slot could not be tried: "
                                + e.getMessage(),
                        "add a line for the operator's address to pg_hba.conf and SELECT pg_reload_conf(), or go on: DMS tries it");
            // The right and the plugin are seen to before the wait.
            case BUSY ->
                ABOUT.found(
                        Severity.UNKNOWN,
                        role,
                        "the role may make a slot and the plugin is there; but a slot waits for every transaction that writes, and was not there after %d seconds"
                                .formatted(LIMIT.toSeconds()),
                        "end the transactions that OpenTransactions and PreparedTransactions name, or go on: DMS waits longer");
            case UNREACHABLE -> ABOUT.unseen(role, e.getMessage(), "see to it that the source answers");
            default ->
                ABOUT.found(
                        role,
                        "DMS's role cannot make a replication slot: " + e.getMessage(),
                        "ALTER ROLE \"%s\" REPLICATION, or what the message says".formatted(role));
        };
    }

    private static String setting(BothEnds at, String name) {
        return at.source()
                .first("SELECT current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }
}
