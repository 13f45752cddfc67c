package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.CommandPlugin;
import software.amazon.awssdk.services.ssm.model.CommandPluginStatus;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** One command on one box. https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
final class CommandInvocationRun {
    static final String PLUGIN = "aws:runShellScript";
    /** GetCommandInvocation does not know a new command at once. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(3);

    private static final Duration ON_ITS_WAY_FOR = Duration.ofSeconds(5);
    private static final int MOST_OUTPUT = 24_000;
    private static final int MOST_ERROR = 8_000;
    private static final int MOST_LISTED = 2_500;
    private static final String DEFAULT_EXECUTION_SECONDS = "3600";

    /**
     * How far it is.
     *
     * @param responseCode the exit code; -1 while it runs
     * @param startedAt null before
     * @param endedAt null before
     */
    record State(
            CommandStatus status,
            String details,
            int responseCode,
            String output,
            String error,
            Instant startedAt,
            Instant endedAt) {
        private static final State PENDING = new State(CommandStatus.PENDING, "Pending", -1, "", "", null, null);

        private static State inProgress() {
            return new State(CommandStatus.IN_PROGRESS, "InProgress", -1, "", "", Instant.now(), null);
        }

        private State ended(CommandStatus newStatus, String newDetails, int code, String newOutput, String newError) {
            return new State(newStatus, newDetails, code, newOutput, newError, startedAt, Instant.now());
        }

        boolean isOver() {
            return endedAt != null;
        }
    }

    private final String commandId;
    private final SendCommandRequest request;
    private final Box box;
    private final Instant requestedAt;
    private State state = State.PENDING;
    private Script script;

    CommandInvocationRun(String commandId, SendCommandRequest request, Box box, Instant requestedAt) {
        this.commandId = commandId;
        this.request = request;
        this.box = box;
        this.requestedAt = requestedAt;
    }

    String instanceId() {
        return box.instanceId();
    }

    synchronized State state() {
        return state;
    }

    boolean isKnown(Delays delays) {
        return Instant.now().isAfter(requestedAt.plus(delays.of(UNKNOWN_FOR)));
    }

    void run(Delays delays) {
        try {
            sleep(delays.of(ON_ITS_WAY_FOR));
            if (isDelivered(delays) && start()) {
                end(script.await(Duration.ofSeconds(Long.parseLong(parameter("executionTimeout")))));
            }
        } catch (InterruptedException e) {
            cancel();
        } catch (RuntimeException e) {
            become(state().ended(CommandStatus.FAILED, "Failed", 1, "", "failed to run commands: " + e.getMessage()));
        }
    }

    /** An agent that is away gets the command when it comes back in time. */
    private boolean isDelivered(Delays delays) throws InterruptedException {
        var until = requestedAt.plus(delays.of(SentCommand.deliveryTimeout(request)));
        while (!box.isOnline()) {
            if (Instant.now().isAfter(until)) {
                become(state().ended(CommandStatus.TIMED_OUT, "DeliveryTimedOut", -1, "", ""));
                return false;
            }
            sleep(Duration.ofMillis(5));
        }
        return true;
    }

    private synchronized boolean start() {
        if (state.isOver()) {
            return false;
        }
        state = State.inProgress();
        script = Script.start(box, commandId, commands(), parameter("workingDirectory"));
        return true;
    }

    private void end(Script.Outcome outcome) {
        var now = state();
        var text = outcome.error();
        if (outcome.timedOut()) {
            become(now.ended(CommandStatus.TIMED_OUT, "ExecutionTimedOut", -1, outcome.output(), text));
        } else if (outcome.exitCode() == 0) {
            become(now.ended(CommandStatus.SUCCESS, "Success", 0, outcome.output(), text));
        } else {
            var error = text + "failed to run commands: exit status " + outcome.exitCode();
            become(now.ended(CommandStatus.FAILED, "Failed", outcome.exitCode(), outcome.output(), error));
        }
    }

    /** The first end stays: a script that was cancelled does not fail as well. */
    private synchronized void become(State next) {
        if (!state.isOver()) {
            state = next;
        }
    }

    synchronized void cancel() {
        become(state.ended(CommandStatus.CANCELLED, "Cancelled", -1, "", ""));
        if (script != null) {
            script.kill();
        }
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private String commands() {
        return String.join("\n", request.parameters().get("commands")) + "\n";
    }

    private String parameter(String name) {
        var unset = name.equals("executionTimeout") ? DEFAULT_EXECUTION_SECONDS : "";
        return request.parameters().getOrDefault(name, List.of(unset)).get(0);
    }

    GetCommandInvocationResponse get() {
        var now = state();
        return GetCommandInvocationResponse.builder()
                .commandId(commandId)
                .instanceId(box.instanceId())
                .comment(comment())
                .documentName(request.documentName())
                .documentVersion("$DEFAULT")
                .pluginName(PLUGIN)
                .responseCode(now.responseCode())
                .executionStartDateTime(
                        now.startedAt() == null ? "" : now.startedAt().toString())
                .executionEndDateTime(now.endedAt() == null ? "" : now.endedAt().toString())
                .executionElapsedTime(elapsed(now))
                .status(now.status().toString())
                .statusDetails(now.details())
                .standardOutputContent(cut(now.output(), MOST_OUTPUT))
                .standardErrorContent(cut(now.error(), MOST_ERROR))
                .build();
    }

    private static String elapsed(State state) {
        boolean ran = state.startedAt() != null && state.endedAt() != null;
        return ran ? Duration.between(state.startedAt(), state.endedAt()).toString() : "";
    }

    /** @param withPlugins whether to tell about output and exit code */
    CommandInvocation list(boolean withPlugins) {
        var now = state();
        var plugin = CommandPlugin.builder()
                .name(PLUGIN)
                .status(CommandPluginStatus.fromValue(now.status().toString()))
                .statusDetails(now.details())
                .responseCode(now.responseCode())
                .responseStartDateTime(now.startedAt())
                .responseFinishDateTime(now.endedAt())
                .output(cut(now.output() + now.error(), MOST_LISTED))
                .build();
        return CommandInvocation.builder()
                .commandId(commandId)
                .instanceId(box.instanceId())
                .instanceName("")
                .comment(comment())
                .documentName(request.documentName())
                .documentVersion("$DEFAULT")
                .requestedDateTime(requestedAt)
                .status(now.status().toString())
                .statusDetails(now.details())
                .commandPlugins(withPlugins ? List.of(plugin) : List.of())
                .build();
    }

    private String comment() {
        return request.comment() == null ? "" : request.comment();
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
