package dev.replatform.sandbox.aws.dms.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads many tables, {@code MaxFullLoadSubTasks} at a time, each as of its own moment: they are out of step after it. */
final class FullLoad {
    private static final Logger LOG = LoggerFactory.getLogger(FullLoad.class);

    private final TaskPlan plan;
    private final Sessions sessions;
    private final EngineControls pace;
    private final StopSignal stop;

    FullLoad(TaskPlan plan, Sessions sessions, EngineControls pace, StopSignal stop) {
        this.plan = plan;
        this.sessions = sessions;
        this.pace = pace;
        this.stop = stop;
    }

    /** A table to load, and where its progress is told. */
    record Item(SourceTable table, TableProgress progress) {}

    /**
     * Loads every table or stops on the way.
     *
     * @throws FatalError where a table failed and {@code TableErrorPolicy} is {@code STOP_TASK}
     */
    void run(List<Item> items) throws InterruptedException, FatalError {
        var threads =
                Executors.newFixedThreadPool(plan.settings().number("/FullLoadSettings/MaxFullLoadSubTasks"), work -> {
                    var thread = new Thread(work, "dms-load-" + plan.externalId());
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            var prepMode = plan.settings().text("/FullLoadSettings/TargetTablePrepMode");
            List<Future<?>> loads = new ArrayList<>();
            items.forEach(item -> loads.add(threads.submit(() -> {
                load(item, prepMode, false);
                return null;
            })));
            for (var load : loads) {
                await(load);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Loads one table; a failure of it is the table's, unless the settings make it the task's. */
    void load(Item item, String prepMode, boolean again) throws InterruptedException, FatalError {
        if (stop.isGiven()) {
            return;
        }
        item.progress().loading(again);
        try {
            new TableLoad(plan, sessions, item.table(), item.progress(), pace, stop)
                    .run(prepMode)
                    .ifPresentOrElse(item.progress()::completed, item.progress()::cancelled);
        } catch (SQLException e) {
            item.progress().errored();
            LOG.info("[TARGET_LOAD     ]E:  {} {}", item.table().name(), Failures.text(e));
            if (plan.settings().text("/ErrorBehavior/TableErrorPolicy").equals("STOP_TASK")) {
                throw new FatalError(Failures.ofComponent(
                        "Failed to load data of table '" + item.table().name() + "'", e));
            }
        } catch (InterruptedException e) {
            item.progress().cancelled();
            throw e;
        }
    }

    private static void await(Future<?> load) throws InterruptedException, FatalError {
        try {
            load.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FatalError fatal) {
                throw fatal;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
