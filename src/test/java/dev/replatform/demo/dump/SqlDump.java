package dev.replatform.demo.dump;

import dev.replatform.demo.dump.DumpFile.Piece;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads a plain SQL dump, as {@code pg_dump} writes it, over one connection and without psql. It goes on where a statement
 * fails, as psql does, and names it.
 */
public final class SqlDump {
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String DUPLICATE_SCHEMA = "42P06";
    private static final Pattern MISSING_ROLE = Pattern.compile("role \"((?!pg_).+)\" does not exist");
    private static final Pattern ENCODING =
            Pattern.compile("SET\\s+client_encoding\\s*(=|TO)\\s*'?([\\w-]+)'?", Pattern.CASE_INSENSITIVE);
    private static final int COPY_BUFFER = 1 << 16;

    private final Connection database;
    private final List<Problem> problems = new ArrayList<>();
    private long rows;

    private SqlDump(Connection database) {
        this.database = database;
    }

    /**
     * What could not be loaded.
     *
     * @param line where the statement begins in the dump
     * @param statement its beginning
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
     */
    public record Report(long rows, List<Problem> problems) {}

    /**
     * @param database a session of its own, as superuser, to an empty database: the dump changes its settings
     * @throws UnusableDump if the file is no plain UTF-8 dump of one database
     */
    public static Report load(Path file, Connection database) throws IOException, SQLException {
        var dump = new SqlDump(database);
        try (var pieces = new DumpFile(file)) {
            for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
                dump.run(piece, pieces);
            }
        } catch (MalformedInputException e) {
            throw new UnusableDump(file + " is not UTF-8: make it with pg_dump -E UTF8");
        }
        return new Report(dump.rows, List.copyOf(dump.problems));
    }

    private void run(Piece piece, DumpFile pieces) throws IOException, SQLException {
        refuseWhatOnlyPsqlCanDo(piece);
        if (piece.isPsqlCommand()) {
            return;
        }
        if (piece.isCopy()) {
            copy(piece, pieces);
        } else {
            execute(piece);
        }
    }

    private static void refuseWhatOnlyPsqlCanDo(Piece piece) {
        var text = piece.text();
        var encoding = ENCODING.matcher(text);
        if (encoding.matches() && !encoding.group(2).toUpperCase(Locale.ROOT).matches("UTF-?8")) {
            throw new UnusableDump("line %d: the dump is in %s: make it with pg_dump -E UTF8"
                    .formatted(piece.line(), encoding.group(2)));
        }
        if (text.matches("(?is)(\\\\c(onnect)?\\s|CREATE\\s+DATABASE\\s|DROP\\s+DATABASE\\s).*")) {
            throw new UnusableDump(
                    "line %d: %s: the dump makes its own database: make it with pg_dump without --create (-C)"
                            .formatted(piece.line(), piece.head()));
        }
        // pg_dump 16.10 and later fence their output in with these two; they mean nothing to a server.
        if (piece.isPsqlCommand() && !text.matches("\\\\(un)?restrict\\s.*")) {
            throw new UnusableDump(
                    "line %d: %s: a psql command that no plain pg_dump has".formatted(piece.line(), piece.head()));
        }
    }

    private void execute(Piece piece) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(piece.text());
        } catch (SQLException e) {
            if (makesMissingRole(e)) {
                execute(piece);
            } else if (!isHarmless(piece, e)) {
                problems.add(problem(piece, e));
            }
        }
    }

    /** Roles are not in a dump of one database; who owned or was granted something is made, without a login. */
    private boolean makesMissingRole(SQLException e) throws SQLException {
        var role = MISSING_ROLE.matcher(e.getMessage());
        if (!UNDEFINED_OBJECT.equals(e.getSQLState()) || !role.find()) {
            return false;
        }
        try (var statement = database.createStatement()) {
            statement.execute("CREATE ROLE \"" + role.group(1).replace("\"", "\"\"") + "\" NOLOGIN");
        }
        return true;
    }

    /** A setting of a newer pg_dump, and the schema that every database has. */
    private static boolean isHarmless(Piece piece, SQLException e) {
        return (piece.text().startsWith("SET ") && UNDEFINED_OBJECT.equals(e.getSQLState()))
                || (piece.text().equals("CREATE SCHEMA public") && DUPLICATE_SCHEMA.equals(e.getSQLState()));
    }

    private void copy(Piece piece, DumpFile pieces) throws IOException, SQLException {
        CopyIn copy = null;
        try {
            copy = database.unwrap(PGConnection.class).getCopyAPI().copyIn(piece.text());
            send(pieces, copy);
            rows += copy.endCopy();
        } catch (SQLException e) {
            problems.add(problem(piece, e));
            skipData(pieces);
            if (copy != null && copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(DumpFile pieces, CopyIn copy) throws IOException, SQLException {
        var buffer = new StringBuilder();
        for (var line = pieces.nextCopyLine(); line != null; line = pieces.nextCopyLine()) {
            buffer.append(line).append('\n');
            if (buffer.length() > COPY_BUFFER) {
                flush(buffer, copy);
            }
        }
        flush(buffer, copy);
    }

    private static void flush(StringBuilder buffer, CopyIn copy) throws SQLException {
        var bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        buffer.setLength(0);
        copy.writeToCopy(bytes, 0, bytes.length);
    }

    private static void skipData(DumpFile pieces) throws IOException {
        var line = pieces.nextCopyLine();
        while (line != null) {
            line = pieces.nextCopyLine();
        }
    }

    private static Problem problem(Piece piece, SQLException e) {
        return new Problem(piece.line(), piece.head(), e.getMessage().replaceAll("\\s+", " "));
    }
}
