package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.List;

/** What a service asks of KMS in the caller's name; the account's {@code aws/...} keys let their services in by themselves. */
final class Keys {
    private Keys() {}

    /** @param service {@code rds}: who calls KMS */
    static void ask(List<String> actions, String key, String service, Questions questions) {
        if (key.contains("alias/aws/")) {
            return;
        }
        for (var action : actions) {
            var question = questions
                    .about(action, arn(key))
                    .with("kms:ViaService", service + "." + Account.SANDBOX.region() + ".amazonaws.com");
            if (action.equals("kms:CreateGrant")) {
                question.with("kms:GrantIsForAWSResource", "true");
            }
            question.ask();
        }
    }

    /** An alias stands for some key; which one does not matter here. */
    private static String arn(String key) {
        var id = key.replaceFirst("^arn:aws:kms:[^/]*/", "").replaceFirst("^alias/", "");
        return Account.SANDBOX.arn("kms", "key/" + id);
    }
}
