package dev.replatform.sandbox.aws.rds;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.rds.model.Tag;

/** The tags of everything in RDS, by ARN. */
final class RdsTags {
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

    List<Tag> list(String arn) {
        var known = of(arn);
        synchronized (known) {
            return known.entrySet().stream()
                    .map(entry -> Tag.builder()
                            .key(entry.getKey())
                            .value(entry.getValue())
                            .build())
                    .toList();
        }
    }

    private Map<String, String> of(String arn) {
        var tags = byArn.get(arn);
        if (tags == null) {
            throw notFound(arn);
        }
        return tags;
    }

    private static RuntimeException notFound(String arn) {
        var name = arn.substring(arn.lastIndexOf(':') + 1);
        return switch (arn.replaceFirst(":[^:]*$", "").replaceFirst("^.*:", "")) {
            case "db" -> RdsFaults.instanceNotFound(name);
            case "subgrp" -> RdsFaults.subnetGroupNotFound(name);
            case "pg" -> RdsFaults.parameterGroupNotFound(name);
            case "snapshot" -> RdsFaults.snapshotNotFound(name);
            default -> RdsFaults.invalidValue("Invalid resource name: " + arn);
        };
    }
}
