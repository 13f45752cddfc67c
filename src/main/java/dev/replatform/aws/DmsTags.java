package dev.replatform.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Tag;

/**
 * The tags of DMS's resources. DMS tells them in a call of its own for each resource; while something moves it is looked at
 * every second, and the tags of an ARN do not matter that often.
 */
final class DmsTags {
    /** Less than the pace of a steady object, so that a tag that somebody takes away is missed at the next look. */
    private static final Duration REMEMBERED = Duration.ofSeconds(40);

    private final DatabaseMigrationClient dms;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    DmsTags(DatabaseMigrationClient dms) {
        this.dms = dms;
    }

    private record Told(Map<String, String> tags, long at) {
        boolean isFresh() {
            return System.nanoTime() - at < REMEMBERED.toNanos();
        }
    }

    Map<String, String> of(String arn) {
        told.values().removeIf(it -> !it.isFresh());
        return told.computeIfAbsent(arn, this::ask).tags();
    }

    /** Sets some; others stay. */
    void set(String arn, Map<String, String> tags) {
        AwsCalls.act(
                "AddTagsToResource",
                () -> dms.addTagsToResource(request -> request.resourceArn(arn).tags(list(tags))));
        told.remove(arn);
    }

    /** @return the same in DMS's words */
    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private Told ask(String arn) {
        var tags = dms.listTagsForResource(request -> request.resourceArn(arn)).tagList().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
        return new Told(Map.copyOf(tags), System.nanoTime());
    }
}
