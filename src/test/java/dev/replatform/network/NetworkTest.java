package dev.replatform.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM's oldest client, which the check of what the CDN serves and the AWS SDK use, against a real proxy and real TLS. */
class NetworkTest {
    @TempDir
    private Path folder;

    private final ProxySelector selector = ProxySelector.getDefault();
    private final Authenticator authenticator = Authenticator.getDefault();
    private SSLContext tls;
    private TlsServer server;
    private LittleProxy proxy;

    @BeforeEach
    void start() throws Exception {
        tls = SSLContext.getDefault();
        server = new TlsServer(folder, "media.example.com", "served");
        proxy = new LittleProxy(server.address(), false);
    }

    @AfterEach
    void stop() throws IOException {
        ProxySelector.setDefault(selector);
        Authenticator.setDefault(authenticator);
        SSLContext.setDefault(tls);
        HttpsURLConnection.setDefaultSSLSocketFactory(tls.getSocketFactory());
        proxy.close();
        server.close();
    }

    @Test
    void aServerBehindTheProxyIsReachedAndBelievedByTheBundle() throws IOException {
        use(Map.of("HTTPS_PROXY", proxy.url(), "REPLATFORM_CA_BUNDLE", bundle()));

        assertThat(answer("https://media.example.com/a.png")).isEqualTo("served");
        assertThat(proxy.asked()).containsExactly("CONNECT media.example.com:443 HTTP/1.1");
    }

    @Test
    void aServerThatTheBundleDoesNotVouchForIsNotBelieved() {
        use(Map.of("https_proxy", proxy.url()));

        assertThatThrownBy(() -> answer("https://media.example.com/a.png")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theJvmsOwnAuthoritiesStayTrustedBesideTheBundle() throws Exception {
        var own = Authorities.jvmsOwn();

        assertThat(Authorities.all(Path.of(bundle()))).containsAll(own).hasSize(own.size() + 1);
    }

    @Test
    void whatNoProxyCoversDoesNotGoThroughTheProxy() {
        use(Map.of("HTTPS_PROXY", proxy.url(), "NO_PROXY", ".invalid"));

        assertThatThrownBy(() -> answer("https://media.invalid/a.png")).isInstanceOf(IOException.class);
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void postgreSqlDoesNotGoThroughTheProxy() {
        use(Map.of("HTTPS_PROXY", proxy.url()));

        assertThat(ProxySelector.getDefault().select(URI.create("socket://database.example.com:5432")))
                .isEqualTo(selector.select(URI.create("socket://database.example.com:5432")));
    }

    @Test
    void aBundleThatIsNoneIsNamed() throws IOException {
        assertThatThrownBy(() -> new Network(Map.of("REPLATFORM_CA_BUNDLE", folder + "/not-there")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("REPLATFORM_CA_BUNDLE names a file that cannot be read");

        var text = Files.writeString(folder.resolve("text"), "no certificate");
        assertThatThrownBy(() -> new Network(Map.of("REPLATFORM_CA_BUNDLE", text.toString())))
                .hasMessageStartingWith("REPLATFORM_CA_BUNDLE names a file without a certificate");

        var broken = Files.writeString(
                folder.resolve("broken"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> new Network(Map.of("REPLATFORM_CA_BUNDLE", broken.toString())))
                .hasMessageStartingWith("REPLATFORM_CA_BUNDLE names a file with a certificate that is none");
    }

    private static void use(Map<String, String> environment) {
        new Network(environment).use();
    }

    private String bundle() throws IOException {
        return server.bundle(folder).toString();
    }

    private static String answer(String url) throws IOException {
        try (var body = URI.create(url).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
