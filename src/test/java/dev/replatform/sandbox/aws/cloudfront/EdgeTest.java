package dev.replatform.sandbox.aws.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.Origin;

/** Over real TLS, with the name in the handshake checked against the certificate. */
class EdgeTest {
    private static final String BUCKET = "images";
    private static final String S3_NAME = BUCKET + ".s3.eu-west-1.amazonaws.com";
    private static final String KEY = "media/Zoë's Foto 1+1 😀.png";
    private static final Delays DEPLOYED_AT_ONCE = new Delays(0);

    private static final Delays AS_AWS = new Delays(1);

    @TempDir
    private Path folder;

    private final Addresses addresses = new Addresses();
    private final SandboxIam iam = new SandboxIam();
    private SSLContext browser;
    private Edge edge;
    private SandboxS3 s3;
    private SandboxCloudFront cloudFront;
    private Distribution distribution;
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    @BeforeEach
    void aDistributionStandsBeforeABucket() throws Exception {
        var authority = CertificateAuthority.create(folder.resolve("tls"));
        browser = trusting(authority);
        edge = Edge.certifiedBy(authority, () -> now);
        s3 = new SandboxS3(folder.resolve("s3"), iam.policies(), addresses, edge.address());
        cloudFront = new SandboxCloudFront(DEPLOYED_AT_ONCE, iam.policies(), addresses, edge.address());
        edge.serve(cloudFront, s3, AS_AWS);
        s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        s3.putObject(
                put -> put.bucket(BUCKET).key(KEY).contentType("image/png"), RequestBody.fromString("the picture"));
        distribution = create("always");
    }

    @AfterEach
    void theEdgeStops() {
        edge.close();
    }

    @Test
    void anObjectIsServedThroughTheCdnAndNotFromTheBucketItself() throws Exception {
        admit(distribution.arn());

        var first = get(distribution.domainName(), KEY);
        var second = get(distribution.domainName(), KEY);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isEqualTo("the picture");
        assertThat(first.headers())
                .containsEntry("content-type", "image/png")
                .containsEntry("etag", "\"3848d71afb6d970a4c43d55e852e5b4a\"")
                .containsEntry("x-cache", "Miss from cloudfront")
                .containsKeys("via", "last-modified");
        assertThat(second.headers()).containsEntry("x-cache", "Hit from cloudfront");
        var direct = get(S3_NAME, KEY);
        assertThat(direct.status()).isEqualTo(403);
        assertThat(direct.body()).contains("<Code>AccessDenied</Code>");
        assertThat(get("s3.eu-west-1.amazonaws.com", BUCKET + "/" + KEY).status())
                .isEqualTo(403);
    }

    @Test
    void anotherDistributionsPolicyLetsNobodyElseIn() throws Exception {
        admit("arn:aws:cloudfront::123456789012:distribution/EOTHER");

        var answer = get(distribution.domainName(), KEY);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).containsEntry("x-cache", "Error from cloudfront");
    }

    @Test
    void withoutASignatureTheBucketStaysShut() throws Exception {
        var unsigned = create("never");
        admit(unsigned.arn());

        assertThat(get(unsigned.domainName(), KEY).status()).isEqualTo(403);
    }

    @Test
    void aMissingKeyIsForbiddenUnlessTheCdnMayList() throws Exception {
        admit(distribution.arn());
        assertThat(get(distribution.domainName(), "none").status()).isEqualTo(403);

        admit(
                distribution.arn(),
                "\"s3:GetObject\", \"s3:ListBucket\"",
                "\"arn:aws:s3:::images\", \"arn:aws:s3:::images/*\"");

        assertThat(get(distribution.domainName(), "none-either").status()).isEqualTo(404);
    }

    @Test
    void anErrorIsKeptForAWhile() throws Exception {
        admit(distribution.arn());
        assertThat(get(distribution.domainName(), "late.png").status()).isEqualTo(403);
        s3.putObject(put -> put.bucket(BUCKET).key("late.png"), RequestBody.fromString("here"));

        now = now.plusSeconds(9);
        assertThat(get(distribution.domainName(), "late.png").status()).isEqualTo(403);
        now = now.plusSeconds(1);
        assertThat(get(distribution.domainName(), "late.png").status()).isEqualTo(200);
    }

    @Test
    void aSuccessIsKeptUntilItsTimeIsUp() throws Exception {
        admit(distribution.arn());
        s3.putObject(put -> put.bucket(BUCKET).key("short").cacheControl("max-age=60"), RequestBody.fromString("old"));
        assertThat(get(distribution.domainName(), "short").body()).isEqualTo("old");
        s3.putObject(put -> put.bucket(BUCKET).key("short").cacheControl("max-age=60"), RequestBody.fromString("new"));

        now = now.plusSeconds(59);
        var kept = get(distribution.domainName(), "short");
        assertThat(kept.body()).isEqualTo("old");
        assertThat(kept.headers()).containsEntry("age", "59");
        now = now.plusSeconds(1);
        assertThat(get(distribution.domainName(), "short").body()).isEqualTo("new");
    }

    @Test
    void aDisabledDistributionServesNothing() throws Exception {
        admit(distribution.arn());
        var read = cloudFront.getDistributionConfig(get -> get.id(distribution.id()));
        cloudFront.updateDistribution(update -> update.id(distribution.id())
                .ifMatch(read.eTag())
                .distributionConfig(
                        read.distributionConfig().toBuilder().enabled(false).build()));

        assertThat(get(distribution.domainName(), KEY).status()).isEqualTo(403);
    }

    @Test
    void aDistributionThatIsNotDeployedYetServesNothing() throws Exception {
        var slow = new SandboxCloudFront(AS_AWS, iam.policies(), addresses, edge.address());

        var created = create(slow, "always");

        assertThat(slow.route(created.domainName())).isEmpty();
        assertThat(cloudFront.route(distribution.domainName())).isPresent();
    }

    @Test
    void aHeadHasTheLengthAndNoBodyAndAPostIsForbidden() throws Exception {
        admit(distribution.arn());

        var head = ask("HEAD", distribution.domainName(), KEY);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).containsEntry("content-length", "11");
        assertThat(ask("POST", distribution.domainName(), KEY).status()).isEqualTo(403);
        assertThat(get(distribution.domainName(), "").status()).isEqualTo(403);
    }

    private record Answer(int status, Map<String, String> headers, String body) {}

    private Answer get(String host, String key) throws IOException {
        return ask("GET", host, key);
    }

    /** As a browser does: TLS to where the name leads, with the name in the handshake, the path percent-encoded. */
    private Answer ask(String method, String host, String key) throws IOException {
        var address = addresses.lookUp(host, 443).orElseThrow();
        try (var socket =
                (SSLSocket) browser.getSocketFactory().createSocket(plain(address), host, address.getPort(), true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            var path = Arrays.stream(key.split("/", -1))
                    .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                    .collect(Collectors.joining("/", "/", ""));
            var request = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Socket plain(InetSocketAddress address) throws IOException {
        return new Socket(address.getAddress(), address.getPort());
    }

    private static Answer parse(String text) {
        var end = text.indexOf("\r\n\r\n");
        var lines = text.substring(0, end).split("\r\n");
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        Arrays.stream(lines).skip(1).forEach(line -> {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        });
        return new Answer(
                Integer.parseInt(lines[0].substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length())),
                headers,
                text.substring(end + 4));
    }

    private void admit(String sourceArn) {
        admit(sourceArn, "\"s3:GetObject\"", "\"arn:aws:s3:::images/*\"");
    }

    private void admit(String sourceArn, String actions, String resources) {
        s3.putBucketPolicy(put -> put.bucket(BUCKET).policy("""
                        {"Version": "2012-10-17",
                         "Statement": [{"Sid": "Cdn", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
                                        "Action": [%s], "Resource": [%s],
                                        "Condition": {"StringEquals": {"AWS:SourceArn": "%s"}}}]}""".formatted(actions, resources, sourceArn)));
    }

    private Distribution create(String signing) {
        return create(cloudFront, signing);
    }

    private static Distribution create(SandboxCloudFront cloudFront, String signing) {
        var control = cloudFront.createOriginAccessControl(
                create -> create.originAccessControlConfig(config -> config.name(signing)
                        .signingProtocol("sigv4")
                        .signingBehavior(signing)
                        .originAccessControlOriginType("s3")));
        var origin = Origin.builder()
                .id("bucket")
                .domainName(S3_NAME)
                .s3OriginConfig(config -> config.originAccessIdentity(""))
                .originAccessControlId(control.originAccessControl().id())
                .build();
        return cloudFront
                .createDistributionWithTags(create -> create.distributionConfigWithTags(
                        with -> with.distributionConfig(config -> config.callerReference(signing)
                                .comment("")
                                .enabled(true)
                                .origins(origins -> origins.quantity(1).items(origin))
                                .defaultCacheBehavior(behavior -> behavior.targetOriginId("bucket")
                                        .viewerProtocolPolicy("redirect-to-https")
                                        .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6")))))
                .distribution();
    }

    private static SSLContext trusting(CertificateAuthority authority) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(authority.trustStore())) {
            store.load(in, CertificateAuthority.PASSWORD.toCharArray());
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
