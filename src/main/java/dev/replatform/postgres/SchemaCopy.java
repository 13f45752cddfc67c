package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes on the target what stands on the source and is missing there, in rounds until no round gets further: that settles
 * the order among objects without a dependency graph. It creates; it never drops and never alters what it did not make. Cut
 * off after any statement and run again, it ends the same.
 */
public final class SchemaCopy {
    private static final int ROUNDS_WHILE_BUSY = 20;
    private static final int BATCH = 50;
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '3s'";
    private static final String LOCK_TIMEOUT_BESIDE_THE_APPLICATION = "SET lock_timeout = '500ms'";

    private final Session source;
    private final Session target;
    private final List<String> schemas;
    private final String owner;
    private final Set<String> accepted;

    /**
     * @param target as the master, or who else may create in the database
     * @param schemas whose objects are copied
     * @param owner who owns the objects on the target; the role is there
     * @param accepted what may be missing, as {@code code:object}
     */
    public SchemaCopy(Session source, Session target, List<String> schemas, String owner, Set<String> accepted) {
        this.source = source;
        this.target = target;
        this.schemas = List.copyOf(schemas);
        this.owner = owner;
        this.accepted = Set.copyOf(accepted);
    }

    /**
     * An object that could not be made.
     *
     * @param code its kind in one word
     * @param object its name, as the catalogs spell it
     * @param reason PostgreSQL's words
     * @param statement what was refused
     * @param holdsUp whether what comes after must wait for it
     * @param isTriedAgain whether a later phase makes it where this one could not
     */
    public record Failed(
            String code, String object, String reason, String statement, boolean holdsUp, boolean isTriedAgain) {
        /** @return kind and name, as spec.schema.accept takes them */
        public String inWords() {
            return code + ":" + object;
        }
    }

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
        try {
            return make(phase, progress);
        } finally {
            actAs(true);
        }
    }

    /** @return what the source's objects are made of, whatever the target holds: the statement by {@code code:object} */
    public Map<String, String> statements(SchemaPhase... phases) {
        var statements = new LinkedHashMap<String, String>();
        for (var phase : phases) {
            for (var kind :
                    SchemaKind.groups(phase).stream().flatMap(List::stream).toList()) {
                read(source, kind.file())
                        .forEach((key, statement) -> statements.put(kind.code() + ":" + key, statement));
            }
        }
        return statements;
    }

    /** @return objects of the source that no phase copies */
    public List<String> unhandled() {
        return source.query(
                SqlFile.read("common") + SqlFile.read("uncopied") + SqlFile.read("unhandled"),
                row -> row.getString("key"),
                String.join("\u0001", schemas));
    }

    private List<Failed> make(SchemaPhase phase, Progress progress) {
        var groups = SchemaKind.groups(phase).stream().map(this::missing).toList();
        var count = new Count(progress, groups.stream().mapToInt(List::size).sum());
        var failed = new ArrayList<Failed>();
        for (var group : groups) {
            make(group, count).forEach((item, failure) -> failed.add(failed(phase, item, failure.getMessage())));
            if (failed.stream().anyMatch(Failed::holdsUp)) {
                return List.copyOf(failed);
            }
        }
        failed.addAll(ignored(phase, groups, List.copyOf(failed)));
        if (phase == SchemaPhase.CAUGHT_UP && count.done > 0) {
            analyze();
        }
        if (phase == SchemaPhase.AFTER_SWITCH) {
            failed.addAll(refreshMaterializedViews());
        }
        return List.copyOf(failed);
    }

    private List<Item> missing(List<SchemaKind> kinds) {
        var missing = new ArrayList<Item>();
        for (var kind : kinds) {
            var there = read(target, kind.file()).keySet();
            read(source, kind.file()).forEach((key, statement) -> {
                if (!there.contains(key)) {
                    missing.add(
                            new Item(kind, key, kind == SchemaKind.SCHEMAS ? ownedBy(owner, statement) : statement));
                }
            });
        }
        return missing;
    }

    /** @return what PostgreSQL took and did not do */
    private List<Failed> ignored(SchemaPhase phase, List<List<Item>> groups, List<Failed> refused) {
        var kinds = groups.stream()
                .flatMap(List::stream)
                .map(Item::kind)
                .filter(SchemaKind::mayBeIgnored)
                .distinct()
                .toList();
        return missing(kinds).stream()
                .filter(item -> refused.stream().noneMatch(it -> it.object().equals(item.key())))
                .map(item -> failed(phase, item, "PostgreSQL took the statement and did nothing"))
                .toList();
    }

    /** @return what could not be made, by the reason, when a round made nothing */
    private Map<Item, SqlFailure> make(List<Item> items, Count count) {
        var failures = new LinkedHashMap<Item, SqlFailure>();
        var left = items;
        for (int round = 0; !left.isEmpty() && round < ROUNDS_WHILE_BUSY; round++) {
            failures.clear();
            batches(left).forEach(batch -> makeBatch(batch, failures, count));
            var stuck = failures.size() == left.size();
            left = List.copyOf(failures.keySet());
            if (stuck && failures.values().stream().noneMatch(failure -> failure.kind() == SqlFailure.Kind.BUSY)) {
                break;
            }
        }
        return failures;
    }

    /** All of them in one transaction and one round trip; one by one where that is refused. */
    private void makeBatch(List<Item> batch, Map<Item, SqlFailure> failures, Count count) {
        actAs(batch.get(0).kind().needsTheMaster());
        if (batch.size() > 1 && isMade(batch)) {
            count.made(batch.size());
            return;
        }
        for (var item : batch) {
            try {
                target.executeAll(List.of(item.statement()));
                count.made(1);
            } catch (SqlFailure e) {
                failures.put(item, e);
            }
        }
    }

    private boolean isMade(List<Item> batch) {
        try {
            target.executeAll(batch.stream().map(Item::statement).toList());
            return true;
        } catch (SqlFailure e) {
            return false;
        }
    }

    /** Lists of items that follow each other and are made by the same role. */
    private static List<List<Item>> batches(List<Item> items) {
        var batches = new ArrayList<List<Item>>();
        for (var item : items) {
            var last = batches.isEmpty() ? List.<Item>of() : batches.get(batches.size() - 1);
            if (last.isEmpty()
                    || last.size() == BATCH
                    || last.get(0).kind().needsTheMaster() != item.kind().needsTheMaster()) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1).add(item);
        }
        return batches;
    }

    private void actAs(boolean master) {
        target.execute(master ? "RESET ROLE" : Identifiers.quoted(target, "SET ROLE %I", owner));
    }

    /** They were made while the change stream ran; nothing tells how old their rows are, so it is done each time. */
    private List<Failed> refreshMaterializedViews() {
        actAs(false);
        var failed = new ArrayList<Failed>();
        read(target, "refreshed_views").forEach((view, statement) -> {
            try {
                target.execute(statement);
            } catch (SqlFailure e) {
                failed.add(
                        new Failed(SchemaKind.MATERIALIZED_VIEWS.code(), view, e.getMessage(), statement, true, false));
            }
        });
        return List.copyOf(failed);
    }

    private void analyze() {
        for (var table : read(source, SchemaKind.TABLES.file()).keySet()) {
            target.execute("ANALYZE " + table);
        }
    }

    private Failed failed(SchemaPhase phase, Item item, String reason) {
        var failed = new Failed(
                item.kind().code(),
                item.key(),
                reason,
                item.statement(),
                !item.kind().mayFailIn(phase),
                item.kind().isTriedAgainAfter(phase));
        return accepted.contains(failed.inWords())
                ? new Failed(
                        failed.code(),
                        failed.object(),
                        failed.reason(),
                        failed.statement(),
                        false,
                        failed.isTriedAgain())
                : failed;
    }

    private String ownedBy(String owner, String createSchema) {
        return Identifiers.quoted(target, createSchema.replace("%", "%%") + " AUTHORIZATION %I", owner);
    }

    private Map<String, String> read(Session session, String file) {
        return session
                .query(
                        SqlFile.read("common") + SqlFile.read(file),
                        row -> new String[] {row.getString("key"), row.getString("statement")},
                        String.join("\u0001", schemas))
                .stream()
                .collect(Collectors.toMap(item -> item[0], item -> item[1], (one, same) -> one, LinkedHashMap::new));
    }

    /** How far a phase is. */
    private static final class Count {
        private final Progress progress;
        private final long total;
        private long done;

        Count(Progress progress, long total) {
            this.progress = progress;
            this.total = total;
        }

        void made(int items) {
            done += items;
            progress.at(done, total);
        }
    }

    private record Item(SchemaKind kind, String key, String statement) {}
}
