package dev.replatform.postgres;

import dev.replatform.ownership.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statements of which the target's schema was made, as digests beside the journal, one for each object: what somebody
 * changes on the source afterwards is seen by its statement, whatever kind of object it is.
 */
public final class AppliedSchema {
    private static final String SEPARATOR = "\u0001";
    private static final int DIGEST_LENGTH = 16;
    private static final String TABLE_OF_ITS_OWN = """
            CREATE TABLE IF NOT EXISTS replatform.applied_statement (
                owner text NOT NULL,
                run integer NOT NULL,
                object text NOT NULL,
                digest text NOT NULL,
                PRIMARY KEY (owner, run, object))
            """;

    private final Session target;
    private final String owner;
    private final int run;

    /** @param target where the journal is prepared */
    public AppliedSchema(Session target, String owner, int run) {
        this.target = target;
        this.owner = owner;
        this.run = run;
    }

    /**
     * An object whose statement is another one now.
     *
     * @param object as {@code code:object}
     * @param statement that makes it now; empty where the source has it no more
     */
    public record Changed(String object, String statement) {
        /** @return for a message */
        public String inWords() {
            return statement.isEmpty() ? object + " was dropped" : object + " is now: " + statement;
        }
    }

    /** Notes what was applied; what is noted already stays as it was. */
    public void note(Map<String, String> statements) {
        target.execute(TABLE_OF_ITS_OWN);
        var objects = new ArrayList<>(statements.keySet());
        target.update(
                """
                INSERT INTO replatform.applied_statement (owner, run, object, digest)
                SELECT ?, ?, object, digest FROM unnest(string_to_array(?, chr(1)), string_to_array(?, chr(1))) s (object, digest)
                ON CONFLICT DO NOTHING
                """,
                owner,
                run,
                String.join(SEPARATOR, objects),
                objects.stream()
                        .map(statements::get)
                        .map(AppliedSchema::digest)
                        .collect(Collectors.joining(SEPARATOR)));
    }

    /**
     * @param now the source's statements by {@code code:object}
     * @param accepted objects that somebody has looked at
     * @return what was applied and is something else now, in the order of the names; empty where nothing was noted
     */
    public List<Changed> changedIn(Map<String, String> now, Set<String> accepted) {
        var changed = new ArrayList<Changed>();
        noted().forEach((object, digest) -> {
            var statement = now.getOrDefault(object, "");
            if (!accepted.contains(object)
                    && (statement.isEmpty() || !digest(statement).equals(digest))) {
                changed.add(new Changed(object, statement));
            }
        });
        changed.sort(Comparator.comparing(Changed::object));
        return List.copyOf(changed);
    }

    private Map<String, String> noted() {
        var noted = new HashMap<String, String>();
        if (target.first("SELECT to_regclass('replatform.applied_statement') IS NOT NULL", row -> row.getBoolean(1))
                .orElse(false)) {
            target.query(
                            "SELECT object, digest FROM replatform.applied_statement WHERE owner = ? AND run = ?",
                            row -> Map.entry(row.getString(1), row.getString(2)),
                            owner,
                            run)
                    .forEach(entry -> noted.put(entry.getKey(), entry.getValue()));
        }
        return noted;
    }

    private static String digest(String statement) {
        return Owner.sha256(statement).substring(0, DIGEST_LENGTH);
    }
}
