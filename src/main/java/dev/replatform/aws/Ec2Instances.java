package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * EC2 instances: only looked at, never made or changed
 * (<a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html">DescribeInstances</a>).
 */
public final class Ec2Instances {
    private static final String CALL = "DescribeInstances";
    private static final Set<String> NOT_FOUND = Set.of("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");
    private static final Set<String> GONE = Set.of("terminated", "shutting-down");

    private final Ec2Query ec2;

    Ec2Instances(Ec2Query ec2) {
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
        Seen<List<Instance>> found = AwsCalls.seeByCode(CALL, () -> alive(Map.of("InstanceId.1", id)), NOT_FOUND);
        return found.then(instances -> instances.isEmpty() ? Seen.absent() : Seen.present(instances.get(0)));
    }

    /** @return the instances that carry that tag with one of those values, terminated ones left out */
    public Seen<List<Instance>> tagged(String key, List<String> values) {
        var filter = new HashMap<String, String>();
        filter.put("Filter.1.Name", "tag:" + key);
        for (int number = 1; number <= values.size(); number++) {
            filter.put("Filter.1.Value." + number, values.get(number - 1));
        }
        return AwsCalls.see(CALL, () -> alive(filter));
    }

    private List<Instance> alive(Map<String, String> which) {
        var instances = new ArrayList<Instance>();
        var parameters = new HashMap<>(which);
        String next;
        do {
            var page = ec2.read(CALL, parameters);
            for (var reservation : Ec2Xml.items(page, "reservationSet")) {
                for (var instance : Ec2Xml.items(reservation, "instancesSet")) {
                    instances.add(instance(instance));
                }
            }
            next = Ec2Xml.text(page, "nextToken").orElse("");
            parameters.put("NextToken", next);
        } while (!next.isEmpty());
        instances.removeIf(instance -> GONE.contains(instance.state()));
        return List.copyOf(instances);
    }

    private static Instance instance(Element instance) {
        var tags = new HashMap<String, String>();
        for (var tag : Ec2Xml.items(instance, "tagSet")) {
            tags.put(Ec2Xml.required(tag, "key"), Ec2Xml.text(tag, "value").orElse(""));
        }
        return new Instance(
                Ec2Xml.required(instance, "instanceId"),
                Ec2Xml.required(instance, "instanceState", "name"),
                Map.copyOf(tags));
    }
}
