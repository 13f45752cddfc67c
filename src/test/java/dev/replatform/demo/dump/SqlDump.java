package dev.replatform.demo.dump;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;

/**
 * Loads a dump over one connection and without psql, as psql does: it goes on where a statement fails, and names it. What
 * the dump says of the cluster around its database is fitted to the one database of a rehearsal.
 */
public final class SqlDump {
    private static final Set<String> UNKNOWN_ROLE_STATES = Set.of("42704", "22023");
    private static final String DUPLICATE_OBJECT = "42710";
    private static final String ABORTED = "25P02";
    private static final Pattern MISSING_ROLE = Pattern.compile("role \"((?!pg_).+)\" does not exist");
    private static final Pattern MISSING_EXTENSION = Pattern.compile("extension \"(.+)\" is not available");
    private static final Pattern ROW_OF_COPY = Pattern.compile("COPY \\S.*?, line (\\d+)");
    private static final int COPY_BUFFER = 1 << 16;

    private final Connection database;
    private final ClusterStatements cluster;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private boolean inTransaction;
    private long rows;

    private SqlDump(Connection database, ClusterStatements cluster) {
        this.database = database;
        this.cluster = cluster;
    }

    /**
     * What could not be loaded.
     *
     * @param line where the statement begins in the dump; in the rows of a COPY, the row's line
     * @param statement its beginning, without values
     * @param message PostgreSQL's own words
     */
    public record Problem(int line, String statement, String message) {
        @Override
        public String toString() {
            return "line %d: %s: %s".formatted(line, message, statement);
        }
    }

    /**
     * How it went.
     *
     * @param rows rows that came by COPY
     * @param problems what failed, in the dump's order
     * @param notes what was made otherwise than the dump says, a sentence each
     */
    public record Report(long rows, List<Problem> problems, List<String> notes) {}

    /**
     * @param survey a dump that was read from its first to its last line
     * @param database a session of its own, as superuser, to an empty UTF-8 database: the dump changes its settings
     * @param logins roles of the rehearsal itself, which no statement of the dump changes
     */
    public static Report load(DumpSurvey survey, Connection database, Set<String> logins)
            throws IOException, SQLException {
        var dump = new SqlDump(database, new ClusterStatements(survey.database(), database.getCatalog(), logins));
        try (var pieces = new DumpFile(survey.input())) {
            for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
                dump.run(piece, pieces);
            }
        }
        return new Report(dump.rows, List.copyOf(dump.problems), dump.notes());
    }

    private List<String> notes() {
        var all = new LinkedHashSet<>(cluster.notes());
        all.addAll(notes);
        return List.copyOf(all);
    }

    private void run(Piece piece, DumpFile pieces) throws IOException, SQLException {
        var fitted = cluster.fit(piece);
        if (fitted.isEmpty() || DumpFile.setsEncoding(piece)) {
            skipRows(pieces);
        } else if (piece.isCopy()) {
            copy(piece, pieces);
        } else {
            execute(fitted.get());
        }
    }

    private void execute(Piece piece) throws SQLException {
        noteTransaction(piece);
        // An error ends a transaction; only a savepoint lets a statement be tried again within.
        boolean guarded = inTransaction && !piece.is("(INSERT|BEGIN|START|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\\b.*");
        try (var statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            if (guarded) {
                statement.execute("SAVEPOINT rehearsal");
            }
            statement.execute(piece.text());
        } catch (SQLException e) {
            if (guarded && !ABORTED.equals(e.getSQLState())) {
                command("ROLLBACK TO SAVEPOINT rehearsal");
            }
            if (makesMissingRole(e)) {
                execute(piece);
            } else if (!isHarmless(piece, e)) {
                problems.add(new Problem(piece.line(), piece.head(), messageOf(e)));
            }
        }
    }

    private void noteTransaction(Piece piece) {
        if (piece.is("(BEGIN|START\\s+TRANSACTION)\\b.*")) {
            inTransaction = true;
        } else if (piece.is("(COMMIT|END|ROLLBACK|ABORT)(\\s+(WORK|TRANSACTION))?")) {
            inTransaction = false;
        }
    }

    /** Roles are not in a dump of one database; who owned or was granted something is made, without a login. */
    private boolean makesMissingRole(SQLException e) throws SQLException {
        var role = MISSING_ROLE.matcher(e.getMessage());
        if (!UNKNOWN_ROLE_STATES.contains(e.getSQLState()) || !role.find()) {
            return false;
        }
        command("CREATE ROLE \"" + role.group(1).replace("\"", "\"\"") + "\" NOLOGIN");
        notes.add(
                "Role %s, which the dump names and does not make, was made without a login.".formatted(role.group(1)));
        return true;
    }

    private void command(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * A setting of a newer pg_dump; what every database has already; what {@code pg_dump --clean} drops and an empty
     * database does not have; what only repeats that a transaction has failed.
     */
    private static boolean isHarmless(Piece piece, SQLException e) {
        return switch (e.getSQLState()) {
            case "42704" -> piece.is("(SET|DROP)\\s.*");
            case "22023" -> piece.is("SET\\s+default_tablespace\\s.*");
            case "42P06" -> piece.is("CREATE\\s+SCHEMA\\s+public");
            case "42P01", "42883", "3F000", "42703" ->
                piece.is("DROP\\s.*|ALTER\\s.*\\sDROP\\s+(CONSTRAINT|DEFAULT)\\b.*");
            case DUPLICATE_OBJECT -> piece.is("CREATE\\s+ROLE\\s.*");
            case ABORTED -> true;
            default -> false;
        };
    }

    private void copy(Piece piece, DumpFile pieces) throws IOException, SQLException {
        CopyIn copy = null;
        try {
            copy = database.unwrap(PGConnection.class).getCopyAPI().copyIn(piece.text());
            send(pieces, copy);
            rows += copy.endCopy();
        } catch (SQLException e) {
            problems.add(new Problem(lineOf(piece, e), piece.head(), messageOf(e)));
            skipRows(pieces);
            if (copy != null && copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(DumpFile pieces, CopyIn copy) throws IOException, SQLException {
        var buffer = new byte[COPY_BUFFER];
        int filled = 0;
        for (var line = pieces.nextCopyLine(); line != null; line = pieces.nextCopyLine()) {
            if (filled + line.length + 1 > buffer.length) {
                copy.writeToCopy(buffer, 0, filled);
                filled = 0;
            }
            if (line.length + 1 > buffer.length) {
                copy.writeToCopy(line, 0, line.length);
            } else {
                System.arraycopy(line, 0, buffer, filled, line.length);
                filled += line.length;
            }
            buffer[filled++] = '\n';
        }
        copy.writeToCopy(buffer, 0, filled);
    }

    private static void skipRows(DumpFile pieces) throws IOException {
        var line = pieces.nextCopyLine();
        while (line != null) {
            line = pieces.nextCopyLine();
        }
    }

    /** The line of a COPY's rows that PostgreSQL names is counted from the one after the COPY itself. */
    private static int lineOf(Piece piece, SQLException e) {
        var where = e instanceof PSQLException server && server.getServerErrorMessage() != null
                ? server.getServerErrorMessage().getWhere()
                : null;
        var row = ROW_OF_COPY.matcher(where == null ? "" : where);
        int lines = (int) piece.text().chars().filter(c -> c == '\n').count() + 1;
        return row.find() ? piece.line() + lines - 1 + Integer.parseInt(row.group(1)) : piece.line();
    }

    /** PostgreSQL's sentence alone: its detail and context hold values of rows. */
    private static String messageOf(SQLException e) {
        var server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
        var message = server == null ? String.valueOf(e.getMessage()) : "ERROR: " + server.getMessage();
        var extension = MISSING_EXTENSION.matcher(message);
        var more = extension.find()
                ? " in the sandbox, whose PostgreSQL has the contrib modules only: what needs %s cannot be rehearsed here"
                        .formatted(extension.group(1))
                : "";
        return message.replaceAll("\\s+", " ") + more;
    }
}
