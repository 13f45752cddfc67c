package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.ServerPorts;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sandbox does in place of a cluster's controllers, which no API server alone does. */
class SandboxKubernetesTest {
    private KubeCluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        cluster = KubeCluster.sandbox();
        client = cluster.client();
        WidgetDefinition.installOn(client);
        client.resource(namespace("shop")).create();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aNamespaceGoesWithAllThatIsInIt() {
        widget("a");
        secret("s", null);

        client.namespaces().withName("shop").delete();

        assertThat(client.namespaces().withName("shop").get()).isNull();
        assertThat(client.resources(Widget.class).inAnyNamespace().list().getItems())
                .isEmpty();
        assertThat(client.secrets().inAnyNamespace().list().getItems()).isEmpty();
    }

    @Test
    void aNamespaceWaitsForFinalizersAndTakesNothingNewMeanwhile() {
        var widget = Widget.named("a", Widget.Spec.ofSize(1));
        widget.addFinalizer("example.dev/one");
        client.resource(widget).inNamespace("shop").create();

        client.namespaces().withName("shop").delete();

        assertThat(client.namespaces().withName("shop").get().getStatus().getPhase())
                .isEqualTo("Terminating");
        assertThatThrownBy(() -> secret("s", null))
                .hasMessageContaining("unable to create new content in namespace shop because it is being terminated");

        client.resources(Widget.class).inNamespace("shop").withName("a").edit(held -> {
            held.getMetadata().setFinalizers(null);
            return held;
        });
        assertThat(client.namespaces().withName("shop").get()).isNull();
    }

    @Test
    void aDefinitionGoesWithItsObjects() {
        widget("a");

        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("widgets.sandbox.example.dev")
                .delete();
        var served = client.supports(Widget.class);
        WidgetDefinition.installOn(client);

        assertThat(served).isFalse();
        assertThat(client.resources(Widget.class).inAnyNamespace().list().getItems())
                .isEmpty();
    }

    @Test
    void whatAnObjectOwnsGoesWithIt() {
        var owner = widget("a");
        secret("owned", owner);
        secret("free", null);

        client.resource(owner).delete();

        assertThat(client.secrets().inNamespace("shop").list().getItems())
                .extracting(secret -> secret.getMetadata().getName())
                .containsExactly("free");
    }

    @Test
    void aNamespaceThatIsNotThereTakesNoObject() {
        assertThatThrownBy(() -> client.resource(Widget.named("a", Widget.Spec.ofSize(1)))
                        .inNamespace("nowhere")
                        .create())
                .hasMessageContaining("namespaces \"nowhere\" not found");
    }

    @Test
    void afterItsEndThePortIsFreeAndTheKubeconfigLeadsNowhere(@TempDir Path folder) throws Exception {
        var sandbox = SandboxKubernetes.start(ServerPorts.next());
        var file = folder.resolve("kubeconfig");
        sandbox.writeKubeconfig(file);

        sandbox.close();

        assertThat(Files.readString(file)).contains("server: \"" + sandbox.url() + '"');
        assertThatThrownBy(() -> new Socket(
                                InetAddress.getLoopbackAddress(), sandbox.url().getPort())
                        .close())
                .isInstanceOf(ConnectException.class);
        SandboxKubernetes.start(sandbox.url().getPort()).close();
    }

    @Test
    void anAgeIsRougherTheOlderItIs() {
        assertThat(Table.inWords(Duration.ofSeconds(119))).isEqualTo("119s");
        assertThat(Table.inWords(Duration.ofSeconds(190))).isEqualTo("3m10s");
        assertThat(Table.inWords(Duration.ofMinutes(100))).isEqualTo("100m");
        assertThat(Table.inWords(Duration.ofMinutes(245))).isEqualTo("4h5m");
        assertThat(Table.inWords(Duration.ofHours(47))).isEqualTo("47h");
        assertThat(Table.inWords(Duration.ofHours(50))).isEqualTo("2d2h");
        assertThat(Table.inWords(Duration.ofDays(400))).isEqualTo("400d");
    }

    private Widget widget(String name) {
        return client.resource(Widget.named(name, Widget.Spec.ofSize(1)))
                .inNamespace("shop")
                .create();
    }

    private void secret(String name, Widget owner) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(Map.of("a", "YQ=="))
                .build();
        if (owner != null) {
            secret.addOwnerReference(new OwnerReferenceBuilder()
                    .withApiVersion(owner.getApiVersion())
                    .withKind(owner.getKind())
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .build());
        }
        client.resource(secret).inNamespace("shop").create();
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }
}
