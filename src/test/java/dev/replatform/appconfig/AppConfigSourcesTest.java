package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a parameter says when the object changes that it takes its value from. */
class AppConfigSourcesTest extends AppConfigOnSandbox {
    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp, namespace: cloudtalents}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-master}}
              network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-a]}
            """;
    private static final String IMAGE_STORE = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images, namespace: cloudtalents}
            spec: {bucketName: cloudtalents-images}
            """;
    private static final String SPEC = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup, namespace: cloudtalents}
            spec:
              path: /cloudtalents/startup
              parameters:
              - {name: host, type: String, valueFrom: {databaseRef: {name: mvp, field: host}}}
              - {name: password, valueFrom: {databaseRef: {name: mvp, field: password}}}
              - {name: uri, valueFrom: {databaseRef: {name: mvp, field: uri}}}
              - {name: bucket, type: String, valueFrom: {imageStoreRef: {name: images, field: bucketName}}}
              - {name: domain, type: String, valueFrom: {imageStoreRef: {name: images, field: domainName}}}
              - name: settings
                valueFrom:
                  template:
                    text: '{"pw": "$(pw)", "cdn": "https://$(cdn)/", "price": "$$1"}'
                    values:
                    - {name: pw, escape: Json, databaseRef: {name: mvp, field: password}}
                    - {name: cdn, imageStoreRef: {name: images, field: domainName}}
            """;

    @BeforeEach
    void makeSources() {
        secret("mvp-master", "mvp_master", "first pw");
        apply(DATABASE);
        apply(IMAGE_STORE);
        listens("first.example");
        serves("d1.cloudfront.net");
    }

    @AfterEach
    void removeSources() {
        client.resources(Database.class).inNamespace(NAMESPACE).delete();
        client.resources(ImageStore.class).inNamespace(NAMESPACE).delete();
    }

    @Test
    void aDatabaseThatMovesAndAPasswordThatIsRotatedAreWritten() {
        apply(SPEC);
        until(it -> it.isTrue("Ready"));
        var first = values();
        assertThat(first)
                .containsAllEntriesOf(Map.of(
                        "host", "first.example",
                        "password", "first pw",
                        "uri", "postgresql://mvp_master:first%20pw@first.example:5432/mvp",
                        "settings",
                                "{\"pw\": \"first pw\", \"cdn\": \"https://d1.cloudfront.net/\", \"price\": \"$1\"}"));

        listens("second.example");
        secret("mvp-master", "mvp_master", "a \"second\" pw");
        var begun = look();
        assertThat(begun.plan()).isNotEmpty();
        assertThat(begun.isTrue("DriftDetected"))
                .as("nobody changed anything in SSM")
                .isFalse();
        until(it -> it.isTrue("Ready") && !first.get("settings").equals(values().get("settings")));

        assertThat(values())
                .containsEntry("host", "second.example")
                .containsEntry("password", "a \"second\" pw")
                .containsEntry("uri", "postgresql://mvp_master:a%20%22second%22%20pw@second.example:5432/mvp")
                .containsEntry(
                        "settings",
                        "{\"pw\": \"a \\\"second\\\" pw\", \"cdn\": \"https://d1.cloudfront.net/\", \"price\": \"$1\"}");
    }

    @Test
    void aDistributionThatIsAnotherOneIsWritten() {
        apply(SPEC);
        until(it -> it.isTrue("Ready"));
        assertThat(values())
                .containsEntry("bucket", "cloudtalents-images")
                .containsEntry("domain", "d1.cloudfront.net");

        serves("d2.cloudfront.net");
        until(it -> it.isTrue("Ready") && values().get("settings").contains("d2"));

        assertThat(values())
                .containsEntry("bucket", "cloudtalents-images")
                .containsEntry("domain", "d2.cloudfront.net");
    }

    @Test
    void aSourceThatCannotSayHoldsUpItsOwnParametersAndKeepsWhatWasWritten() {
        apply(SPEC);
        until(it -> it.isTrue("Ready"));
        var before = values();

        client.resources(Database.class).inNamespace(NAMESPACE).delete();
        apply(DATABASE);
        serves("d2.cloudfront.net");
        until(it -> message(it, "Ready").equals("Database mvp has no endpoint yet (host, uri)"));

        assertThat(values())
                .containsEntry("domain", "d2.cloudfront.net")
                .containsEntry("host", "first.example")
                .containsEntry("uri", before.get("uri"));
    }

    private static void listens(String host) {
        status(Database.class, "mvp", """
                {"status": {"endpoint": {"host": "%s", "port": 5432}}}""".formatted(host));
    }

    private static void serves(String domain) {
        status(ImageStore.class, "images", """
                {"status": {"bucket": {"name": "cloudtalents-images", "region": "eu-west-1"},
                  "distribution": {"id": "E1", "domainName": "%s", "state": "Deployed"},
                  "conditions": [
                    {"type": "Imported", "status": "True", "reason": "Done", "message": "", "observedGeneration": 1, "lastTransitionTime": "2026-05-04T12:00:00Z"},
                    {"type": "ServedThroughCdn", "status": "True", "reason": "Done", "message": "", "observedGeneration": 1, "lastTransitionTime": "2026-05-04T12:00:00Z"}]}}
                """.formatted(domain));
    }

    private static <T extends CustomResource<?, ?>> void status(Class<T> kind, String name, String patch) {
        client.resources(kind)
                .inNamespace(NAMESPACE)
                .withName(name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
