package dev.replatform.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services, region by region, made when the first object asks for them. */
public final class AwsRegions implements AutoCloseable {
    private final String own;
    private final Map<String, AwsClients> clients = new ConcurrentHashMap<>();

    /** @param own the operator's region: where objects live that name none */
    public AwsRegions(String own) {
        this.own = own;
    }

    public String operatorsOwn() {
        return own;
    }

    public AwsClients clients(String region) {
        return clients.computeIfAbsent(region, AwsClients::new);
    }

    @Override
    public void close() {
        clients.values().forEach(AwsClients::close);
    }
}
