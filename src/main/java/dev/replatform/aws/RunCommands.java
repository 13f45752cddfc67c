package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/**
 * SSM Run Command: scripts on EC2 instances. {@code SendCommand} has no client token, so a command is found again by its
 * comment. See <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html">statuses</a>.
 */
public final class RunCommands {
    private static final Set<String> ENDED = Set.of("Success", "Failed", "TimedOut", "Cancelled");
    private static final int DELIVERY_TIMEOUT_SECONDS = 600;

    private final SsmClient ssm;

    RunCommands(SsmClient ssm) {
        this.ssm = ssm;
    }

    /**
     * A command that was sent.
     *
     * @param comment at most 100 characters; never null
     * @param status over all its instances, in SSM's words
     */
    public record Command(String id, String comment, String status, Instant requestedAt) {
        public boolean hasEnded() {
            return ENDED.contains(status);
        }

        public boolean hasSucceeded() {
            return "Success".equals(status);
        }
    }

    /**
     * A command on one instance.
     *
     * @param status in SSM's words
     * @param statusDetails finer, for example {@code Delivery Timed Out}
     */
    public record Invocation(String instanceId, String status, String statusDetails) {
        public boolean hasEnded() {
            return ENDED.contains(status);
        }

        public boolean hasSucceeded() {
            return "Success".equals(status);
        }
    }

    /**
     * What a command said.
     *
     * @param exitCode -1 where it has not ended by itself
     * @param output at most 24,000 characters
     * @param errors at most 8,000 characters
     */
    public record Said(int exitCode, String output, String errors) {}

    /** @return whether the agent of that instance answers; absent where SSM does not know the instance */
    public Seen<Boolean> agentIsOnline(String instanceId) {
        var ofInstance = InstanceInformationStringFilter.builder()
                .key("InstanceIds")
                .values(instanceId)
                .build();
        Seen<List<Boolean>> answers =
                AwsCalls.see(
                        "DescribeInstanceInformation", () -> ssm
                                .describeInstanceInformation(request -> request.filters(ofInstance))
                                .instanceInformationList()
                                .stream()
                                .map(agent -> agent.pingStatus() == PingStatus.ONLINE)
                                .toList());
        return answers.then(list -> list.isEmpty() ? Seen.absent() : Seen.present(list.get(0)));
    }

    /** @return the newest command of that instance that is so; SSM keeps them for 30 days and gives new ones first */
    public Seen<Command> newest(String instanceId, Predicate<Command> which) {
        Seen<List<Command>> found = AwsCalls.see(
                "ListCommands", () -> ssm.listCommandsPaginator(request -> request.instanceId(instanceId)).stream()
                        .map(page -> page.commands().stream()
                                .map(RunCommands::command)
                                .filter(which)
                                .toList())
                        .filter(commands -> !commands.isEmpty())
                        .findFirst()
                        .orElse(List.of()));
        return found.then(commands -> commands.stream()
                .max(Comparator.comparing(Command::requestedAt))
                .map(Seen::present)
                .orElse(Seen.absent()));
    }

    /** @return how a command stands on each of its instances */
    public Seen<List<Invocation>> invocations(String commandId) {
        return AwsCalls.see(
                "ListCommandInvocations",
                () ->
                        ssm
                                .listCommandInvocationsPaginator(request -> request.commandId(commandId))
                                .commandInvocations()
                                .stream()
                                .map(it -> new Invocation(it.instanceId(), it.statusAsString(), it.statusDetails()))
                                .toList());
    }

    /** @return what a command said on one instance; absent for a moment after it was sent */
    public Seen<Said> said(String commandId, String instanceId) {
        return AwsCalls.see(
                "GetCommandInvocation",
                () -> {
                    var answer = ssm.getCommandInvocation(
                            request -> request.commandId(commandId).instanceId(instanceId));
                    return new Said(
                            answer.responseCode() == null ? -1 : answer.responseCode(),
                            answer.standardOutputContent(),
                            answer.standardErrorContent());
                },
                InvocationDoesNotExistException.class);
    }

    /**
     * Sends lines of shell to at most 50 instances. No secrets: SSM keeps the text.
     *
     * @return the command's id
     */
    public String send(List<String> instanceIds, String comment, List<String> lines, Duration executionTimeout) {
        var parameters =
                Map.of("commands", lines, "executionTimeout", List.of(String.valueOf(executionTimeout.toSeconds())));
        return AwsCalls.act("SendCommand", () -> ssm.sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(instanceIds)
                        .comment(comment)
                        .timeoutSeconds(DELIVERY_TIMEOUT_SECONDS)
                        .parameters(parameters))
                .command()
                .commandId());
    }

    private static Command command(software.amazon.awssdk.services.ssm.model.Command command) {
        return new Command(
                command.commandId(),
                command.comment() == null ? "" : command.comment(),
                command.statusAsString(),
                command.requestedDateTime());
    }
}
