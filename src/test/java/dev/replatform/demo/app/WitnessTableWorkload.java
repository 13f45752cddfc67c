package dev.replatform.demo.app;

import dev.replatform.demo.app.Write.Op;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The rehearsal with a user's own database: the witness writes to a table of its own and touches nothing else. */
final class WitnessTableWorkload implements Workload {
    private static final String TABLE = "app_witness";

    private final UUID process = UUID.randomUUID();
    private final Deque<UUID> rows = new ArrayDeque<>();
    private int requests;

    @Override
    public List<Trace> traces() {
        return List.of(Trace.of(TABLE, "id", "body"));
    }

    @Override
    public void connected(Connection database) {}

    @Override
    public List<Write> nextRequest() {
        int number = requests++;
        return switch (number % 4) {
            case 1 -> rows.isEmpty() ? List.of(insert(number)) : List.of(insert(number), update(number));
            case 3 -> rows.size() < 5 ? List.of(insert(number)) : List.of(insert(number), delete());
            default -> List.of(insert(number), insert(number));
        };
    }

    @Override
    public void committed(List<Write> writes) {
        for (var write : writes) {
            var id = UUID.fromString(write.id());
            if (write.op() == Op.INSERT) {
                rows.addLast(id);
            } else if (write.op() == Op.DELETE) {
                rows.remove(id);
            }
        }
    }

    @Override
    public void read(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("SELECT body FROM app_witness ORDER BY written_at DESC LIMIT 10");
        }
    }

    @Override
    public List<Write> rowOfUpload(String name, long bytes) {
        return List.of();
    }

    private Write insert(int number) {
        var id = UUID.randomUUID();
        var body = "request %d of %s".formatted(number, process);
        return Write.insert(TABLE, id, body, "INSERT INTO app_witness (id, body) VALUES (?, ?)", id, body);
    }

    private Write update(int number) {
        var id = rows.peekLast();
        var body = "changed in request %d of %s".formatted(number, process);
        return Write.update(TABLE, id, body, "UPDATE app_witness SET body = ? WHERE id = ?", body, id);
    }

    private Write delete() {
        var id = rows.peekFirst();
        return Write.delete(TABLE, id, "DELETE FROM app_witness WHERE id = ?", id);
    }
}
