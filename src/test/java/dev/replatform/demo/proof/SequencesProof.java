package dev.replatform.demo.proof;

import dev.replatform.demo.proof.Session.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;

/** Every sequence of the source stands on the target, at its source's value or past it: no key is given out twice. */
public final class SequencesProof implements Proof {
    private static final String SEQUENCES = """
            SELECT schemaname, quote_ident(schemaname) || '.' || quote_ident(sequencename), coalesce(last_value, start_value - increment_by),
                   sign(increment_by)
              FROM pg_sequences WHERE schemaname !~ '^(pg_.*|replatform)$' ORDER BY 2
            """;

    private final Database source;
    private final Database target;
    private final Scope scope;

    public SequencesProof(Database source, Database target, Scope scope) {
        this.source = source;
        this.target = target;
        this.scope = scope;
    }

    private record Sequence(String schema, String name, long value, int direction) {}

    @Override
    public Verdict look() throws SQLException {
        var wrongs = new ArrayList<String>();
        try (var before = source.open();
                var after = target.open()) {
            var onTarget = byName(after);
            var onSource = byName(before);
            onSource.values().removeIf(sequence -> !scope.schemas().test(sequence.schema()));
            onSource.forEach((name, sequence) -> {
                var moved = onTarget.get(name);
                if (moved == null) {
                    wrongs.add(name + " is not on the target");
                } else if ((moved.value() - sequence.value()) * sequence.direction() < 0) {
                    wrongs.add("%s is at %d, the source at %d".formatted(name, moved.value(), sequence.value()));
                }
            });
            return Verdict.of(wrongs, "%d, each at or past its source".formatted(onSource.size()));
        }
    }

    private static Map<String, Sequence> byName(Session session) throws SQLException {
        var sequences = new HashMap<String, Sequence>();
        session.list(SEQUENCES, row -> new Sequence(row.getString(1), row.getString(2), row.getLong(3), row.getInt(4)))
                .forEach(sequence -> sequences.put(sequence.name(), sequence));
        return sequences;
    }
}
