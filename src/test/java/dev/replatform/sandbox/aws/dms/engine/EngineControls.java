package dev.replatform.sandbox.aws.dms.engine;

import java.util.concurrent.TimeUnit;

/**
 * What a test decides of the engine: where a full load stands still or how slow it is, and what is believed of DMS where
 * sources contradict each other.
 */
public final class EngineControls {
    private static final long UNLIMITED = Long.MAX_VALUE;

    private long allowed = UNLIMITED;
    private long rowsPerSecond = UNLIMITED;
    private long loaded;
    private long slowSince;
    private long loadedSlowly;
    private Belief belief = Belief.ofThisRun();

    /** What holds of a task from its next start on. */
    public synchronized void believe(Belief what) {
        belief = what;
    }

    public synchronized Belief belief() {
        return belief;
    }

    /** All loads together stop after this many rows more, until {@link #release}. */
    public synchronized void holdLoadAfter(long rows) {
        allowed = loaded + rows;
    }

    /** What was held goes on, and what was slowed runs at full speed. */
    public synchronized void release() {
        allowed = UNLIMITED;
        rowsPerSecond = UNLIMITED;
        notifyAll();
    }

    /** All loads together take their time. */
    public synchronized void slowLoad(long rowsEachSecond) {
        rowsPerSecond = rowsEachSecond;
        slowSince = System.nanoTime();
        loadedSlowly = 0;
    }

    /** Whether a load waits at the mark of {@link #holdLoadAfter}. */
    public synchronized boolean isHolding() {
        return loaded >= allowed;
    }

    /** Called for each row; returns when it may be written. */
    synchronized void row(StopSignal stop) throws InterruptedException {
        while (loaded >= allowed && !stop.isGiven()) {
            wait(20);
        }
        loaded++;
        if (rowsPerSecond != UNLIMITED) {
            loadedSlowly++;
            var due = slowSince + TimeUnit.SECONDS.toNanos(1) / rowsPerSecond * loadedSlowly;
            while (System.nanoTime() < due && rowsPerSecond != UNLIMITED && !stop.isGiven()) {
                TimeUnit.NANOSECONDS.timedWait(this, due - System.nanoTime());
            }
        }
    }
}
