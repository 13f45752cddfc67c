package dev.replatform.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** The services, region by region, made when the first object asks for them. */
public final class AwsRegions implements AutoCloseable {
    private final String own;
    private final AwsCallListener listener;
    private final BooleanSupplier mayAct;
    private final Map<String, AwsClients> clients = new ConcurrentHashMap<>();

    /** @param own the operator's region: where objects live that name none */
    public AwsRegions(String own) {
        this(own, AwsCallListener.NONE, () -> true);
    }

    /**
     * @param own the operator's region: where objects live that name none
     * @param listener told of every call
     * @param mayAct whether this process is the one that acts; a call that changes something is not sent otherwise
     */
    public AwsRegions(String own, AwsCallListener listener, BooleanSupplier mayAct) {
        this.own = own;
        this.listener = listener;
        this.mayAct = mayAct;
    }

    public String operatorsOwn() {
        return own;
    }

    /** @return {@code aws}, {@code aws-cn}, {@code aws-us-gov}, ...: the second part of every ARN there */
    public static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    public AwsClients clients(String region) {
        return clients.computeIfAbsent(region, name -> new AwsClients(name, listener, mayAct));
    }

    @Override
    public void close() {
        clients.values().forEach(AwsClients::close);
    }
}
