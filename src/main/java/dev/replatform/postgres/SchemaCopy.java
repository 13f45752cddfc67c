package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes on the target what stands on the source and is missing there, in rounds until no round gets further: that settles
 * the order among objects without a dependency graph. It creates; it never drops and never alters what it did not make. Cut
 * off after any statement and run again, it ends the same.
 */
public final class SchemaCopy {
    private static final int ROUNDS_WHILE_BUSY = 20;
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '3s'";
    private static final String LOCK_TIMEOUT_BESIDE_THE_APPLICATION = "SET lock_timeout = '500ms'";

    private final Session source;
    private final Session target;
    private final List<String> schemas;
    private final String owner;

    /**
     * @param target as the master, or who else may create in the database
     * @param schemas whose objects are copied
     * @param owner who owns the objects on the target; the role is there
     */
    public SchemaCopy(Session source, Session target, List<String> schemas, String owner) {
        this.source = source;
        this.target = target;
        this.schemas = List.copyOf(schemas);
        this.owner = owner;
    }

    /**
     * An object that could not be made.
     *
     * @param object its kind and name
     * @param reason PostgreSQL's words
     * @param holdsUp whether what comes after must wait for it
     */
    public record Failed(String object, String reason, boolean holdsUp) {}

    /** Told how many of how many objects stand. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    /** @return what could not be made; empty where all of the phase stands */
    public List<Failed> run(SchemaPhase phase, Progress progress) {
        target.execute(phase == SchemaPhase.AFTER_SWITCH ? LOCK_TIMEOUT_BESIDE_THE_APPLICATION : LOCK_TIMEOUT);
        if (phase == SchemaPhase.BEFORE_LOAD) {
            new Roles(target).letMasterActAs(owner, schemas);
        }
        var missing = missing(phase);
        var total = missing.size();
        for (int round = 0; !missing.isEmpty() && round < ROUNDS_WHILE_BUSY; round++) {
            var failures = new LinkedHashMap<Item, SqlFailure>();
            for (var item : missing) {
                create(item, failures);
                progress.at(total - missing.size() + (long) missing.indexOf(item) + 1 - failures.size(), total);
            }
            var stuck = failures.size() == missing.size();
            missing = new ArrayList<>(failures.keySet());
            if (stuck && failures.values().stream().noneMatch(failure -> failure.kind() == SqlFailure.Kind.BUSY)) {
                return failures.entrySet().stream()
                        .map(failure -> failed(phase, failure.getKey(), failure.getValue()))
                        .toList();
            }
        }
        if (phase == SchemaPhase.CAUGHT_UP && missing.isEmpty()) {
            analyze();
        }
        if (phase == SchemaPhase.AFTER_SWITCH && missing.isEmpty()) {
            return refreshMaterializedViews();
        }
        return missing.stream()
                .map(item -> new Failed(item.inWords(), "the table was locked by others all the time", true))
                .toList();
    }

    /** @return objects of the source that no phase copies */
    public List<String> unhandled() {
        return List.copyOf(read(source, "unhandled").keySet());
    }

    private List<Item> missing(SchemaPhase phase) {
        var missing = new ArrayList<Item>();
        for (var kind : SchemaKind.of(phase)) {
            var there = read(target, file(kind)).keySet();
            read(source, file(kind)).forEach((key, statement) -> {
                if (!there.contains(key)) {
                    missing.add(new Item(kind, key, statement));
                }
            });
        }
        return missing;
    }

    private void create(Item item, Map<Item, SqlFailure> failures) {
        try {
            if (item.kind().needsTheMaster()) {
                target.execute(item.statement());
            } else {
                executeAsOwner(item.statement());
            }
            if (item.kind() == SchemaKind.SCHEMAS) {
                new Roles(target).letMasterActAs(owner, schemas);
            }
        } catch (SqlFailure e) {
            failures.put(item, e);
        }
    }

    private void executeAsOwner(String statement) {
        target.inTransaction(() -> {
            target.execute(Identifiers.quoted(target, "SET LOCAL ROLE %I", owner));
            target.execute(statement);
            return true;
        });
    }

    /** They were made while the change stream ran; nothing tells how old their rows are, so it is done each time. */
    private List<Failed> refreshMaterializedViews() {
        var failed = new ArrayList<Failed>();
        read(target, "refreshed_views").forEach((view, statement) -> {
            try {
                executeAsOwner(statement);
            } catch (SqlFailure e) {
                failed.add(new Failed("materialized view: " + view, e.getMessage(), true));
            }
        });
        return List.copyOf(failed);
    }

    private void analyze() {
        for (var table : read(source, "tables").keySet()) {
            target.execute("ANALYZE " + table);
        }
    }

    private static Failed failed(SchemaPhase phase, Item item, SqlFailure failure) {
        return new Failed(item.inWords(), failure.getMessage(), !item.kind().mayFailIn(phase));
    }

    private Map<String, String> read(Session session, String file) {
        var items = new LinkedHashMap<String, String>();
        session.query(
                        SqlFile.read("common") + SqlFile.read(file),
                        row -> new String[] {row.getString("key"), row.getString("statement")},
                        String.join("\u0001", schemas))
                .forEach(item -> items.put(item[0], item[1]));
        return items;
    }

    private static String file(SchemaKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private record Item(SchemaKind kind, String key, String statement) {
        String inWords() {
            return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + key;
        }
    }
}
