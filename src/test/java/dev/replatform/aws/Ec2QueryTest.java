package dev.replatform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

/** What goes out, beside what the SDK's own client would send, and what is made of each answer. */
class Ec2QueryTest {
    private static final Map<String, String> SETTINGS =
            Map.of("aws.accessKeyId", "AKIAOPERATOR", "aws.secretAccessKey", "secret", "aws.sessionToken", "token/+=");
    private static final String NOTHING = "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>";

    private final List<String> told = new ArrayList<>();
    private final Wire wire = new Wire();

    @BeforeEach
    void setCredentials() {
        SETTINGS.forEach(System::setProperty);
    }

    @AfterEach
    void clearSettings() {
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
        System.clearProperty("aws.endpointUrlEc2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "us-east-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1"})
    void theRequestIsTheOneThatTheSdksClientSends(String region) {
        wire.answers(200, NOTHING);
        wire.answers(200, NOTHING);

        instances(region).tagged("Name", List.of("a b", "ü&=*"));
        try (var sdk =
                Ec2Client.builder().region(Region.of(region)).httpClient(wire).build()) {
            sdk.describeInstances(it -> it.filters(
                    Filter.builder().name("tag:Name").values("a b", "ü&=*").build()));
        }

        assertThat(wire.sent).hasSize(2);
        assertThat(wire.sent.get(0)).isEqualTo(wire.sent.get(1));
    }

    @Test
    void theEndpointThatIsSetIsAsked() {
        System.setProperty("aws.endpointUrl", "http://all.example.com:1");
        wire.answers(200, NOTHING);
        instances("eu-west-1").one("i-1");

        System.setProperty("aws.endpointUrlEc2", "http://ec2.example.com:2");
        wire.answers(200, NOTHING);
        instances("eu-west-1").one("i-1");

        assertThat(wire.sent.get(0)).contains("http://all.example.com:1\n");
        assertThat(wire.sent.get(1)).contains("http://ec2.example.com:2\n");
    }

    @Test
    void whatStandsOnTwoPagesIsSeenButForWhatIsTerminated() {
        wire.answers(200, page(instance("i-1", "running", tag("a", "<&>")), "more"));
        wire.answers(200, page(instance("i-2", "terminated", "") + instance("i-3", "stopped", tag("b", "")), ""));

        var seen = instances("eu-west-1").tagged("a", List.of("b"));

        assertThat(seen.value().orElseThrow())
                .containsExactly(
                        new Ec2Instances.Instance("i-1", "running", Map.of("a", "<&>")),
                        new Ec2Instances.Instance("i-3", "stopped", Map.of("b", "")));
        assertThat(wire.sent.get(1)).contains("NextToken=more");
        assertThat(told)
                .containsExactly("EC2 DescribeInstances OK, 0 throttles", "EC2 DescribeInstances OK, 0 throttles");
    }

    @Test
    void onlyEc2sOwnNotFoundIsAbsent() {
        wire.answers(400, error("InvalidInstanceID.NotFound"));
        assertThat(instances("eu-west-1").one("i-1")).isEqualTo(Seen.absent());

        wire.answers(403, error("UnauthorizedOperation"));
        assertThat(instances("eu-west-1").one("i-1").problem().orElseThrow().reason())
                .isEqualTo(FailureReason.ACCESS_DENIED);

        wire.answers(404, "<html>");
        assertThat(instances("eu-west-1").one("i-1").problem().orElseThrow().reason())
                .isEqualTo(FailureReason.REFUSED_BY_AWS);
        assertThat(told)
                .hasSize(3)
                .allMatch(it -> it.equals("EC2 DescribeInstances OK, 0 throttles")
                        || it.equals("EC2 DescribeInstances REFUSED, 0 throttles"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no XML",
                "<DescribeInstancesResponse><reservationSet><item><instancesSet><item/></instancesSet></item>"
                        + "</reservationSet></DescribeInstancesResponse>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM"
                        + " 'file:///etc/passwd'>]><DescribeInstancesResponse>&b;</DescribeInstancesResponse>"
            })
    void anAnswerThatIsNoneIsUnknownAndNotAbsent(String answer) {
        wire.answers(200, answer);

        assertThat(instances("eu-west-1").one("i-1").problem().orElseThrow().reason())
                .isEqualTo(FailureReason.AWS_UNAVAILABLE);
    }

    @Test
    void aThrottleIsRepeatedAndCounted() {
        wire.answers(503, error("RequestLimitExceeded"));
        wire.answers(200, NOTHING);

        assertThat(instances("eu-west-1").tagged("a", List.of("b")).value().orElseThrow())
                .isEmpty();
        assertThat(told).containsExactly("EC2 DescribeInstances OK, 1 throttles");
    }

    @Test
    void whatStaysThrottledIsSaidAsThat() {
        for (int attempt = 0; attempt < 10; attempt++) {
            wire.answers(503, error("RequestLimitExceeded"));
        }

        assertThat(instances("eu-west-1").one("i-1").problem().orElseThrow().reason())
                .isEqualTo(FailureReason.THROTTLED);
        assertThat(told).singleElement().asString().matches("EC2 DescribeInstances THROTTLED, [34] throttles");
    }

    @Test
    void aRequestThatIsRefusedForTheClockIsSignedAnewWithAwssTime() {
        wire.answers(400, error("RequestExpired"), "Sat, 01 Jan 2028 00:00:00 GMT");
        wire.answers(200, NOTHING);

        instances("eu-west-1").one("i-1");

        assertThat(wire.dates.get(1)).startsWith("20280101T0000");
    }

    @Test
    void silenceEndsInTime() throws IOException {
        try (var silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var http = AwsHttp.client()) {
            System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + silence.getLocalPort());
            var query = new Ec2Query(Region.EU_WEST_1, http, Duration.ofMillis(500), this::tell);
            var started = System.nanoTime();

            var seen = new Ec2Instances(query).one("i-1");

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
            assertThat(seen.problem().orElseThrow().reason()).isEqualTo(FailureReason.AWS_UNAVAILABLE);
            assertThat(told).containsExactly("EC2 DescribeInstances UNANSWERED, 0 throttles");
        }
    }

    @Test
    void whatMayChangeSomethingIsNotSent() {
        var query = new Ec2Query(Region.EU_WEST_1, wire, Duration.ofSeconds(10), this::tell);

        assertThatThrownBy(() -> query.read("TerminateInstances", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Ec2Instances instances(String region) {
        return new Ec2Instances(new Ec2Query(Region.of(region), wire, Duration.ofSeconds(10), this::tell));
    }

    private void tell(
            String service, String operation, AwsCallListener.Outcome outcome, Duration duration, int throttles) {
        told.add("%s %s %s, %d throttles".formatted(service, operation, outcome, throttles));
    }

    private static String page(String instances, String next) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
              <requestId>1</requestId><reservationSet><item><instancesSet>%s</instancesSet></item></reservationSet>
              <nextToken>%s</nextToken>
            </DescribeInstancesResponse>\
            """.formatted(instances, next);
    }

    private static String instance(String id, String state, String tags) {
        return """
            <item><instanceId>%s</instanceId><instanceState><code>0</code><name>%s</name></instanceState>
            <tagSet>%s</tagSet></item>\
            """.formatted(id, state, tags);
    }

    private static String tag(String key, String value) {
        return "<item><key>%s</key><value>%s</value></item>"
                .formatted(key, value.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private static String error(String code) {
        return "<Response><Errors><Error><Code>%s</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>"
                .formatted(code);
    }

    private record Answer(int status, String body, String date) {}

    /** Keeps what is sent, and answers as it was told. */
    private static final class Wire implements SdkHttpClient {
        private final Deque<Answer> answers = new ArrayDeque<>();
        private final List<String> sent = new ArrayList<>();
        private final List<String> dates = new ArrayList<>();

        void answers(int status, String body) {
            answers(status, body, null);
        }

        void answers(int status, String body, String date) {
            answers.add(new Answer(status, body, date));
        }

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    sent.add(described(request));
                    dates.add(request.httpRequest()
                            .firstMatchingHeader("X-Amz-Date")
                            .orElseThrow());
                    return response(answers.remove());
                }

                @Override
                public void abort() {}
            };
        }

        /** What AWS looks at: where it goes, who signs for what, and the parameters. */
        private static String described(HttpExecuteRequest request) throws IOException {
            var http = request.httpRequest();
            var authorization = http.firstMatchingHeader("Authorization").orElseThrow();
            try (var body = request.contentStreamProvider().orElseThrow().newStream()) {
                var parameters = new String(body.readAllBytes(), StandardCharsets.UTF_8).split("&", -1);
                return String.join(
                        "\n",
                        http.method().name(),
                        http.getUri().toString(),
                        scope(authorization),
                        http.firstMatchingHeader("X-Amz-Security-Token").orElseThrow(),
                        contentType(http),
                        new TreeSet<>(Arrays.asList(parameters)).toString());
            }
        }

        private static String scope(String authorization) {
            return authorization.replaceAll(".*Credential=([^,]+),.*", "$1");
        }

        private static String contentType(SdkHttpRequest http) {
            return http.firstMatchingHeader("Content-Type").orElseThrow().replaceAll("[ ;].*", "");
        }

        private static HttpExecuteResponse response(Answer answer) {
            var http = SdkHttpResponse.builder().statusCode(answer.status());
            if (answer.date() != null) {
                http.putHeader("Date", answer.date());
            }
            return HttpExecuteResponse.builder()
                    .response(http.build())
                    .responseBody(AbortableInputStream.create(
                            new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8))))
                    .build();
        }

        @Override
        public void close() {}
    }
}
