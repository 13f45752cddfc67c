package dev.replatform.postgres;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** Copies tables that DMS cannot follow or would alter, under the fence, when nobody writes any more. */
public final class InsertOnlyCopy {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Session source;
    private final Session target;

    public InsertOnlyCopy(Session source, Session target) {
        this.source = source;
        this.target = target;
    }

    /**
     * All or nothing; rows of an earlier attempt, which was taken back before the switch, are replaced.
     *
     * @return rows copied
     */
    public long copy(TableName table) {
        return target.inTransaction(() -> {
            target.execute("LOCK TABLE %s IN EXCLUSIVE MODE".formatted(table.quoted()));
            target.execute("SET LOCAL session_replication_role = replica");
            target.execute("DELETE FROM ONLY " + table.quoted());
            var columns = columns(table);
            return stream(
                    "COPY %s%s TO STDOUT".formatted(table.quoted(), columns),
                    "COPY %s%s FROM STDIN".formatted(table.quoted(), columns));
        });
    }

    private String columns(TableName table) {
        List<String> plain = source.query(
                "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                row -> row.getString(1),
                table.quoted());
        return plain.stream()
                .map(column -> "\"" + column.replace("\"", "\"\"") + "\"")
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), list -> list.isEmpty() ? "" : " (" + list + ")"));
    }

    private long stream(String out, String in) {
        try (var sink = new PipedOutputStream();
                var rows = new PipedInputStream(sink, BUFFER_BYTES)) {
            var reading = CompletableFuture.runAsync(() -> copyOut(out, sink));
            var copied =
                    target.connection().unwrap(PGConnection.class).getCopyAPI().copyIn(in, rows);
            reading.join();
            return copied;
        } catch (CompletionException e) {
            throw e.getCause() instanceof SqlFailure failure ? failure : e;
        } catch (SQLException e) {
            throw new SqlFailure("Copying rows", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copyOut(String out, PipedOutputStream sink) {
        try (sink) {
            source.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(out, sink);
        } catch (SQLException e) {
            throw new SqlFailure("Reading rows", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
