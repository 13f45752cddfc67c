package dev.replatform.sandbox.aws.iam;

import dev.replatform.sandbox.aws.Account;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.iam.model.Tag;

/** A role, its tags and its inline policies. */
final class Role {
    private final String name;
    private final String path;
    private final String id;
    private final String trustPolicy;
    private final String description;
    private final int maxSessionSeconds;
    private final Instant created = Instant.now();
    private final Map<String, String> tags = new ConcurrentSkipListMap<>();
    private final Map<String, InlinePolicy> policies = new ConcurrentSkipListMap<>();

    /**
     * @param text as it was put, white space included
     * @param document the same, read
     */
    record InlinePolicy(String text, PolicyDocument document) {
        /** IAM's quota leaves white space out. */
        long size() {
            return text.chars().filter(c -> !Character.isWhitespace(c)).count();
        }
    }

    Role(String name, String path, String id, String trustPolicy, String description, int maxSessionSeconds) {
        this.name = name;
        this.path = path;
        this.id = id;
        this.trustPolicy = trustPolicy;
        this.description = description;
        this.maxSessionSeconds = maxSessionSeconds;
    }

    String arn() {
        return "arn:aws:iam::" + Account.SANDBOX.id() + ":role" + path + name;
    }

    boolean isAssumedBy(String service) {
        return PolicyDocument.parse(trustPolicy).statements().stream()
                .anyMatch(statement ->
                        statement.allows() && statement.principals().contains("Service:" + service));
    }

    Map<String, String> tags() {
        return tags;
    }

    Map<String, InlinePolicy> policies() {
        return policies;
    }

    software.amazon.awssdk.services.iam.model.Role described() {
        return software.amazon.awssdk.services.iam.model.Role.builder()
                .roleName(name)
                .path(path)
                .roleId(id)
                .arn(arn())
                .createDate(created)
                .assumeRolePolicyDocument(urlEncoded(trustPolicy))
                .description(description)
                .maxSessionDuration(maxSessionSeconds)
                .tags(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    /** IAM sends documents as RFC 3986 writes them: {@code %20}, where Java's encoder says {@code +}. */
    static String urlEncoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
