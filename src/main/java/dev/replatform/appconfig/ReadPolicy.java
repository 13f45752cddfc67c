package dev.replatform.appconfig;

import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a role may do with the parameters: read them, and decrypt them where a key is named. The account's {@code aws/ssm}
 * key needs no statement. See <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html">access</a>.
 */
final class ReadPolicy {
    private static final String ALIAS = "alias/";

    private ReadPolicy() {}

    static PolicyDocument of(EffectiveAppConfig spec, Role role) {
        var statements = new ArrayList<Map<String, ?>>();
        statements.add(read(spec, role));
        if (spec.kmsKeyId() != null) {
            statements.add(decrypt(spec, role));
        }
        return PolicyDocument.of(statements);
    }

    private static Map<String, ?> read(EffectiveAppConfig spec, Role role) {
        var path = arn(role, "ssm", spec.region(), "parameter" + spec.path());
        return Map.of(
                "Sid",
                "ReadParameters",
                "Effect",
                "Allow",
                "Action",
                List.of("ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"),
                "Resource",
                List.of(path, path + "/*"));
    }

    /** An alias names no key in a policy's resource; a condition does it. */
    private static Map<String, ?> decrypt(EffectiveAppConfig spec, Role role) {
        var key = spec.kmsKeyId();
        var alias = key.indexOf(ALIAS);
        var statement = Map.of("Sid", "DecryptParameters", "Effect", "Allow", "Action", "kms:Decrypt");
        return alias >= 0
                ? with(
                        statement,
                        arn(role, "kms", spec.region(), "key/*"),
                        Map.of("ForAnyValue:StringEquals", Map.of("kms:ResourceAliases", key.substring(alias))))
                : with(statement, key.startsWith("arn:") ? key : arn(role, "kms", spec.region(), "key/" + key), null);
    }

    private static Map<String, ?> with(Map<String, String> statement, String resource, Map<String, ?> condition) {
        var whole = new LinkedHashMap<String, Object>(statement);
        whole.put("Resource", resource);
        if (condition != null) {
            whole.put("Condition", condition);
        }
        return whole;
    }

    /** The role lives in the account and the partition in which the parameters are. */
    private static String arn(Role role, String service, String region, String rest) {
        var parts = role.arn().split(":", -1);
        return "arn:%s:%s:%s:%s:%s".formatted(parts[1], service, region, parts[4], rest);
    }
}
