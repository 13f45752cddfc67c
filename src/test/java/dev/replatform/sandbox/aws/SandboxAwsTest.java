package dev.replatform.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;

/** Real clients over HTTP against the whole account, and the AWS CLI where it is installed. */
class SandboxAwsTest {
    private static final AwsBasicCredentials OPERATOR = AwsBasicCredentials.create("AKIAOPERATOR", "secret");
    private static final String INSTANCE = "i-0abc1234def567890";

    @TempDir
    private static Path folder;

    private static SandboxAws aws;

    @BeforeAll
    static void start() throws IOException {
        aws = SandboxAws.start(folder, Delays.TESTS);
        var root = Files.createDirectories(folder.resolve("box"));
        aws.s3().createBucket(create -> create.bucket("images")
                .createBucketConfiguration(location -> location.locationConstraint("eu-west-1")));
        aws.s3()
                .putObject(
                        put -> put.bucket("images").key("ü.txt").contentType("text/plain"),
                        RequestBody.fromString("content"));
        aws.addBox(INSTANCE, root, "cloudtalents-ec2", "10.10.10.10", Map.of("App", "mvp"));
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void rdsListsItsVersionsAndKnowsNoInstanceThatNobodyMade() {
        try (var rds = aws.client(RdsClient.builder(), OPERATOR)) {
            var versions = rds.describeDBEngineVersions(describe -> describe.engine("postgres"));

            assertThat(versions.dbEngineVersions())
                    .extracting(version -> version.dbParameterGroupFamily())
                    .contains("postgres16");
            assertThatThrownBy(() -> rds.describeDBInstances(describe -> describe.dbInstanceIdentifier("nobodys")))
                    .isInstanceOf(DbInstanceNotFoundException.class)
                    .hasMessageContaining("DBInstance nobodys not found");
        }
    }

    @Test
    void ec2ShowsTheBoxWithItsTagsAndRefusesAnUnknownOne() {
        try (var ec2 = aws.client(Ec2Client.builder(), OPERATOR)) {
            var tagged = Filter.builder().name("tag:App").values("m*").build();
            var found = ec2.describeInstances(describe -> describe.filters(tagged));

            var instance = found.reservations().get(0).instances().get(0);
            assertThat(instance.instanceId()).isEqualTo(INSTANCE);
            assertThat(instance.privateIpAddress()).isEqualTo("10.10.10.10");
            assertThat(instance.tags()).singleElement().satisfies(tag -> {
                assertThat(tag.key()).isEqualTo("App");
                assertThat(tag.value()).isEqualTo("mvp");
            });
            assertThatThrownBy(() -> ec2.describeInstances(describe -> describe.instanceIds("i-0000000000000000f")))
                    .isInstanceOfSatisfying(Ec2Exception.class, refused -> assertThat(
                                    refused.awsErrorDetails().errorCode())
                            .isEqualTo("InvalidInstanceID.NotFound"));
        }
    }

    @Test
    void aRoleIsKnownByItsKeyAndAnybodyElseIsTheAdministrator() {
        try (var operator = aws.client(StsClient.builder(), OPERATOR);
                var role = aws.client(StsClient.builder(), aws.accessKeyFor("cloudtalents-ec2"))) {

            assertThat(operator.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/administrator");
            assertThat(role.getCallerIdentity().arn())
                    .startsWith("arn:aws:sts::123456789012:assumed-role/cloudtalents-ec2/");
        }
    }

    @Test
    void anAddressOfAwsIsReachedThroughTheProxyWithACertificateThatIsTrusted() throws Exception {
        var proxy =
                new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), aws.socksPort()));
        var bucket = new URL("https://images.s3.eu-west-1.amazonaws.com/%C3%BC.txt");

        var connection = (HttpsURLConnection) bucket.openConnection(proxy);
        connection.setSSLSocketFactory(trusting(aws.certificates().trustStore()).getSocketFactory());

        assertThat(connection.getResponseCode()).isEqualTo(403);
        assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("<Code>AccessDenied</Code>");
    }

    private static SSLContext trusting(Path trustStore) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(trustStore.toFile(), CertificateAuthority.PASSWORD.toCharArray());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    /** Nobody here wrote this client. What it is answered by where nothing is wrong, .ci/run looks at. */
    @ParameterizedTest
    @CsvSource({
        "iam get-role --role-name nobodys, (NoSuchEntity)",
        "rds describe-db-instances --db-instance-identifier nobodys, (DBInstanceNotFound)",
        "ssm describe-sessions --state Active, (NotImplemented)"
    })
    void theAwsCliUnderstandsARefusal(String command, String expected) throws Exception {
        assertThat(cli(command)).contains(expected);
    }

    private static String cli(String command) throws IOException, InterruptedException {
        var words =
                new ArrayList<>(List.of("aws", "--endpoint-url", aws.endpoint().toString()));
        words.addAll(List.of(command.split(" ")));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", "AKIATHECLI",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_EC2_METADATA_DISABLED", "true"));
        var process = start(builder);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            Assumptions.abort("the AWS CLI is not installed");
            throw new IllegalStateException(e);
        }
    }
}
