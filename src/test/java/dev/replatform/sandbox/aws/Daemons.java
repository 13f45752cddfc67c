package dev.replatform.sandbox.aws;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that keep no JVM alive. */
public final class Daemons {
    private Daemons() {}

    /** @return a pool that grows as needed */
    public static ExecutorService pool(String name) {
        return Executors.newCachedThreadPool(work -> thread(name, work));
    }

    /** Runs work on a daemon thread and waits for it, so that the threads it starts are daemons too. */
    static void run(String name, Runnable work) {
        var thread = thread(name, work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
