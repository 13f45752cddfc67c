package dev.replatform.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxies that {@code HTTPS_PROXY} and {@code HTTP_PROXY} name, also in lower case. What {@code NO_PROXY} covers is
 * reached without them, and so are this pod's own addresses, instance metadata and the cluster's API server.
 */
public final class Proxies {
    private static final int HIGHEST_PORT = 65_535;
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

    private final Map<String, URI> byScheme = new HashMap<>();
    private final NoProxy direct;

    /**
     * @throws IllegalArgumentException naming the variable and what it must be; never its value, which may hold a password
     */
    public Proxies(Map<String, String> environment) {
        for (var scheme : DEFAULT_PORTS.keySet()) {
            var variable = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
            value(environment, variable).map(it -> proxy(variable, it)).ifPresent(it -> byScheme.put(scheme, it));
        }
        direct = new NoProxy(String.join(
                ",",
                value(environment, "NO_PROXY").orElse(""),
                environment.getOrDefault("KUBERNETES_SERVICE_HOST", ""),
                "kubernetes.default.svc"));
    }

    /** @return whether no proxy is named at all */
    public boolean isEmpty() {
        return byScheme.isEmpty();
    }

    /** @return the proxy for that address; empty where it is reached directly */
    public Optional<URI> of(URI target) {
        var scheme = target.getScheme().toLowerCase(Locale.ROOT);
        if (target.getHost() == null || !byScheme.containsKey(scheme)) {
            return Optional.empty();
        }
        var port = target.getPort() < 0 ? DEFAULT_PORTS.get(scheme) : target.getPort();
        return direct.covers(target.getHost(), port) ? Optional.empty() : Optional.of(byScheme.get(scheme));
    }

    /** @return these proxies for HTTP; for all else, PostgreSQL for one, what was asked until now */
    ProxySelector selector(ProxySelector others) {
        return new Selector(others);
    }

    /** @return user and password of the proxy at that address, with a colon */
    Optional<String> userInfo(String host, int port) {
        return byScheme.values().stream()
                .filter(it -> it.getHost().equalsIgnoreCase(host) && it.getPort() == port)
                .map(URI::getUserInfo)
                .filter(it -> it != null)
                .findFirst();
    }

    private static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(it -> !it.isBlank())
                .or(() -> Optional.ofNullable(environment.get(variable.toLowerCase(Locale.ROOT))))
                .map(String::strip)
                .filter(it -> !it.isEmpty());
    }

    private static URI proxy(String variable, String value) {
        try {
            var uri = URI.create(value.contains("://") ? value : "http://" + value);
            if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getPort() <= HIGHEST_PORT) {
                return withPort(uri);
            }
        } catch (IllegalArgumentException e) {
            // its message has the value
        }
        throw new IllegalArgumentException(variable + " must be a proxy's address: http://host:port");
    }

    /** The Kubernetes client takes no proxy without one. */
    private static URI withPort(URI proxy) {
        return proxy.getPort() >= 0
                ? proxy
                : URI.create("http://%s:%d".formatted(proxy.getRawAuthority(), DEFAULT_PORTS.get("http")));
    }

    private final class Selector extends ProxySelector {
        private final ProxySelector others;

        Selector(ProxySelector others) {
            this.others = others;
        }

        @Override
        public List<Proxy> select(URI target) {
            if (!DEFAULT_PORTS.containsKey(target.getScheme().toLowerCase(Locale.ROOT))) {
                return others.select(target);
            }
            return List.of(Proxies.this
                    .of(target)
                    .map(it ->
                            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(it.getHost(), it.getPort())))
                    .orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI target, SocketAddress proxy, IOException failure) {
            others.connectFailed(target, proxy, failure);
        }
    }
}
