package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The blockers that hold in every mode, read and never changed. See DMS's <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html">PostgreSQL source</a>.
 */
public final class Preflight {
    /** What DMS's endpoints refuse in a password. */
    private static final Pattern DMS_REFUSES = Pattern.compile("[;.:+{}*&,%\\\\]");

    private final Session source;
    private final List<SourceTable> tables;
    private final TablePatterns patterns;
    private final List<Blocker> blockers = new ArrayList<>();

    public Preflight(Session source, List<SourceTable> tables, TablePatterns patterns) {
        this.source = source;
        this.tables = tables;
        this.patterns = patterns;
    }

    /** @return the blockers of the source, in a stable order */
    public List<Blocker> source(String dmsRole) {
        server();
        role(dmsRole);
        contents();
        return List.copyOf(blockers);
    }

    /** @return the blockers of these tables alone, where a load has begun already */
    public List<Blocker> sourceTables(String dmsRole) {
        role(dmsRole);
        contents();
        return List.copyOf(blockers);
    }

    /** @return tables of the target that hold rows already */
    public static List<Blocker> target(Session target, List<SourceTable> tables) {
        var found = new ArrayList<Blocker>();
        for (var table : tables) {
            var name = table.name();
            var exists = target.first("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), name.quoted());
            if (exists.orElse(false)
                    && target.first("SELECT 1 FROM %s LIMIT 1".formatted(name.quoted()), row -> row.getInt(1))
                            .isPresent()) {
                found.add(new Blocker(
                        "TargetNotEmpty",
                        name.inWords(),
                        "the target's table holds rows that no open run of this Migration loaded",
                        "empty the table, or choose an empty database"));
            }
        }
        return found;
    }

    /** @return why a role may not be fenced: it is DMS's or the operator's own */
    public static List<Blocker> sharedRoles(List<String> appRoles, String dmsRole, String adminRole) {
        return appRoles.stream()
                .filter(role -> role.equals(dmsRole) || role.equals(adminRole))
                .map(role -> new Blocker(
                        "SharedRole",
                        role,
                        "the role is fenced at the cutover and is at the same time DMS's or the operator's own",
                        "give DMS and the operator roles of their own"))
                .toList();
    }

    /** @return why a password cannot be an endpoint's */
    public static List<Blocker> password(String end, String password) {
        return DMS_REFUSES.matcher(password).find()
                ? List.of(new Blocker(
                        "PasswordCharset",
                        end,
                        "the password holds one of ; . : + { } * & , % \\ which a DMS endpoint refuses",
                        "choose a password of letters, digits, hyphen and underscore"))
                : List.of();
    }

    private void server() {
        var walLevel = setting("wal_level");
        if (!walLevel.equals("logical")) {
            block(
                    "NoLogicalReplication",
                    "wal_level",
                    "wal_level is %s".formatted(walLevel),
                    "set wal_level = logical and restart the source");
        }
        var slots = count("SELECT count(*) FROM pg_replication_slots");
        if (slots >= Integer.parseInt(setting("max_replication_slots"))) {
            block(
                    "NoLogicalReplication",
                    "max_replication_slots",
                    "all %d replication slots are in use".formatted(slots),
                    "drop a slot that nobody needs, or raise max_replication_slots and restart the source");
        }
        var senders = count("SELECT count(*) FROM pg_stat_replication");
        if (senders >= Integer.parseInt(setting("max_wal_senders"))) {
            block(
                    "NoLogicalReplication",
                    "max_wal_senders",
                    "all %d WAL senders are in use".formatted(senders),
                    "raise max_wal_senders and restart the source");
        }
        if (count("SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()") > 0) {
            block(
                    "PreparedTransactions",
                    "pg_prepared_xacts",
                    "there are prepared transactions: the slot cannot be made, and they could commit behind the fence",
                    "commit or roll back each of them");
        }
        if (count("SELECT count(*) FROM pg_largeobject_metadata") > 0) {
            block(
                    "LargeObjects",
                    "pg_largeobject",
                    "there are large objects, which DMS does not move",
                    "move their content into bytea columns or files first");
        }
    }

    private void role(String dmsRole) {
        var found = source.first(
                "SELECT rolcanlogin, rolreplication OR rolsuper, rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = ?",
                row -> new boolean[] {row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)},
                dmsRole);
        if (found.isEmpty()) {
            return; // its login fails, which says more
        }
        if (!found.get()[1]) {
            block(
                    "NoLogicalReplication",
                    dmsRole,
                    "DMS's role may not replicate",
                    "ALTER ROLE \"%s\" REPLICATION".formatted(dmsRole));
        }
        for (var table : tables) {
            if (table.rowSecurity() && !found.get()[2]) {
                block(
                        "RowSecurity",
                        table.name().inWords(),
                        "row security hides rows from DMS's role: the load would see none of them",
                        "ALTER ROLE \"%s\" BYPASSRLS".formatted(dmsRole));
            }
            if (!mayRead(dmsRole, table.name())) {
                block(
                        "NoSelect",
                        table.name().inWords(),
                        "DMS's role may not read the table",
                        "GRANT SELECT ON %s TO \"%s\", and USAGE on its schema"
                                .formatted(table.name().quoted(), dmsRole));
            }
        }
    }

    private boolean mayRead(String role, TableName table) {
        return source.first(
                        "SELECT has_schema_privilege(?, ?, 'USAGE') AND has_table_privilege(?, ?, 'SELECT')",
                        row -> row.getBoolean(1),
                        role,
                        table.schema(),
                        role,
                        table.quoted())
                .orElse(false);
    }

    private void contents() {
        for (var table : tables) {
            var name = table.name();
            if (!table.hasRowIdentity() && !patterns.isCopiedUnderFence(name)) {
                block(
                        "NoRowIdentity",
                        name.inWords(),
                        "DMS would ignore UPDATE and DELETE: "
                                + table.identity().problem(),
                        table.identity().remedy());
            }
            if (table.unlogged()) {
                block(
                        "UnloggedTables",
                        name.inWords(),
                        "the table is unlogged: its changes are in no WAL",
                        "ALTER TABLE %s SET LOGGED, or exclude it".formatted(name.quoted()));
            }
        }
    }

    private void block(String code, String object, String text, String remedy) {
        blockers.add(new Blocker(code, object, text, remedy));
    }

    private String setting(String name) {
        return source.first("SELECT current_setting(?)", row -> row.getString(1), name)
                .orElseThrow();
    }

    private int count(String sql) {
        return source.first(sql, row -> row.getInt(1)).orElse(0);
    }
}
