package dev.replatform.sandbox.aws.dms;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.databasemigration.model.Tag;

/** The tags of everything in DMS, by ARN. */
final class DmsTags {
    private final Map<String, Map<String, String>> byArn = new ConcurrentHashMap<>();

    /** Begins the tags of a new resource. */
    void create(String arn, List<Tag> tags) {
        byArn.put(arn, new LinkedHashMap<>());
        add(arn, tags);
    }

    void remove(String arn) {
        byArn.remove(arn);
    }

    void add(String arn, List<Tag> tags) {
        var known = of(arn);
        synchronized (known) {
            tags.forEach(tag -> known.put(tag.key(), tag.value() == null ? "" : tag.value()));
        }
    }

    void remove(String arn, Collection<String> keys) {
        var known = of(arn);
        synchronized (known) {
            known.keySet().removeAll(keys);
        }
    }

    /**
     * @param arns one or more resources
     * @param namesResource whether each tag says whose it is, as the answer for a list of ARNs does
     */
    List<Tag> list(List<String> arns, boolean namesResource) {
        return arns.stream()
                .flatMap(arn -> {
                    var known = of(arn);
                    synchronized (known) {
                        return Map.copyOf(known).entrySet().stream().map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .resourceArn(namesResource ? arn : null)
                                .build());
                    }
                })
                .toList();
    }

    private Map<String, String> of(String arn) {
        var tags = byArn.get(arn);
        if (tags == null) {
            throw DmsFaults.notFound("Resource with ARN " + arn + " not found");
        }
        return tags;
    }
}
