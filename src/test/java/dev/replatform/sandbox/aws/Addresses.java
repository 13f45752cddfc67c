package dev.replatform.sandbox.aws;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which local port stands behind an address as AWS writes it ({@code 10.10.10.10:5432},
 * {@code mvp.abc.eu-west-1.rds.amazonaws.com:5432}, {@code d111.cloudfront.net:443}). The SOCKS proxy and the DMS engine
 * look up here; nobody else resolves names.
 */
public final class Addresses {
    private final Map<String, InetSocketAddress> local = new ConcurrentHashMap<>();

    public void publish(String host, int port, InetSocketAddress listensOn) {
        local.put(host + ":" + port, listensOn);
    }

    public void withdraw(String host, int port) {
        local.remove(host + ":" + port);
    }

    /** @return where {@code host:port} really listens; empty where nothing of the sandbox has that address */
    public Optional<InetSocketAddress> lookUp(String host, int port) {
        return Optional.ofNullable(local.get(host + ":" + port));
    }
}
