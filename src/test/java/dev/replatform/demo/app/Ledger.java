package dev.replatform.demo.app;

import dev.replatform.demo.app.Write.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * What the application tried and what it was told had committed, a line each, in a file that outlives its process. A write
 * that was tried and never acknowledged may or may not have happened; one that was acknowledged must be there for ever.
 */
public final class Ledger implements AutoCloseable {
    private final Writer file;

    /** Goes on at the end of {@code file}, which is made if it is missing. */
    Ledger(Path file) throws IOException {
        this.file = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Whether the application knows how a write ended. */
    public enum Outcome {
        TRIED,
        ACKNOWLEDGED
    }

    /**
     * One line.
     *
     * @param at when it was written
     * @param endpoint the database's host as the application was told it
     */
    public record Entry(Instant at, String endpoint, Outcome outcome, Op op, String table, String id, String value) {
        private static Entry of(String line) {
            var fields = line.split("\t", -1);
            return new Entry(
                    Instant.ofEpochMilli(Long.parseLong(fields[0])),
                    fields[1],
                    Outcome.valueOf(fields[2]),
                    Op.valueOf(fields[3]),
                    fields[4],
                    fields[5],
                    fields[6]);
        }

        public boolean acknowledged() {
            return outcome == Outcome.ACKNOWLEDGED;
        }
    }

    void write(String endpoint, Outcome outcome, List<Write> writes) throws IOException {
        for (var write : writes) {
            file.write("%d\t%s\t%s\t%s\t%s\t%s\t%s\n"
                    .formatted(
                            System.currentTimeMillis(),
                            endpoint,
                            outcome,
                            write.op(),
                            write.table(),
                            write.id(),
                            write.value()));
        }
        file.flush();
    }

    /** @return every whole line of {@code file}, oldest first; a line that is being written is left out */
    public static List<Entry> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            var text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Entry::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
