package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The PostgreSQL server behind an RDS instance, with the rights that RDS gives its master: no superuser, member of
 * {@code rds_superuser}. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html">User
 * guide</a>.
 */
final class RdsServer {
    /** Amazon's own superuser; nobody else learns its password. */
    private static final Login ADMIN = new Login("rdsadmin", UUID.randomUUID().toString());

    private final PostgresServer server;
    private final String master;
    private final boolean tlsByDefault;

    private RdsServer(PostgresServer server, String master, boolean tlsByDefault) {
        this.server = server;
        this.master = master;
        this.tlsByDefault = tlsByDefault;
    }

    /**
     * Starts a server and makes its master and its database.
     *
     * @param database null where only {@code postgres} is wanted
     * @param tlsByDefault what {@code rds.force_ssl} is where the parameter group does not say
     * @param parameters what the parameter group says, {@code rds.} ones included
     */
    static RdsServer start(
            PostgresServers servers,
            String host,
            int port,
            Login master,
            String database,
            boolean tlsByDefault,
            Map<String, String> parameters) {
        var server = servers.start(host, port, settings(parameters), ADMIN, hba(tlsByDefault, parameters));
        var rds = new RdsServer(server, master.name(), tlsByDefault);
        rds.makeRoles(master);
        rds.makeDatabases(database);
        return rds;
    }

    PostgresServer server() {
        return server;
    }

    /** Puts parameters into force; those that PostgreSQL takes at start only wait for {@link #restart}. */
    void apply(Map<String, String> parameters) {
        server.settings(settings(parameters));
        server.hba(hba(tlsByDefault, parameters));
    }

    void restart() {
        server.restart();
    }

    void changePassword(String password) {
        server.execute("postgres", "ALTER ROLE " + quoted(master) + " PASSWORD " + literal(password));
    }

    private void makeRoles(Login login) {
        server.execute(
                "postgres",
                "CREATE ROLE rds_superuser",
                "CREATE ROLE rds_replication",
                "CREATE ROLE rds_password",
                "GRANT pg_monitor, pg_signal_backend, pg_checkpoint, rds_replication, rds_password TO rds_superuser"
                        + " WITH ADMIN OPTION",
                "GRANT SET ON PARAMETER session_replication_role TO rds_superuser",
                "CREATE ROLE " + quoted(login.name()) + " LOGIN CREATEDB CREATEROLE NOSUPERUSER NOREPLICATION"
                        + " VALID UNTIL 'infinity' PASSWORD " + literal(login.password()),
                "GRANT rds_superuser TO " + quoted(login.name()) + " WITH ADMIN OPTION");
    }

    private void makeDatabases(String database) {
        server.execute(
                "postgres",
                "CREATE DATABASE rdsadmin",
                "REVOKE CONNECT ON DATABASE rdsadmin FROM PUBLIC",
                "ALTER DATABASE postgres OWNER TO " + quoted(master));
        if (database != null && !database.equals("postgres")) {
            server.execute("postgres", "CREATE DATABASE " + quoted(database) + " OWNER " + quoted(master));
        }
    }

    private static Map<String, String> settings(Map<String, String> parameters) {
        var settings = new HashMap<String, String>();
        parameters.forEach((name, value) -> {
            if (!name.startsWith("rds.")) {
                settings.put(name, value);
            }
        });
        if ("1".equals(parameters.get("rds.logical_replication"))) {
            settings.put("wal_level", "logical");
        }
        return settings;
    }

    private static List<String> hba(boolean tlsByDefault, Map<String, String> parameters) {
        var forced = parameters
                .getOrDefault("rds.force_ssl", tlsByDefault ? "1" : "0")
                .equals("1");
        return List.of(
                "host rdsadmin all all reject",
                (forced ? "hostssl" : "host") + " all all all scram-sha-256",
                (forced ? "hostssl" : "host") + " replication all all scram-sha-256");
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
