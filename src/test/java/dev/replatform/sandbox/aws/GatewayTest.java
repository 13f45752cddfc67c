package dev.replatform.sandbox.aws;

import static dev.replatform.sandbox.aws.Faults.Failure.ACCESS_DENIED;
import static dev.replatform.sandbox.aws.Faults.Failure.CONNECTION_RESET;
import static dev.replatform.sandbox.aws.Faults.Failure.INTERNAL_ERROR;
import static dev.replatform.sandbox.aws.Faults.Failure.THROTTLING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

class GatewayTest {
    private static final AwsBasicCredentials OPERATOR = AwsBasicCredentials.create("AKIAOPERATOR", "secret");

    private final Gateway gateway = new Gateway();
    private final SandboxSsm service = new SandboxSsm(
            new Boxes(), Delays.TESTS, (role, action, resource) -> role.equals("reader") && resource.endsWith("/mine"));
    private SsmClient ssm;

    @BeforeEach
    void connect() {
        gateway.serve(SsmClient.class, service);
        ssm = gateway.client(SsmClient.builder(), OPERATOR);
    }

    @AfterEach
    void close() {
        ssm.close();
        service.close();
        gateway.close();
    }

    private void put(SsmClient client, String name) {
        client.putParameter(put -> put.name(name).value("välue").type(ParameterType.STRING));
    }

    @Test
    void everyCallIsCountedByServiceAndOperation() {
        put(ssm, "/mine");
        int mark = gateway.calls().mark();

        ssm.getParameter(get -> get.name("/mine"));
        ssm.describeParameters();

        var since = gateway.calls().since(mark);
        assertThat(since.count()).isEqualTo(2);
        assertThat(since.writes().count()).isZero();
        assertThat(gateway.calls().all().byOperation())
                .containsEntry("ssm:PutParameter", 1L)
                .containsEntry("ssm:GetParameter", 1L)
                .containsEntry("ssm:DescribeParameters", 1L);
        assertThat(gateway.calls().all().by("AKIAOPERATOR").count("ssm")).isEqualTo(3);
        assertThat(gateway.calls().all().writes().calls()).hasToString("[ssm:PutParameter]");
    }

    @Test
    void aRoleMayDoWhatItsPoliciesAllow() {
        put(ssm, "/mine");
        put(ssm, "/other");

        try (var reader = gateway.client(SsmClient.builder(), gateway.accessKeyFor("reader"))) {
            assertThat(reader.getParameter(get -> get.name("/mine")).parameter().value())
                    .isEqualTo("välue");
            assertThatThrownBy(() -> reader.getParameter(get -> get.name("/other")))
                    .isInstanceOf(SsmException.class)
                    .hasMessageContaining("assumed-role/reader/")
                    .hasMessageContaining("is not authorized to perform: ssm:GetParameter on resource: "
                            + "arn:aws:ssm:eu-west-1:123456789012:parameter/other");
        }
    }

    @Test
    void aThrottledCallIsRetriedByTheClientAndSucceeds() {
        gateway.faults().on("ssm", "PutParameter").times(2).fail(THROTTLING);

        put(ssm, "/mine");

        assertThat(gateway.calls().all().count("ssm", "PutParameter")).isEqualTo(3);
    }

    @Test
    void onlyTheCallThatWasMeantFails() {
        gateway.faults().on("ssm", "PutParameter").nth(2).fail(ACCESS_DENIED);

        put(ssm, "/first");
        assertThatThrownBy(() -> put(ssm, "/second")).isInstanceOfSatisfying(SsmException.class, refused -> assertThat(
                        refused.awsErrorDetails().errorCode())
                .isEqualTo("AccessDeniedException"));
        put(ssm, "/third");

        assertThat(ssm.describeParameters().parameters()).extracting("name").containsExactly("/first", "/third");
    }

    @Test
    void aCallMayFailAfterItsEffect() {
        gateway.faults().on("ssm", "PutParameter").afterItsEffect().fail(INTERNAL_ERROR);

        assertThatThrownBy(() -> put(ssm, "/mine")).isInstanceOf(ParameterAlreadyExistsException.class);

        assertThat(ssm.getParameter(get -> get.name("/mine")).parameter().version())
                .isEqualTo(1);
    }

    @Test
    void aConnectionBreaksWithoutAnAnswer() {
        gateway.faults().on("ssm", Faults.ANY_OPERATION).always().fail(CONNECTION_RESET);

        assertThatThrownBy(() -> put(ssm, "/mine")).isInstanceOf(SdkClientException.class);

        gateway.faults().clear();
        put(ssm, "/mine");
    }

    @Test
    void anOperationThatNobodyWroteRefusesItselfAtOnce() {
        assertThatThrownBy(() -> ssm.listAssociations()).isInstanceOfSatisfying(SsmException.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(501);
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
        });
        assertThat(gateway.calls().all().count("ssm", "ListAssociations")).isOne();
    }

    @Test
    void aMemberThatNobodyServesIsRefused() {
        assertThatThrownBy(() -> ssm.putParameter(put ->
                        put.name("/mine").value("v").type(ParameterType.STRING).policies("[]")))
                .isInstanceOf(SsmException.class)
                .hasMessageContaining("member Policies of PutParameterRequest is not served by the sandbox");
    }

    @Test
    void aBodyThatCannotBeReadIsTheCallersFault() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.endpoint())
                .header("X-Amz-Target", "AmazonSSM.GetParameter")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=AK/20261122/eu-west-1/ssm/aws4_request, x")
                .POST(HttpRequest.BodyPublishers.ofString("{\"Name\": "))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("SerializationException");
    }

    @Test
    void aServiceThatIsNotServedIsRefused() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway.endpoint() + "/bucket/key"))
                .build();

        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(answer.body()).isEqualTo("service s3 is not served by the sandbox");
    }
}
