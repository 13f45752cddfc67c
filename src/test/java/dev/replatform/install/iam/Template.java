package dev.replatform.install.iam;

import java.util.List;
import java.util.Map;

/** Policies as CloudFormation's YAML has them: tokens become parameters of the stack. */
final class Template {
    private static final Map<String, String> PARAMETERS = Map.of(
            "@PARTITION@", "${AWS::Partition}",
            "@ACCOUNT@", "${AWS::AccountId}",
            "@REGION@", "${AWS::Region}",
            "@CLUSTER@", "${ClusterName}",
            "@DATABASES@", "${DatabaseIdentifiers}",
            "@BUCKETS@", "${BucketNames}",
            "@PARAMETERS@", "${ParameterPaths}");

    /** A role that carries no boundary is not written to, where the stack names one. */
    private static final Map<String, String> BOUNDARY = Map.of("GrantToConsentingRoles", """
                StringEquals: !If
                  - HasApplicationBoundary
                  - iam:PermissionsBoundary: !Ref ApplicationBoundaryArn
                  - !Ref AWS::NoValue
            """);

    private final StringBuilder yaml = new StringBuilder();

    private Template() {}

    /** @return the value of {@code PolicyDocument}, to stand below it */
    static String document(Policy policy, String indent) {
        var template = new Template();
        template.yaml.append("Version: \"").append(Policy.VERSION).append("\"\nStatement:\n");
        policy.statements().forEach(template::add);
        return template.yaml.toString().indent(indent.length()).stripTrailing();
    }

    private void add(Statement statement) {
        line("  - Sid: " + statement.sid());
        line("    Effect: " + statement.effect());
        line("    Action:");
        statement.actions().forEach(action -> line("      - " + action));
        line("    Resource:");
        statement.resources().forEach(resource -> line("      - " + text(resource)));
        if (!statement.conditions().isEmpty()) {
            line("    Condition:");
            statement.conditions().forEach((operator, keys) -> {
                line("      " + operator + ":");
                keys.forEach(this::addKey);
            });
            if (BOUNDARY.containsKey(statement.sid())) {
                yaml.append(BOUNDARY.get(statement.sid()).indent(2));
            }
        }
    }

    private void addKey(String key, Object value) {
        if (value instanceof List<?> values) {
            line("        " + key + ":");
            values.forEach(one -> line("          - " + text(one)));
        } else {
            line("        " + key + ": " + text(value));
        }
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }

    private static String text(Object value) {
        var filled = String.valueOf(value);
        for (var parameter : PARAMETERS.entrySet()) {
            filled = filled.replace(parameter.getKey(), parameter.getValue());
        }
        return (filled.contains("${") ? "!Sub " : "") + "\"" + filled + "\"";
    }
}
