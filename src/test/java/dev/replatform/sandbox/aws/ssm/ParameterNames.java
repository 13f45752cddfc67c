package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Account;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;

/** The rules for names. https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
final class ParameterNames {
    private static final int LONGEST_WITH_ARN = 1011;
    private static final int DEEPEST = 15;
    private static final Pattern NAME = Pattern.compile("/?[\\w.-]+(/[\\w.-]+)*");
    private static final String RULES =
            "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of"
                    + " sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the"
                    + " following 3 symbols .-_";

    private ParameterNames() {}

    static String arn(String name) {
        return Account.SANDBOX.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }

    /** @throws software.amazon.awssdk.awscore.exception.AwsServiceException with the rule that a new name breaks */
    static void check(String name) {
        if (name.contains("/") && !name.startsWith("/")) {
            throw SsmFaults.validation("Parameter name must be a fully qualified name.");
        }
        if (!NAME.matcher(name).matches()) {
            throw SsmFaults.validation(RULES);
        }
        if (name.chars().filter(c -> c == '/').count() > DEEPEST) {
            throw HierarchyLevelLimitExceededException.builder()
                    .message("A hierarchy can have a maximum of 15 levels.")
                    .build();
        }
        if (arn(name).length() > LONGEST_WITH_ARN) {
            throw SsmFaults.validation("The parameter name, its ARN included, can't be longer than 1011 characters.");
        }
        var firstLetters = name.replaceFirst("^/", "").toLowerCase(Locale.ROOT);
        if (firstLetters.startsWith("aws")) {
            throw SsmFaults.accessDenied("No access to reserved parameter name: " + name + ".");
        }
        if (firstLetters.startsWith("ssm")) {
            throw SsmFaults.validation(RULES);
        }
    }
}
