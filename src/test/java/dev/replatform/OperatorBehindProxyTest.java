package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.CrdFiles;
import dev.replatform.network.LittleProxy;
import dev.replatform.network.TlsServer;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that lets out only what goes through its proxy, and shows certificates of its own on the way. */
@Tag("cluster")
class OperatorBehindProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String IDENTITY = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::123456789012:user/operator</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """;

    @TempDir
    private Path folder;

    @Test
    void awsIsReachedThroughTheProxyAndTheApiServerPastIt() throws Exception {
        try (var cluster = KubeCluster.ofThisRun();
                var aws = new TlsServer(folder, "sts.eu-west-1.amazonaws.com", IDENTITY);
                var proxy = new LittleProxy(aws.address(), true)) {
            // given
            CrdFiles.installOn(cluster.client());
            var port = freePort();
            var settings = settings(cluster, port);
            settings.put("HTTPS_PROXY", proxy.url());
            settings.put("HTTP_PROXY", proxy.url());
            settings.put("REPLATFORM_CA_BUNDLE", aws.bundle(folder).toString());

            // when
            var operator = OperatorProcess.start(folder.resolve("log"), settings);
            try {
                // then
                assertThat(readiness(port)).isEqualTo(200);
                assertThat(proxy.asked()).containsOnly("CONNECT sts.eu-west-1.amazonaws.com:443 HTTP/1.1");
                assertThat(folder.resolve("log")).content().doesNotContain("p@ss", "p%40ss");
            } finally {
                operator.destroyForcibly().onExit().join();
            }
        }
    }

    @Test
    void aProxyThatCannotBeIsNamedAtTheStart() throws Exception {
        var operator = OperatorProcess.start(
                folder.resolve("log"),
                Map.of(
                        "REPLATFORM_CLUSTER_NAME", "demo",
                        "AWS_REGION", "eu-west-1",
                        "HTTPS_PROXY", "socks5://proxy"));

        assertThat(operator.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(operator.exitValue()).isEqualTo(2);
        assertThat(folder.resolve("log"))
                .content()
                .contains("The operator cannot start: HTTPS_PROXY must be a proxy's address");
    }

    private Map<String, String> settings(KubeCluster cluster, int port) throws IOException {
        var settings = new HashMap<String, String>();
        settings.put(
                "KUBECONFIG",
                Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig())
                        .toString());
        settings.put("REPLATFORM_CLUSTER_NAME", "demo");
        settings.put("REPLATFORM_PORT", Integer.toString(port));
        settings.put("AWS_REGION", "eu-west-1");
        settings.put("AWS_ACCESS_KEY_ID", "AKIAOPERATOR");
        settings.put("AWS_SECRET_ACCESS_KEY", "secret");
        return settings;
    }

    private static int readiness(int port) throws Exception {
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/readyz".formatted(port)))
                .build();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var status = 0;
        while (status != 200 && System.nanoTime() < deadline) {
            Thread.sleep(100);
            try {
                status = HttpClient.newHttpClient()
                        .send(question, BodyHandlers.discarding())
                        .statusCode();
            } catch (ConnectException e) {
                status = 0;
            }
        }
        return status;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
