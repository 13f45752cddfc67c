package dev.replatform.sandbox.aws.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * A policy as AWS reads it. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 *
 * @param json the document as it was given
 */
public record PolicyDocument(JsonNode json, List<Statement> statements) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "Action",
            "Resource",
            "Condition",
            "NotAction",
            "NotResource",
            "NotPrincipal");
    private static final Set<String> NOT_SERVED = Set.of("NotAction", "NotResource", "NotPrincipal");

    /**
     * @throws MalformedPolicy with AWS's text
     * @throws UnsupportedOperationException for what AWS would take and the sandbox cannot judge
     */
    public static PolicyDocument parse(String text) {
        var json = tree(text);
        check(json.isObject() && json.has("Statement"), "Syntax errors in policy.");
        var statements = new ArrayList<Statement>();
        for (var statement : oneOrMany(json.get("Statement"))) {
            statements.add(statement(statement));
        }
        check(!statements.isEmpty(), "Syntax errors in policy.");
        return new PolicyDocument(json, List.copyOf(statements));
    }

    public Verdict verdict(Access access) {
        return statements.stream()
                .filter(statement -> statement.covers(access))
                .map(statement -> statement.allows() ? Verdict.ALLOWED : Verdict.DENIED)
                .reduce(Verdict.SILENT, Verdict::and);
    }

    /** @return whether it lets in whoever comes, as S3's Block Public Access understands it */
    public boolean isPublic() {
        return statements.stream().anyMatch(Statement::isPublic);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicy("Syntax errors in policy.");
        }
    }

    private static Statement statement(JsonNode json) {
        json.fieldNames().forEachRemaining(PolicyDocument::checkElement);
        var effect = json.path("Effect").asText();
        check(effect.equals("Allow") || effect.equals("Deny"), "Syntax errors in policy.");
        check(json.has("Action"), "Policy statement must contain actions.");
        var actions = texts(json.get("Action"));
        check(
                actions.stream().allMatch(action -> action.equals("*") || action.contains(":")),
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        return new Statement(
                json.path("Sid").asText(null),
                effect.equals("Allow"),
                principals(json.path("Principal")),
                actions,
                texts(json.path("Resource")),
                conditions(json.path("Condition")));
    }

    private static void checkElement(String name) {
        check(ELEMENTS.contains(name), "Syntax errors in policy.");
        if (NOT_SERVED.contains(name)) {
            throw new UnsupportedOperationException("policy element " + name + " is not served by the sandbox");
        }
    }

    private static Set<String> principals(JsonNode json) {
        var named = new TreeSet<String>();
        if (json.isTextual()) {
            check(json.asText().equals("*"), "Invalid principal in policy");
            named.add("AWS:*");
        }
        json.properties()
                .forEach(type -> texts(type.getValue()).forEach(value -> named.add(type.getKey() + ":" + value)));
        return named;
    }

    private static List<Statement.Condition> conditions(JsonNode json) {
        var conditions = new ArrayList<Statement.Condition>();
        for (var operator : json.properties()) {
            if (!Statement.Condition.SERVED.contains(operator.getKey())) {
                throw new UnsupportedOperationException(
                        "condition operator " + operator.getKey() + " is not served by the sandbox");
            }
            for (var key : operator.getValue().properties()) {
                conditions.add(new Statement.Condition(operator.getKey(), key.getKey(), texts(key.getValue())));
            }
        }
        return conditions;
    }

    private static List<String> texts(JsonNode json) {
        return oneOrMany(json).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> oneOrMany(JsonNode json) {
        if (json.isMissingNode()) {
            return List.of();
        }
        return json.isArray() ? StreamSupport.stream(json.spliterator(), false).toList() : List.of(json);
    }

    private static void check(boolean holds, String text) {
        if (!holds) {
            throw new MalformedPolicy(text);
        }
    }
}
