package dev.replatform.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String PROXY = "http://proxy.example.com:3128";

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com/, true",
        "example.com, https://EXAMPLE.com./, true",
        "example.com, https://s3.example.com/, true",
        "example.com, https://notexample.com/, false",
        ".example.com, https://s3.example.com/, true",
        ".example.com, https://example.com/, false",
        "*.example.com, https://s3.example.com/, true",
        "*.example.com, https://example.com/, false",
        "example.com:8443, https://example.com:8443/, true",
        "example.com:8443, https://example.com/, false",
        "example.com:443, https://example.com/, true",
        "10.0.0.0/8, https://10.9.8.7/, true",
        "10.0.0.0/8, https://11.0.0.1/, false",
        "10.0.0.0/8, https://ten.example.com/, false",
        "10.1.2.3, https://10.1.2.3/, true",
        "10.1.2.3, https://10.1.2.4/, false",
        "10.1.2.3:443, https://10.1.2.3/, true",
        "fd00::/8, 'https://[fd12::1]/', true",
        "fd00::/8, 'https://[fe80::1]/', false",
        "'[fd12::1]:443', 'https://[fd12::1]/', true",
        "*, https://anything.example.com/, true",
        "' a.com , b.com,', https://b.com/, true",
    })
    void noProxyIsReadAsGoReadsIt(String noProxy, URI target, boolean direct) {
        var proxies = new Proxies(Map.of("HTTPS_PROXY", PROXY, "NO_PROXY", noProxy));

        assertThat(proxies.of(target).isEmpty()).isEqualTo(direct);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.96.0.1:443/api",
                "https://kubernetes.default.svc/api",
                "http://169.254.169.254/latest",
                "http://169.254.170.23/v1/credentials",
                "http://[fd00:ec2::23]/v1/credentials",
                "http://localhost:8080/",
                "http://127.0.0.2/",
                "http://[::1]/"
            })
    void theApiServerAndTheMachinesOwnAddressesNeverGoThroughAProxy(URI target) {
        var proxies =
                new Proxies(Map.of("HTTPS_PROXY", PROXY, "HTTP_PROXY", PROXY, "KUBERNETES_SERVICE_HOST", "10.96.0.1"));

        assertThat(proxies.of(target)).isEmpty();
    }

    @Test
    void eachSchemeHasAProxyOfItsOwn() {
        var proxies = new Proxies(Map.of("https_proxy", "one:3128", "HTTP_PROXY", "http://two"));

        assertThat(proxies.of(URI.create("https://a.com"))).contains(URI.create("http://one:3128"));
        assertThat(proxies.of(URI.create("http://a.com"))).contains(URI.create("http://two:80"));
    }

    @Test
    void upperCaseWinsOverLowerCase() {
        var proxies = new Proxies(Map.of("https_proxy", "http://low:1", "HTTPS_PROXY", "http://up:2"));

        assertThat(proxies.of(URI.create("https://a.com"))).contains(URI.create("http://up:2"));
    }

    @Test
    void withoutProxiesThereAreNone() {
        assertThat(new Proxies(Map.of("HTTPS_PROXY", " ", "NO_PROXY", "a.com")).isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@proxy:3128", "socks5://proxy", "http://", "http://a b", "proxy:99999"})
    void aProxyThatCannotBeIsNamedWithoutItsPassword(String value) {
        assertThatThrownBy(() -> new Proxies(Map.of("HTTPS_PROXY", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HTTPS_PROXY must be a proxy's address: http://host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "example.com/8", "10.0.0.0/"})
    void aRangeOfAddressesThatIsNoneIsNamed(String noProxy) {
        assertThatThrownBy(() -> new Proxies(Map.of("NO_PROXY", noProxy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NO_PROXY has a range of addresses that is none");
    }
}
