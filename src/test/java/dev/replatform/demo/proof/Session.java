package dev.replatform.demo.proof;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A session that reads one of the two databases, with every setting fixed that a row's text hangs on. */
public final class Session implements AutoCloseable {
    private static final String FIXED = """
            SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3;
            SET bytea_output = 'hex'; SET xmlbinary = 'base64'; SET search_path = pg_catalog
            """;

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    /**
     * A database as a proof reaches it.
     *
     * @param url JDBC URL of the port that really listens
     */
    public record Database(String url, String user, String password) {
        public Session open() throws SQLException {
            var login = new Properties();
            login.setProperty("user", user);
            login.setProperty("password", password);
            login.setProperty("sslmode", "require");
            login.setProperty("options", "-c default_transaction_read_only=on");
            var session = new Session(DriverManager.getConnection(url, login));
            session.execute(FIXED);
            return session;
        }

        /** Runs a statement that changes something, for whoever wants a proof to fail. */
        public void execute(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection(url, user, password);
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public String toString() {
            return url + " as " + user;
        }
    }

    /** Makes something of one row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> list(String sql, Row<T> row, Object... arguments) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            try (var rows = statement.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(row.of(rows));
                }
                return all;
            }
        }
    }

    private void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            var argument = arguments[i];
            statement.setObject(
                    i + 1,
                    argument instanceof List<?> list ? connection.createArrayOf("text", list.toArray()) : argument);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
