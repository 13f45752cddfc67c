package dev.replatform.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services, region by region, made when the first object asks for them. */
public final class AwsRegions implements AutoCloseable {
    private final String own;
    private final AwsCallListener listener;
    private final Map<String, AwsClients> clients = new ConcurrentHashMap<>();

    /** @param own the operator's region: where objects live that name none */
    public AwsRegions(String own) {
        this(own, AwsCallListener.NONE);
    }

    /**
     * @param own the operator's region: where objects live that name none
     * @param listener told of every call
     */
    public AwsRegions(String own, AwsCallListener listener) {
        this.own = own;
        this.listener = listener;
    }

    public String operatorsOwn() {
        return own;
    }

    public AwsClients clients(String region) {
        return clients.computeIfAbsent(region, name -> new AwsClients(name, listener));
    }

    @Override
    public void close() {
        clients.values().forEach(AwsClients::close);
    }
}
