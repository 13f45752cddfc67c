package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.Addresses;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Opens the sessions of one replication instance: they come from its own address. */
public final class Sessions {
    /** What both ends print and read must not depend on their databases' settings. */
    private static final String FIXED_NOTATION = "-c IntervalStyle=postgres -c bytea_output=hex";

    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+");
    private static final String CANNOT_CONNECT = "08001";

    private final Addresses addresses;
    private final Supplier<String> from;

    /**
     * @param addresses where hosts are looked up
     * @param from the address that connections come from at that moment
     */
    public Sessions(Addresses addresses, Supplier<String> from) {
        this.addresses = addresses;
        this.from = from;
    }

    /** @throws SQLException with the server's own text, or libpq's where no server answers */
    public Connection open(PostgresEnd end) throws SQLException {
        return open(end, Map.of());
    }

    /** A session that speaks the replication protocol, bound to a database. */
    Connection openReplication(PostgresEnd end) throws SQLException {
        return open(
                end, Map.of("replication", "database", "preferQueryMode", "simple", "assumeMinServerVersion", "13"));
    }

    private Connection open(PostgresEnd end, Map<String, String> more) throws SQLException {
        var properties = new Properties();
        properties.putAll(Map.of(
                "localSocketAddress", from.get(),
                "ApplicationName", "AWS DMS",
                "connectTimeout", "10",
                "tcpKeepAlive", "true",
                "options", FIXED_NOTATION));
        properties.putAll(end.properties());
        properties.putAll(more);
        var local = addresses.lookUp(end.host(), end.port()).orElseThrow(() -> unreachable(end));
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:" + local.getPort() + "/" + end.database(), properties);
        } catch (SQLException e) {
            if (e.getCause() instanceof ConnectException) {
                throw new SQLException("could not connect to server: Connection refused", CANNOT_CONNECT, e);
            }
            throw e;
        }
    }

    private static SQLException unreachable(PostgresEnd end) {
        return IP_ADDRESS.matcher(end.host()).matches()
                ? new SQLException("timeout expired", CANNOT_CONNECT)
                : new SQLException(
                        "could not translate host name \"" + end.host() + "\" to address: Name or service not known",
                        CANNOT_CONNECT);
    }
}
