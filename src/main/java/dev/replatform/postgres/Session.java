package dev.replatform.postgres;

import dev.replatform.secrets.Login;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One connection of the operator. It is never read-only by default (the fence makes that the database's default), reads
 * catalogs with qualified names whatever the database's search path, and no statement of it runs longer than told.
 */
public final class Session implements AutoCloseable {
    /** For what a reconcile reads. */
    public static final Duration SHORT = Duration.ofSeconds(2);

    /** For jobs. */
    public static final Duration LONG = Duration.ofHours(6);

    private static final int CONNECT_SECONDS = 5;
    private static final int SOCKET_SLACK_SECONDS = 8;

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param statementTimeout after which a statement is cancelled
     * @throws SqlFailure where the server cannot be reached or refuses the login
     */
    public static Session open(PostgresAddress address, Login login, Duration statementTimeout) {
        var properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        properties.setProperty("sslmode", "none".equals(address.sslMode()) ? "disable" : "require");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS + 2));
        properties.setProperty("socketTimeout", String.valueOf(statementTimeout.toSeconds() + SOCKET_SLACK_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "replatform");
        properties.setProperty(
                "options",
                "-c default_transaction_read_only=off -c search_path=pg_catalog -c check_function_bodies=off"
                        + " -c idle_in_transaction_session_timeout=0 -c statement_timeout="
                        + statementTimeout.toMillis());
        var url = "jdbc:postgresql://%s:%d/%s"
                .formatted(bracketed(address.host()), address.port(), encoded(address.database()));
        try {
            return new Session(DriverManager.getConnection(url, properties));
        } catch (SQLException e) {
            throw new SqlFailure("Connecting to %s as %s".formatted(address.inWords(), login.username()), e);
        }
    }

    /** @return the server's major version, for example 16 */
    public int majorVersion() {
        return first("SELECT current_setting('server_version_num')::int / 10000", row -> row.getInt(1))
                .orElseThrow();
    }

    /** Reads one row after the other. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @return what the statement answers, a row each */
    public <T> List<T> query(String sql, Row<T> row, Object... arguments) {
        try (var statement = prepared(sql, arguments);
                var rows = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(row.read(rows));
            }
            return list;
        } catch (SQLException e) {
            throw new SqlFailure("PostgreSQL refused a query", e);
        }
    }

    /** Reads rows for what they tell. */
    @FunctionalInterface
    public interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    /**
     * Reads an answer in pieces, so that a long one is never held as a whole.
     *
     * @param atOnce how many rows are held
     */
    public void forEach(String sql, int atOnce, Reader reader, Object... arguments) {
        inTransaction(
                () -> { // outside of one PostgreSQL sends all rows at once
                    try (var statement = prepared(sql, arguments)) {
                        statement.setFetchSize(atOnce);
                        try (var rows = statement.executeQuery()) {
                            while (rows.next()) {
                                reader.read(rows);
                            }
                        }
                    } catch (SQLException e) {
                        throw new SqlFailure("PostgreSQL refused a query", e);
                    }
                    return true;
                });
    }

    /** @return the first row of the answer */
    public <T> Optional<T> first(String sql, Row<T> row, Object... arguments) {
        return query(sql, row, arguments).stream().findFirst();
    }

    /** @return how many rows were changed */
    public int update(String sql, Object... arguments) {
        try (var statement = prepared(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailure("PostgreSQL refused a change", e);
        }
    }

    /** Runs statements without arguments, in one go. */
    public void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SqlFailure("PostgreSQL refused a statement", e);
        }
    }

    /** Runs statements without arguments, all or nothing, in one round trip; PostgreSQL itself finds where each ends. */
    void executeAll(List<String> statements) {
        execute(statements.stream()
                .map(statement -> "EXECUTE " + literal(statement) + ";")
                .collect(Collectors.joining("\n", "BEGIN\n", "\nEND"))
                .transform(block -> "DO " + literal(block)));
    }

    /** Does all or nothing. */
    public <T> T inTransaction(Supplier<T> work) {
        try {
            connection.setAutoCommit(false);
            try {
                var result = work.get();
                connection.commit();
                return result;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new SqlFailure("PostgreSQL refused a transaction", e);
        }
    }

    /** Does it and takes all of it back. */
    public <T> T rolledBack(Supplier<T> work) {
        try {
            connection.setAutoCommit(false);
            try {
                return work.get();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new SqlFailure("PostgreSQL did not take a transaction back", e);
        }
    }

    /** From now on no statement runs, and no answer is waited for, much longer than that. */
    public void limitStatements(Duration longest) {
        var millis = Math.max(1, longest.toMillis());
        execute("SET statement_timeout = " + millis);
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(millis) + SOCKET_SLACK_SECONDS * 1000);
        } catch (SQLException e) {
            throw new SqlFailure("A connection took no time limit", e);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlFailure("A connection did not close", e);
        }
    }

    private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setEscapeProcessing(false);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String encoded(String database) {
        return java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8);
    }
}
