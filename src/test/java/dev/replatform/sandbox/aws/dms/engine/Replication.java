package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.dms.engine.ChangeApply.CapturedTable;
import dev.replatform.sandbox.aws.dms.engine.FullLoad.Item;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a task does and remembers from one run to the next: its slot, its tables, how far it came. */
public final class Replication {
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final Duration POLL = Duration.ofMillis(3);

    private final Sessions sessions;
    private final EngineControls pace;
    private final Delays delays;
    private final Map<TableName, TableProgress> progress = new LinkedHashMap<>();
    private final Queue<TableName> reloads = new ConcurrentLinkedQueue<>();
    private StopSignal stop = new StopSignal();
    private volatile Slot slot;
    private volatile LogSequenceNumber applied;
    private volatile Instant loadStart;
    private volatile Instant loadFinish;

    /**
     * @param sessions of the replication instance that the task runs on
     * @param pace holds loads where a test wants it
     * @param delays scales DMS's pauses between attempts
     */
    public Replication(Sessions sessions, EngineControls pace, Delays delays) {
        this.sessions = sessions;
        this.pace = pace;
        this.delays = delays;
    }

    /** Allows {@link #run} again after a {@link #stop}; called before the task reads {@code starting}. */
    public synchronized void ready() {
        stop = new StopSignal();
    }

    /** Has a run end when it next looks. */
    public synchronized void stop() {
        stop.give();
    }

    /**
     * Runs to a stop, planned or not; a lost connection is tried again for as long as the settings say.
     *
     * @param afresh whether what was loaded and where the stream stood is forgotten: {@code reload-target}
     */
    public Outcome run(TaskPlan plan, boolean afresh) throws InterruptedException {
        var signal = stopSignal();
        var attempts = plan.settings().number("/ErrorBehavior/RecoverableErrorCount");
        var forgets = afresh;
        for (var attempt = 0; ; attempt++) {
            try {
                if (forgets) {
                    forget(plan);
                    forgets = false;
                }
                return once(plan, signal);
            } catch (FatalError e) {
                return Outcome.fatal(e.getMessage());
            } catch (SQLException e) {
                LOG.info("[TASK_MANAGER    ]W:  {} {}", plan.externalId(), Failures.text(e));
                var message = Failures.ofComponent("Stream Component Fatal error.", e);
                if (!Failures.isPassing(e)) {
                    return Outcome.fatal(message);
                }
                if (attempts >= 0 && attempt >= attempts) {
                    return Outcome.recoverable(message);
                }
                pauseBetweenAttempts(plan);
            }
            if (signal.isGiven()) {
                return Outcome.stopped("NORMAL");
            }
        }
    }

    /** Loads these tables, again or for the first time, between two transactions of the stream. */
    public void reload(List<TableName> tables) {
        tables.stream().filter(table -> progressOf(table) != null).forEach(table -> {
            progressOf(table).awaitingReload();
            reloads.add(table);
        });
    }

    public List<TableProgress> tables() {
        synchronized (progress) {
            return List.copyOf(progress.values());
        }
    }

    public Optional<Instant> loadStart() {
        return Optional.ofNullable(loadStart);
    }

    public Optional<Instant> loadFinish() {
        return Optional.ofNullable(loadFinish);
    }

    /** How far the target is, in the notation of {@code RecoveryCheckpoint}; empty before the first run. */
    public Optional<String> checkpoint() {
        return Optional.ofNullable(applied).map(position -> "checkpoint:V1#1#" + position.asString() + "#0#0#*#0#0");
    }

    /** Drops the slot where DMS made it: the task is deleted, or begins anew. */
    public void dropSlot(TaskPlan plan) throws SQLException {
        var dropped = slot;
        slot = null;
        applied = null;
        if (dropped != null && dropped.ours()) {
            try (var source = sessions.open(plan.source())) {
                dropped.drop(source);
            }
        }
    }

    private void forget(TaskPlan plan) throws SQLException {
        dropSlot(plan);
        synchronized (progress) {
            progress.clear();
        }
        loadStart = null;
        loadFinish = null;
    }

    private synchronized StopSignal stopSignal() {
        return stop;
    }

    private Outcome once(TaskPlan plan, StopSignal signal) throws SQLException, FatalError, InterruptedException {
        var tables = captured(plan);
        var control = new ControlTables(plan);
        try (var target = sessions.open(plan.target())) {
            control.create(target);
        }
        if (plan.replicates() && slot == null) {
            openSlot(plan);
        }
        if (plan.loads()) {
            var end = load(plan, signal, tables);
            if (end.isPresent()) {
                return end.get();
            }
        }
        return plan.replicates()
                ? replicate(plan, signal, tables, control)
                : Outcome.stopped("FULL_LOAD_ONLY_FINISHED");
    }

    private List<SourceTable> captured(TaskPlan plan) throws SQLException, FatalError {
        try (var source = sessions.open(plan.source())) {
            var tables = SourceCatalog.read(source, plan);
            if (tables.isEmpty() && plan.settings().flag("/ErrorBehavior/FailOnNoTablesCaptured")) {
                throw new FatalError("No tables were found at task initialization. Either the selected table(s) or"
                        + " schemas(s) no longer exist or no match was found for the table selection pattern(s). If you"
                        + " would like to start a Task that does not initially capture any tables, set Task Setting"
                        + " FailOnNoTablesCaptured to false and restart task.");
            }
            synchronized (progress) {
                tables.forEach(table ->
                        progress.computeIfAbsent(table.name(), name -> new TableProgress(name, table.bytes())));
            }
            return tables;
        }
    }

    private void openSlot(TaskPlan plan) throws SQLException {
        try (var source = sessions.open(plan.source())) {
            slot = plan.slotName() == null ? Slot.create(source, plan.externalId()) : new Slot(plan.slotName(), false);
            applied = plan.startPosition() == null
                    ? slot.confirmed(source)
                    : LogSequenceNumber.valueOf(plan.startPosition());
        }
    }

    /**
     * Tables that were added after the full load are not loaded by a resume: StartReplicationTask's page says of a task with
     * CDC that it goes on from where it stopped. ReloadTables loads them.
     *
     * @return how the run ends here; empty where it goes on with the changes
     */
    private Optional<Outcome> load(TaskPlan plan, StopSignal signal, List<SourceTable> tables)
            throws InterruptedException, FatalError {
        var items = tables.stream()
                .map(table -> new Item(table, progressOf(table.name())))
                .filter(item -> !item.progress().isLoaded())
                .toList();
        if (items.isEmpty() || loadFinish != null) {
            return Optional.empty();
        }
        loadStart = loadStart == null ? Instant.now() : loadStart;
        new FullLoad(plan, sessions, pace, signal).run(items);
        if (signal.isGiven()) {
            return Optional.of(Outcome.stopped("NORMAL"));
        }
        loadFinish = Instant.now();
        return plan.replicates() && plan.settings().flag("/FullLoadSettings/StopTaskCachedChangesNotApplied")
                ? Optional.of(Outcome.stopped("STOPPED_AFTER_FULL_LOAD"))
                : Optional.empty();
    }

    private Outcome replicate(TaskPlan plan, StopSignal signal, List<SourceTable> tables, ControlTables control)
            throws SQLException, FatalError, InterruptedException {
        try (var target = sessions.open(plan.target())) {
            try (var statement = target.createStatement()) {
                statement.execute("SET statement_timeout = '" + plan.executeTimeout() + "s'");
                if (plan.afterConnectScript() != null) {
                    statement.execute(plan.afterConnectScript());
                }
            }
            target.setAutoCommit(false);
            applied = control.position(target).orElse(applied);
            target.commit();
            try (var stream = new ChangeStream(sessions, plan.source(), slot, applied)) {
                var apply =
                        new ChangeApply(target, plan.settings(), LobLimit.of(plan), control, changing(plan, tables));
                return follow(plan, signal, tables, stream, apply);
            }
        }
    }

    private Outcome follow(
            TaskPlan plan, StopSignal signal, List<SourceTable> tables, ChangeStream stream, ChangeApply apply)
            throws SQLException, FatalError, InterruptedException {
        var stopsWhenCached = plan.settings().flag("/FullLoadSettings/StopTaskCachedChangesApplied");
        var current = apply;
        var betweenTransactions = true;
        while (!signal.isGiven()) {
            if (betweenTransactions && !reloads.isEmpty()) {
                reloadNow(plan, signal, tables);
                current = current.with(changing(plan, tables));
            }
            var change = stream.poll();
            if (change == null) {
                if (betweenTransactions && stopsWhenCached && stream.position().compareTo(cachedUntil()) >= 0) {
                    return Outcome.stopped("STOPPED_AFTER_CACHED_EVENTS");
                }
                Thread.sleep(POLL.toMillis());
            } else if (change instanceof Change.Commit) {
                current.commit(stream.position());
                applied = stream.position();
                stream.confirm(applied);
                betweenTransactions = true;
            } else {
                betweenTransactions = false;
                current.apply(change, stream.position());
            }
        }
        stream.flush();
        return Outcome.stopped("NORMAL");
    }

    private void reloadNow(TaskPlan plan, StopSignal signal, List<SourceTable> tables)
            throws InterruptedException, FatalError {
        var load = new FullLoad(plan, sessions, pace, signal);
        for (var name = reloads.poll(); name != null; name = reloads.poll()) {
            for (var table : tables) {
                if (table.name().equals(name)) {
                    load.load(
                            new Item(table, progressOf(name)),
                            plan.settings().text("/FullLoadSettings/TargetTablePrepMode"),
                            true);
                }
            }
        }
    }

    private Map<TableName, CapturedTable> changing(TaskPlan plan, List<SourceTable> tables) {
        var changing = new HashMap<TableName, CapturedTable>();
        tables.forEach(table -> {
            var told = progressOf(table.name());
            if (told.isLoaded() || !plan.loads()) {
                changing.put(table.name(), new CapturedTable(table, told, told.loadedUntil()));
            }
        });
        return changing;
    }

    private LogSequenceNumber cachedUntil() {
        return tables().stream()
                .map(TableProgress::loadedUntil)
                .max(LogSequenceNumber::compareTo)
                .orElse(LogSequenceNumber.INVALID_LSN);
    }

    private TableProgress progressOf(TableName name) {
        synchronized (progress) {
            return progress.get(name);
        }
    }

    private void pauseBetweenAttempts(TaskPlan plan) throws InterruptedException {
        var interval = Duration.ofSeconds(plan.settings().number("/ErrorBehavior/RecoverableErrorInterval"));
        Thread.sleep(Math.max(50, delays.of(interval).toMillis()));
    }
}
