package dev.replatform.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A policy of IAM or of a bucket. Two are equal where they say the same: AWS gives members in another order, and a list of
 * one as the value alone. See the <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">grammar</a>.
 */
public final class PolicyDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATEMENT = "Statement";
    private static final String SID = "Sid";

    private final ObjectNode document;

    private PolicyDocument(ObjectNode document) {
        this.document = document;
    }

    /** @return a policy of these statements, each made of strings, lists of strings and maps of these */
    public static PolicyDocument of(List<Map<String, ?>> statements) {
        var members = new LinkedHashMap<String, Object>();
        members.put("Version", "2012-10-17");
        members.put(STATEMENT, statements);
        return new PolicyDocument(JSON.valueToTree(members));
    }

    /**
     * @throws IllegalArgumentException where it is no JSON object
     */
    public static PolicyDocument parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode document) {
                return new PolicyDocument(document);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a policy that is no JSON", e);
        }
        throw new IllegalArgumentException("a policy that is no JSON object");
    }

    /** @return the same policy with this statement in the place of the one that has its Sid; all others live on */
    public PolicyDocument with(Map<String, ?> statement) {
        JsonNode added = JSON.valueToTree(statement);
        var merged = document.deepCopy();
        var statements = merged.putArray(STATEMENT);
        statements(document)
                .filter(other -> !other.path(SID).equals(added.path(SID)))
                .forEach(statements::add);
        statements.add(added);
        return new PolicyDocument(merged);
    }

    /** @return the same policy without the statements that have these Sids; all others live on */
    public PolicyDocument without(Set<String> sids) {
        var rest = document.deepCopy();
        var statements = rest.putArray(STATEMENT);
        statements(document)
                .filter(statement -> !sids.contains(statement.path(SID).asText()))
                .forEach(statements::add);
        return new PolicyDocument(rest);
    }

    /** @return whether it has a statement with one of these Sids */
    public boolean hasAny(Set<String> sids) {
        return statements(document)
                .anyMatch(statement -> sids.contains(statement.path(SID).asText()));
    }

    /** @return the AWS services that some statement allows by name, for example {@code dms.amazonaws.com} */
    public Set<String> allowedServices() {
        return statements(document)
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .map(statement -> statement.path("Principal").path("Service"))
                .flatMap(service ->
                        service.isTextual() ? Stream.of(service) : StreamSupport.stream(service.spliterator(), false))
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return whether it has no statement */
    public boolean isEmpty() {
        return statements(document).findAny().isEmpty();
    }

    /** @return whether it has this statement, by its Sid and to the letter of its meaning */
    public boolean has(Map<String, ?> statement) {
        var wanted = meaning(JSON.valueToTree(statement));
        return statements(document).map(PolicyDocument::meaning).anyMatch(wanted::equals);
    }

    public String toJson() {
        return document.toString();
    }

    private static Stream<JsonNode> statements(ObjectNode document) {
        var statements = document.path(STATEMENT);
        return statements.isObject() ? Stream.of(statements) : StreamSupport.stream(statements.spliterator(), false);
    }

    /** Objects as maps, lists as sorted sets of their members' text, a list of one as that one. */
    private static Object meaning(JsonNode node) {
        if (node.isObject()) {
            var members = new TreeMap<String, Object>();
            node.properties().forEach(member -> members.put(member.getKey(), meaning(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            var texts = new TreeSet<String>();
            node.forEach(member -> texts.add(String.valueOf(meaning(member))));
            return texts.size() == 1 ? texts.first() : texts;
        }
        return node.asText();
    }

    private Object meaning() {
        var meaning = new TreeMap<String, Object>();
        document.properties().forEach(member -> meaning.put(member.getKey(), meaning(member.getValue())));
        meaning.put(STATEMENT, statements(document).map(PolicyDocument::meaning).collect(Collectors.toSet()));
        return meaning;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDocument policy && meaning().equals(policy.meaning());
    }

    @Override
    public int hashCode() {
        return meaning().hashCode();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
