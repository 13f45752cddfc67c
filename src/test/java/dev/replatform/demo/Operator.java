package dev.replatform.demo;

/** The operator that moves the application: a process of the demo's own, or what a chart has installed in the user's cluster. */
public interface Operator extends AutoCloseable {
    /** Lets it work against the demo's AWS; does nothing where it does so already. */
    void start();

    /** Ends it as a node's death would: it can say good-bye to nobody. */
    void kill();

    boolean isRunning();

    /** @return what it has logged so far */
    String log();

    @Override
    void close();
}
