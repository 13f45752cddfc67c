package dev.replatform.sandbox.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.BoxHost;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.sts.SandboxSts;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ssm.model.CommandInvocationStatus;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.InvalidDocumentException;
import software.amazon.awssdk.services.ssm.model.InvalidInstanceIdException;
import software.amazon.awssdk.services.ssm.model.InvocationDoesNotExistException;
import software.amazon.awssdk.services.ssm.model.PingStatus;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Target;
import software.amazon.awssdk.services.sts.StsClient;

class RunCommandTest {
    private static final String INSTANCE = "i-0abc1234def567890";

    @TempDir
    private Path folder;

    private final Gateway gateway = new Gateway();
    private final Boxes boxes = new Boxes();
    private final BoxHost host = new BoxHost(boxes, gateway.endpoint(), gateway::accessKeyFor);
    private final List<String> actions = new CopyOnWriteArrayList<>();
    private SandboxSsm ssm = new SandboxSsm(boxes, Delays.TESTS, (role, action, resource) -> false);
    private Box box;

    @BeforeEach
    void addABox() throws IOException {
        gateway.serve(StsClient.class, new SandboxSts());
        Files.createDirectories(folder.resolve("opt/app/media"));
        box = new Box(INSTANCE, folder, "cloudtalents-ec2", "10.10.10.10", Map.of("App", "mvp"));
        box.onService("gunicorn", actions::add);
        host.add(box);
    }

    @AfterEach
    void close() {
        ssm.close();
        host.close();
        gateway.close();
    }

    private String send(SendCommandRequest.Builder send, String... commands) {
        return ssm.sendCommand(send.documentName("AWS-RunShellScript")
                        .parameters(Map.of("commands", List.of(commands)))
                        .build())
                .command()
                .commandId();
    }

    private static SendCommandRequest.Builder toTheBox() {
        return SendCommandRequest.builder().instanceIds(INSTANCE);
    }

    private GetCommandInvocationResponse run(String... commands) {
        return end(send(toTheBox(), commands));
    }

    private GetCommandInvocationResponse end(String commandId) {
        Eventually.until(() -> hasEnded(commandId));
        return invocation(commandId);
    }

    private boolean hasEnded(String commandId) {
        try {
            return !invocation(commandId).executionEndDateTime().isEmpty();
        } catch (InvocationDoesNotExistException e) {
            return false; // not known yet, as on AWS
        }
    }

    private GetCommandInvocationResponse invocation(String commandId) {
        return ssm.getCommandInvocation(get -> get.commandId(commandId).instanceId(INSTANCE));
    }

    @Test
    void aScriptReallyRunsInTheFolderThatStandsForTheBox() {
        var invocation = run("cd /opt/app/media", "printf ü > 'a b.txt'", "ls; pwd", "echo $LC_ALL >&2");

        assertThat(invocation.status()).isEqualTo(CommandInvocationStatus.SUCCESS);
        assertThat(invocation.responseCode()).isZero();
        assertThat(invocation.standardOutputContent()).isEqualTo("a b.txt\n/opt/app/media\n");
        assertThat(invocation.standardErrorContent()).isEqualTo("C.UTF-8\n");
        assertThat(folder.resolve("opt/app/media/a b.txt")).hasContent("ü");
    }

    @Test
    void aFailingScriptTellsItsExitCode() {
        var invocation = run("echo out", "echo err >&2", "exit 7");

        assertThat(invocation.status()).isEqualTo(CommandInvocationStatus.FAILED);
        assertThat(invocation.responseCode()).isEqualTo(7);
        assertThat(invocation.standardErrorContent()).isEqualTo("err\nfailed to run commands: exit status 7");
    }

    @Test
    void outputEndsAtTwentyFourThousandCharacters() {
        var invocation = run("head -c 30000 /dev/zero | tr '\\0' x", "head -c 9000 /dev/zero | tr '\\0' y >&2");

        assertThat(invocation.standardOutputContent()).hasSize(24_000);
        assertThat(invocation.standardErrorContent()).hasSize(8_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    systemctl restart gunicorn         | 0 | ''       | ''
                    systemctl restart gunicorn.service | 0 | ''       | ''
                    systemctl is-active gunicorn       | 0 | active   | ''
                    systemctl is-active nginx          | 4 | inactive | ''
                    systemctl restart nginx            | 5 | ''       | Failed to restart nginx.service: Unit nginx.service not found.
                    aws sts get-caller-identity        | 0 | assumed-role/cloudtalents-ec2/ | ''
                    aws --version                      | 0 | aws-cli/ | ''
                    aws s3 frobnicate                  | 252 | ''     | usage: aws [options]
                    aws s3 sync . s3://b --frobnicate  | 252 | ''     | Unknown options: --frobnicate
                    aws s3 sync /nowhere s3://b        | 255 | ''     | The user-provided path /nowhere does not exist.
                    """)
    void theBoxHasItsPrograms(String command, int exitCode, String output, String error) {
        var invocation = run(command);

        assertThat(invocation.responseCode()).isEqualTo(exitCode);
        assertThat(invocation.standardOutputContent()).contains(output);
        assertThat(invocation.standardErrorContent()).contains(error);
    }

    @Test
    void aServiceIsRestartedByItsHandlerAndItsFailureIsTold() {
        box.onService("broken", action -> {
            throw new IOException("no such file");
        });

        run("systemctl stop gunicorn", "systemctl restart gunicorn");
        var broken = run("systemctl restart broken; echo $?", "systemctl is-active broken");

        assertThat(actions).containsExactly("stop", "restart");
        assertThat(broken.standardOutputContent()).isEqualTo("1\nfailed\n");
        assertThat(broken.standardErrorContent()).contains("Job for broken.service failed");
    }

    @Test
    void aCommandIsNotKnownAtOnceAndIsFoundByItsComment() {
        ssm.close();
        ssm = new SandboxSsm(boxes, new Delays(100), (role, action, resource) -> false);

        var id = send(toTheBox().comment("replatform/uid/hash"), "true");

        assertThatThrownBy(
                        () -> ssm.getCommandInvocation(get -> get.commandId(id).instanceId(INSTANCE)))
                .isInstanceOf(InvocationDoesNotExistException.class);
        assertThat(ssm.listCommands(list -> list.instanceId(INSTANCE)).commands())
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.comment()).isEqualTo("replatform/uid/hash");
                    assertThat(command.status()).isEqualTo(CommandStatus.PENDING);
                });
    }

    @Test
    void tagsSayWhereACommandGoes() {
        var id = send(SendCommandRequest.builder().targets(tag("mvp")), "echo here");
        var nowhere = send(SendCommandRequest.builder().targets(tag("other")), "echo nowhere");

        assertThat(end(id).standardOutputContent()).isEqualTo("here\n");
        assertThat(ssm.listCommandInvocations(list -> list.commandId(id).details(true))
                        .commandInvocations())
                .singleElement()
                .satisfies(invocation ->
                        assertThat(invocation.commandPlugins().get(0).output()).isEqualTo("here\n"));
        assertThat(ssm.listCommands(list -> list.commandId(nowhere))
                        .commands()
                        .get(0)
                        .statusDetails())
                .isEqualTo("NoInstancesInTag");
    }

    private static Target tag(String value) {
        return Target.builder().key("tag:App").values(value).build();
    }

    @Test
    void anAgentThatIsAwayTakesNoCommands() {
        box.goOffline();

        assertThatThrownBy(() -> send(toTheBox(), "true"))
                .isInstanceOf(InvalidInstanceIdException.class)
                .hasMessageContaining("not in a valid state for account");
        assertThat(ssm.describeInstanceInformation()
                        .instanceInformationList()
                        .get(0)
                        .pingStatus())
                .isEqualTo(PingStatus.CONNECTION_LOST);
        assertThat(end(send(SendCommandRequest.builder().targets(tag("mvp")), "true"))
                        .statusDetails())
                .isEqualTo("DeliveryTimedOut");
    }

    @Test
    void aScriptThatTakesTooLongIsKilledWithAllThatItStarted() {
        var id = ssm.sendCommand(toTheBox()
                        .documentName("AWS-RunShellScript")
                        .parameters(Map.of(
                                "commands", List.of("sleep 4711 & sleep 4712"), "executionTimeout", List.of("1")))
                        .build())
                .command()
                .commandId();

        assertThat(end(id).statusDetails()).isEqualTo("ExecutionTimedOut");
        assertThat(running("sleep 4711", "sleep 4712")).isZero();
    }

    @Test
    void aCommandCanBeCancelled() {
        var id = send(toTheBox(), "sleep 4713");
        Eventually.until(() -> running("sleep 4713") > 0);

        ssm.cancelCommand(cancel -> cancel.commandId(id));

        assertThat(end(id).status()).isEqualTo(CommandInvocationStatus.CANCELLED);
        assertThat(running("sleep 4713")).isZero();
    }

    private static long running(String... commandLines) {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> List.of(commandLines).stream().anyMatch(line::endsWith))
                .count();
    }

    @Test
    void whatIsWrongWithACommandIsSaid() {
        assertThatThrownBy(
                        () -> ssm.sendCommand(toTheBox().documentName("Nobodys").build()))
                .isInstanceOf(InvalidDocumentException.class);
        assertThatThrownBy(() -> send(toTheBox().comment("x".repeat(101)), "true"))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("less than or equal to 100");
        assertThatThrownBy(() -> send(toTheBox().timeoutSeconds(29), "true")).isInstanceOf(SsmException.class);
        assertThatThrownBy(() -> send(SendCommandRequest.builder(), "true"))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("Either instanceIds or targets");
    }
}
