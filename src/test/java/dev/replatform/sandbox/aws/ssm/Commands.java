package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Daemons;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.box.Boxes;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssm.model.CancelCommandRequest;
import software.amazon.awssdk.services.ssm.model.Command;
import software.amazon.awssdk.services.ssm.model.CommandFilter;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidCommandIdException;
import software.amazon.awssdk.services.ssm.model.InvalidPluginNameException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandsRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;

/** Run Command: the scripts really run. */
final class Commands {
    private static final int MOST = 50;

    private final List<SentCommand> sent = new CopyOnWriteArrayList<>();
    private final CommandRules rules;
    private final Delays delays;
    private final ExecutorService threads = Daemons.pool("run-command");

    Commands(Boxes boxes, Delays delays) {
        rules = new CommandRules(boxes);
        this.delays = delays;
    }

    Command send(SendCommandRequest send) {
        var command = SentCommand.of(send, rules.check(send));
        sent.add(command);
        var described = command.describe();
        command.invocations().forEach(invocation -> threads.execute(() -> invocation.run(delays)));
        return described;
    }

    /** The newest first. */
    Page<Command> list(ListCommandsRequest list) {
        var found = newestFirst()
                .filter(command -> list.commandId() == null || list.commandId().equals(command.id()))
                .filter(command -> list.instanceId() == null || wasSentTo(command, list.instanceId()))
                .map(SentCommand::describe)
                .filter(command -> list.filters().stream().allMatch(filter -> passes(command, filter)))
                .toList();
        return Page.of(found, list.nextToken(), list.maxResults(), MOST);
    }

    private static boolean passes(Command command, CommandFilter filter) {
        return switch (filter.key()) {
            case STATUS -> command.statusAsString().equals(filter.value());
            case DOCUMENT_NAME -> command.documentName().equals(filter.value());
            default ->
                throw new UnsupportedOperationException(
                        "filter " + filter.keyAsString() + " is not served by the sandbox");
        };
    }

    Page<CommandInvocation> listInvocations(ListCommandInvocationsRequest list) {
        boolean withPlugins = Boolean.TRUE.equals(list.details());
        var found = newestFirst()
                .filter(command -> list.commandId() == null || list.commandId().equals(command.id()))
                .flatMap(command -> command.invocations().stream())
                .filter(run -> list.instanceId() == null || list.instanceId().equals(run.instanceId()))
                .filter(run -> run.isKnown(delays))
                .map(run -> run.list(withPlugins))
                .toList();
        return Page.of(found, list.nextToken(), list.maxResults(), MOST);
    }

    private Stream<SentCommand> newestFirst() {
        return sent.stream()
                .sorted(Comparator.comparing(SentCommand::requestedAt).reversed());
    }

    private static boolean wasSentTo(SentCommand command, String instanceId) {
        return command.invocations().stream().anyMatch(run -> run.instanceId().equals(instanceId));
    }

    GetCommandInvocationResponse get(GetCommandInvocationRequest get) {
        if (get.pluginName() != null && !get.pluginName().equals(CommandInvocationRun.PLUGIN)) {
            throw InvalidPluginNameException.builder().build();
        }
        return sent.stream()
                .filter(command -> command.id().equals(get.commandId()))
                .flatMap(command -> command.invocations().stream())
                .filter(run -> run.instanceId().equals(get.instanceId()) && run.isKnown(delays))
                .findAny()
                .orElseThrow(() -> InvocationDoesNotExistException.builder().build())
                .get();
    }

    void cancel(CancelCommandRequest cancel) {
        var command = sent.stream()
                .filter(candidate -> candidate.id().equals(cancel.commandId()))
                .findAny()
                .orElseThrow(() -> InvalidCommandIdException.builder().build());
        command.invocations().stream()
                .filter(run ->
                        cancel.instanceIds().isEmpty() || cancel.instanceIds().contains(run.instanceId()))
                .forEach(CommandInvocationRun::cancel);
    }

    /** Ends every script that still runs. */
    void close() {
        threads.shutdownNow();
        sent.forEach(command -> command.invocations().forEach(CommandInvocationRun::cancel));
    }
}
