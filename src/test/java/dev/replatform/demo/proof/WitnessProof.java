package dev.replatform.demo.proof;

import dev.replatform.demo.app.Workload.Trace;
import dev.replatform.demo.proof.Session.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every write that the application was told had committed, before or after the switch, is in the new database, and the
 * application goes on writing there.
 */
public final class WitnessProof implements Proof {
    private final Database target;
    private final Testimony testimony;

    public WitnessProof(Database target, Testimony testimony) {
        this.target = target;
        this.testimony = testimony;
    }

    @Override
    public Verdict look() throws SQLException {
        var wrongs = new ArrayList<String>();
        if (!testimony.writesToTarget()) {
            wrongs.add("the application has written nothing to the new database");
        }
        try (var session = target.open()) {
            for (var trace : testimony.traces()) {
                if (!trace.valueColumn().isEmpty()) {
                    wrongs.addAll(brokenPromises(trace, session));
                }
            }
        }
        return Verdict.of(wrongs, "%,d acknowledged writes, every one there".formatted(testimony.acknowledged()));
    }

    private List<String> brokenPromises(Trace trace, Session session) throws SQLException {
        var wrongs = new ArrayList<String>();
        var promises = testimony.promisesOf(trace.ledgerTable());
        var found = rowsOf(trace, session, List.copyOf(promises.keySet()));
        promises.forEach((id, states) -> {
            var state = Optional.ofNullable(found.get(id));
            if (!states.contains(state)) {
                wrongs.add("%s %s is %s, acknowledged was %s"
                        .formatted(trace.table(), id, tell(state), tell(states.get(0))));
            }
        });
        return wrongs;
    }

    private static String tell(Optional<String> state) {
        return state.map(value -> '"' + value + '"').orElse("not there");
    }

    private static Map<String, String> rowsOf(Trace trace, Session session, List<String> ids) throws SQLException {
        // The application's tables are found by its own search path, not by the proofs'.
        var sql = """
                SELECT %1$s::text, %2$s FROM public.%3$s WHERE %1$s::text = ANY (?)
                """.formatted(trace.idColumn(), trace.valueColumn(), trace.table());
        var rows = new HashMap<String, String>();
        session.list(sql, row -> rows.put(row.getString(1), row.getString(2)), ids);
        return rows;
    }
}
