package dev.replatform.sandbox.aws.dms.engine;

/**
 * How a run ended.
 *
 * @param failed whether the task is {@code failed} rather than {@code stopped}
 * @param stopReason as {@code DescribeReplicationTasks} shows it
 * @param lastFailure DMS's text; null where nothing failed
 */
public record Outcome(boolean failed, String stopReason, String lastFailure) {
    static Outcome stopped(String reason) {
        return new Outcome(false, "Stop Reason " + reason, null);
    }

    static Outcome fatal(String message) {
        return new Outcome(true, "Stop Reason FATAL_ERROR Error Level FATAL", Failures.ofTask(message, "FATAL"));
    }

    static Outcome recoverable(String message) {
        return new Outcome(
                true, "Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE", Failures.ofTask(message, "RECOVERABLE"));
    }
}
