package dev.replatform.sandbox.aws.dms.engine;

/** Tells a running replication to stop when it next looks. */
final class StopSignal {
    private volatile boolean given;

    void give() {
        given = true;
    }

    boolean isGiven() {
        return given;
    }
}
