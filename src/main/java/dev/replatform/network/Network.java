package dev.replatform.network;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * How this process reaches the world. Proxies and authorities become the JVM's defaults, so that no client can forget them:
 * the AWS SDK's, those that fetch its credentials, and the check of what the CDN serves. PostgreSQL and the API server have
 * authorities of their own.
 */
public final class Network {
    private final Proxies proxies;
    private final Optional<SSLContext> tls;

    /**
     * @throws IllegalArgumentException naming the variable and what it must be
     */
    public Network(Map<String, String> environment) {
        proxies = new Proxies(environment);
        tls = Optional.ofNullable(environment.get(Authorities.VARIABLE))
                .filter(it -> !it.isBlank())
                .map(Path::of)
                .map(Authorities::with);
    }

    /** Must come before the first connection. */
    public void use() {
        tls.ifPresent(context -> {
            SSLContext.setDefault(context);
            HttpsURLConnection.setDefaultSSLSocketFactory(context.getSocketFactory());
        });
        if (!proxies.isEmpty()) {
            ProxySelector.setDefault(proxies.selector(ProxySelector.getDefault()));
            // the JDK sends no password to a proxy of HTTPS unless it is told to
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
            Authenticator.setDefault(new ProxyPassword());
        }
    }

    /** @return the proxy for that address; empty where it is reached directly */
    public Optional<URI> proxy(URI target) {
        return proxies.of(target);
    }

    /** Tells a password to the proxy that it is for, and to nobody else. */
    private final class ProxyPassword extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            return proxies.userInfo(getRequestingHost(), getRequestingPort())
                    .map(it -> it.split(":", 2))
                    .map(it -> new PasswordAuthentication(it[0], it.length > 1 ? it[1].toCharArray() : new char[0]))
                    .orElse(null);
        }
    }
}
