package dev.replatform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.aws.SsmParameters.Wanted;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** What a listener is told of calls that go over the wire. */
class AwsCallMetricsTest {
    private static final String MAY_ASSUME = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "ec2.amazonaws.com"}}]}
            """;
    private static final Map<String, String> SETTINGS =
            Map.of("aws.accessKeyId", "AKIAOPERATOR", "aws.secretAccessKey", "secret");

    private final Gateway aws = new Gateway();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private SandboxSsm ssm;
    private AwsRegions regions;

    @BeforeEach
    void start() {
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        var iam = new SandboxIam();
        aws.serve(IamClient.class, iam);
        ssm = new SandboxSsm(new Boxes(), Delays.TESTS, iam.policies());
        aws.serve(SsmClient.class, ssm);
        regions = new AwsRegions(
                "eu-west-1",
                (service, operation, outcome, duration, throttles) -> {
                    assertThat(duration.isZero()).isEqualTo(outcome == AwsCallListener.Outcome.HELD_BACK);
                    told.add("%s %s %s, %d throttles".formatted(service, operation, outcome, throttles));
                },
                () -> true);
    }

    @AfterEach
    void stop() {
        regions.close();
        ssm.close();
        aws.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void whatAwsDoesAndWhatItRefusesIsTold() {
        aws.client(IamClient.builder(), AwsBasicCredentials.create("a", "b"))
                .createRole(role -> role.roleName("there").assumeRolePolicyDocument(MAY_ASSUME));

        look("there");
        look("not-there");

        assertThat(told).containsExactly("IAM GetRole OK, 0 throttles", "IAM GetRole REFUSED, 0 throttles");
    }

    @Test
    void aThrottleThatTheSdkRepeatedIsCountedAndTheCallIsWell() {
        aws.faults().on("iam", "GetRole").fail(Failure.THROTTLING);

        look("not-there");

        assertThat(told).containsExactly("IAM GetRole REFUSED, 1 throttles");
    }

    @Test
    void aCallThatStaysThrottledAnErrorOfAwsAndSilenceAreToldApart() {
        aws.faults().on("iam", "GetRole").always().fail(Failure.THROTTLING);
        look("role");
        aws.faults().clear();
        aws.faults().on("iam", "GetRole").always().fail(Failure.INTERNAL_ERROR);
        look("role");
        aws.faults().clear();
        aws.faults().on("iam", "GetRole").always().fail(Failure.CONNECTION_RESET);
        look("role");

        assertThat(told)
                .hasSize(3)
                .satisfies(
                        it -> assertThat(it.get(0)).matches("IAM GetRole THROTTLED, [34] throttles"),
                        it -> assertThat(it.get(1)).isEqualTo("IAM GetRole FAILED, 0 throttles"),
                        it -> assertThat(it.get(2)).isEqualTo("IAM GetRole UNANSWERED, 0 throttles"));
    }

    @Test
    void aCallThatAwsWouldNotTakeYetIsHeldBackAndNotSent() {
        var parameters = regions.clients("eu-west-1").ssmParameters();
        assertThatThrownBy(() -> {
                    for (int number = 1; number <= 100; number++) {
                        parameters.create(new Wanted("/a/" + number, false, null, "v"), Map.of());
                    }
                })
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(FailureReason.THROTTLED));

        var sent = (int) aws.calls().all().count("ssm", "PutParameter");
        assertThat(told.subList(0, sent)).containsOnly("SSM PutParameter OK, 0 throttles");
        assertThat(told.subList(sent, told.size())).containsExactly("SSM PutParameter HELD_BACK, 0 throttles");
    }

    private void look(String role) {
        regions.clients("eu-west-1").iamRoles().role(role, it -> false);
    }
}
