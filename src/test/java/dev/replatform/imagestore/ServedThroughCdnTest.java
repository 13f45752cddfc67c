package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.ownership.AllowTag;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudfront.model.Tag;

/** The whole kind as it is deployed: from the box to a browser. */
@org.junit.jupiter.api.Tag("cluster") // CloudFront has a Tag too
class ServedThroughCdnTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String BUCKET = "cloudtalents-startup-images";
    private static final String MAY_ASSUME = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "ec2.amazonaws.com"}}]}""";

    private static final String IMAGES = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images}
            spec:
              bucketName: cloudtalents-startup-images
              cdn: {priceClass: PriceClass_100}
              access: {roleName: cloudtalents-ec2, prefix: media/}
              import:
                from: {ec2: {instanceId: i-0abc1234def567890, path: /opt/app/media/user_image/}}
                to: media/user_image/
            """;

    @TempDir
    private static Path folder;

    private static OperatorOnSandbox sandbox;
    private static SSLSocketFactory before;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        sandbox = OperatorOnSandbox.start(Files.createDirectories(folder.resolve("aws")));
        before = HttpsURLConnection.getDefaultSSLSocketFactory();
        HttpsURLConnection.setDefaultSSLSocketFactory(
                trusting(sandbox.aws().certificates().trustStore()));
        var allowed = Map.of(AllowTag.TAG, "demo/cloudtalents");
        var box = folder.resolve("box");
        sandbox.aws().addBox("i-0abc1234def567890", box, "cloudtalents-ec2", "10.10.10.10", allowed);
        sandbox.aws().iam().createRole(role -> role.roleName("cloudtalents-ec2")
                .assumeRolePolicyDocument(MAY_ASSUME)
                .tags(software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key(AllowTag.TAG)
                        .value("demo/cloudtalents")
                        .build()));
        var images = Files.createDirectories(box.resolve("opt/app/media/user_image"));
        for (int number = 0; number < 30; number++) {
            Files.writeString(images.resolve("Größe %d & +.png".formatted(number)), "image " + number);
        }
    }

    @AfterAll
    static void stop() {
        HttpsURLConnection.setDefaultSSLSocketFactory(before);
        sandbox.close();
    }

    @Test
    void imagesComeThroughTheCdnAndOnlyThroughIt() throws Exception {
        // when
        sandbox.apply(IMAGES);
        var status = sandbox.await(ImageStore.class, "images", PATIENCE, it -> it.getStatus()
                        .isTrue("Ready"))
                .getStatus();

        // then
        assertThat(status.verification()).isEqualTo(new ImageStoreStatus.Verification(20, 20, true));
        assertThat(status.isTrue("ServedThroughCdn")).isTrue();
        assertThat(status.isTrue("DistributionDeployed")).isTrue();
        assertThat(status.imports().objects()).isEqualTo(30);
        var domain = status.distribution().domainName();
        assertThat(get(domain, "media/user_image/Gr%C3%B6%C3%9Fe%207%20%26%20%2B.png"))
                .isEqualTo(200);
        var records = sandbox.aws()
                .s3()
                .listObjectsV2(list -> list.bucket(BUCKET).prefix(".replatform/"))
                .contents();
        assertThat(records).isNotEmpty();
        for (var record : records) {
            assertThat(get(domain, record.key()))
                    .as("nobody reads the operator's records")
                    .isEqualTo(403);
        }
        var policy =
                sandbox.aws().s3().getBucketPolicy(get -> get.bucket(BUCKET)).policy();
        assertThat(policy).contains(distribution(status), "ReplatformCloudFront");

        // when it is deleted and applied again
        sandbox.client().resource(sandbox.get(ImageStore.class, "images")).delete();
        sandbox.awaitGone(ImageStore.class, "images", PATIENCE);
        var mark = sandbox.aws().calls().mark();
        sandbox.apply(IMAGES);
        var again = sandbox.await(ImageStore.class, "images", PATIENCE, it -> it.getStatus()
                        .isTrue("Ready"))
                .getStatus();

        // then
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
        assertThat(again.distribution()).isEqualTo(status.distribution());
        assertThat(again.imports()).isEqualTo(status.imports());
        assertThat(sandbox.aws()
                        .cloudFront()
                        .listTagsForResource(list -> list.resource(distribution(status)))
                        .tags()
                        .items())
                .extracting(Tag::value)
                .containsExactly("demo/cloudtalents/images");
    }

    private static String distribution(ImageStoreStatus status) {
        return status.resources().stream()
                .filter(resource -> resource.type().equals("CloudFront distribution"))
                .findFirst()
                .orElseThrow()
                .arn();
    }

    private static int get(String domain, String path) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("https://%s/%s".formatted(domain, path)).toURL().openConnection();
        return connection.getResponseCode();
    }

    private static SSLSocketFactory trusting(Path trustStore) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(trustStore.toFile(), CertificateAuthority.PASSWORD.toCharArray());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
