package dev.replatform.install.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * AWS's <a
 * href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 * Authorization Reference</a> for the actions that matter here. The file is written by {@code service_authorization.py}.
 */
final class ServiceAuthorization {
    private static final JsonNode REFERENCE = read();

    private ServiceAuthorization() {}

    static Set<String> actions() {
        var names = new TreeSet<String>();
        REFERENCE.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** @return the page that says it */
    static String page(String action) {
        return action(action).path("page").asText();
    }

    /** @return whether it can be allowed for one resource and not for another */
    static boolean hasResources(String action) {
        return !action(action).path("resources").isEmpty();
    }

    /** @return the condition keys that a request may have for a resource; tags end with {@code ${TagKey}} */
    static Set<String> keys(String action, String resource) {
        var keys = new TreeSet<String>();
        Stream.concat(Stream.of(action(action)), types(action, resource))
                .forEach(of -> of.path("keys").forEach(key -> keys.add(key.asText())));
        return keys;
    }

    /** @return whether the action may be about such a resource; also one that a pattern names */
    static boolean knows(String action, String resource) {
        return types(action, resource).findAny().isPresent();
    }

    private static Stream<JsonNode> types(String action, String resource) {
        return StreamSupport.stream(action(action).path("resources").spliterator(), false)
                .filter(type -> isOfType(type.path("arn").asText(), resource));
    }

    /** @param pattern {@code arn:${Partition}:rds:${Region}:${Account}:db:${DbInstanceName}} */
    private static boolean isOfType(String pattern, String resource) {
        var wanted = pattern.split(":", 6);
        var given = resource.split(":", 6);
        return given.length == wanted.length
                && given[2].equals(wanted[2])
                && given[5].matches(wanted[5].replaceAll("\\$\\{[A-Za-z]+}|\\*", ".+"));
    }

    private static JsonNode action(String name) {
        var entry = REFERENCE.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(name + " is not in service-authorization.json: add it by"
                    + " src/test/python/service_authorization.py write " + name);
        }
        return entry;
    }

    private static JsonNode read() {
        try (var file = ServiceAuthorization.class.getResourceAsStream("/install/service-authorization.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
