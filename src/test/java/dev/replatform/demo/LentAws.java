package dev.replatform.demo;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.SandboxAws.Door;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A sandbox's AWS, lent to operators in a cluster: by the Secrets from which the pods of {@code deploy/demo/values.yaml}
 * take their environment.
 */
public final class LentAws {
    /** The Secret with the environment. */
    public static final String SECRET = "replatform-demo";

    private static final String CERTIFICATE = SECRET + "-ca";

    private final Map<String, String> environment;
    private final String certificate;

    /** @param address where pods reach this machine */
    public LentAws(SandboxAws aws, InetAddress address) {
        this.environment = environment(aws.openTo(address));
        this.certificate = aws.certificates().caPem();
    }

    private static Map<String, String> environment(Door door) {
        var host = door.proxy().getAddress().getHostAddress();
        // The selector asks http.nonProxyHosts for an HTTP URL, socksNonProxyHosts for a plain socket.
        var direct = host + "|localhost|127.*";
        var toolOptions = "-DsocksProxyHost=%s -DsocksProxyPort=%d -DsocksNonProxyHosts=%s -Dhttp.nonProxyHosts=%s"
                .formatted(host, door.proxy().getPort(), direct, direct);
        return Map.of(
                "AWS_ENDPOINT_URL", door.endpoint().toString(),
                "AWS_REGION", Account.SANDBOX.region(),
                "AWS_ACCESS_KEY_ID", OperatorProcess.KEY.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", OperatorProcess.KEY.secretAccessKey(),
                "REPLATFORM_CA_BUNDLE", "/etc/replatform/demo/ca.crt",
                "JAVA_TOOL_OPTIONS", toolOptions);
    }

    /** @return for {@code AWS_ENDPOINT_URL} */
    String endpoint() {
        return environment.get("AWS_ENDPOINT_URL");
    }

    /** Pods of that namespace that start from now on use it. */
    public void to(KubernetesClient client, String namespace) {
        write(client, namespace, SECRET, environment);
        write(client, namespace, CERTIFICATE, Map.of("ca.crt", certificate));
    }

    /** Pods that have it keep it until they are restarted. */
    void takeBack(KubernetesClient client, String namespace) {
        List.of(SECRET, CERTIFICATE)
                .forEach(name ->
                        client.secrets().inNamespace(namespace).withName(name).delete());
    }

    private static void write(KubernetesClient client, String namespace, String name, Map<String, String> data) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(data)
                .build();
        client.resource(secret).fieldManager("replatform-demo").forceConflicts().serverSideApply();
    }
}
