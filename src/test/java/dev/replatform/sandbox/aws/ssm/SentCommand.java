package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.box.Box;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/**
 * A command and what becomes of it on each box.
 *
 * @param invocations one for each box; none where no box had the tags
 */
record SentCommand(String id, SendCommandRequest request, Instant requestedAt, List<CommandInvocationRun> invocations) {
    private static final int DELIVERY_SECONDS = 3600;

    static SentCommand of(SendCommandRequest request, List<Box> boxes) {
        var id = UUID.randomUUID().toString();
        var now = Instant.now();
        var invocations = boxes.stream()
                .map(box -> new CommandInvocationRun(id, request, box, now))
                .toList();
        return new SentCommand(id, request, now, invocations);
    }

    static Duration deliveryTimeout(SendCommandRequest request) {
        return Duration.ofSeconds(request.timeoutSeconds() == null ? DELIVERY_SECONDS : request.timeoutSeconds());
    }

    Command describe() {
        long completed = count(CommandStatus.SUCCESS) + errors();
        return Command.builder()
                .commandId(id)
                .documentName(request.documentName())
                .documentVersion("$DEFAULT")
                .comment(request.comment() == null ? "" : request.comment())
                .expiresAfter(requestedAt.plus(deliveryTimeout(request)))
                .parameters(request.parameters())
                .instanceIds(request.instanceIds())
                .targets(request.targets())
                .requestedDateTime(requestedAt)
                .status(status())
                .statusDetails(invocations.isEmpty() ? "NoInstancesInTag" : status().toString())
                .timeoutSeconds((int) deliveryTimeout(request).toSeconds())
                .targetCount(invocations.size())
                .completedCount((int) completed)
                .errorCount((int) errors())
                .build();
    }

    private long errors() {
        return count(CommandStatus.FAILED) + count(CommandStatus.TIMED_OUT) + count(CommandStatus.CANCELLED);
    }

    /** The command's status is its worst invocation's, once all have ended. */
    CommandStatus status() {
        if (invocations.isEmpty()) {
            return CommandStatus.FAILED;
        }
        if (count(CommandStatus.PENDING) == invocations.size()) {
            return CommandStatus.PENDING;
        }
        if (count(CommandStatus.PENDING) + count(CommandStatus.IN_PROGRESS) > 0) {
            return CommandStatus.IN_PROGRESS;
        }
        return List.of(CommandStatus.FAILED, CommandStatus.TIMED_OUT, CommandStatus.CANCELLED).stream()
                .filter(status -> count(status) > 0)
                .findFirst()
                .orElse(CommandStatus.SUCCESS);
    }

    private long count(CommandStatus status) {
        return invocations.stream()
                .filter(invocation -> invocation.state().status() == status)
                .count();
    }
}
