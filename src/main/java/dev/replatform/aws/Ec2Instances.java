package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/** EC2 instances: only looked at, never made or changed. */
public final class Ec2Instances {
    private static final Set<String> NOT_FOUND = Set.of("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");
    private static final Set<String> GONE = Set.of("terminated", "shutting-down");

    private final Ec2Client ec2;

    Ec2Instances(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    /**
     * One instance.
     *
     * @param state in EC2's words, for example {@code running}
     */
    public record Instance(String id, String state, Map<String, String> tags) {}

    /** @return the instance; absent where there is none of that id, or it is terminated */
    public Seen<Instance> one(String id) {
        Seen<List<Instance>> found = AwsCalls.seeByCode(
                "DescribeInstances",
                () -> alive(DescribeInstancesRequest.builder().instanceIds(id).build()),
                NOT_FOUND);
        return found.then(instances -> instances.isEmpty() ? Seen.absent() : Seen.present(instances.get(0)));
    }

    /** @return the instances that carry that tag with one of those values, terminated ones left out */
    public Seen<List<Instance>> tagged(String key, List<String> values) {
        var filter = Filter.builder().name("tag:" + key).values(values).build();
        return AwsCalls.see(
                "DescribeInstances",
                () -> alive(DescribeInstancesRequest.builder().filters(filter).build()));
    }

    private List<Instance> alive(DescribeInstancesRequest request) {
        return ec2.describeInstancesPaginator(request).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(Ec2Instances::instance)
                .filter(instance -> !GONE.contains(instance.state()))
                .toList();
    }

    private static Instance instance(software.amazon.awssdk.services.ec2.model.Instance instance) {
        return new Instance(
                instance.instanceId(),
                instance.state().nameAsString(),
                instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }
}
