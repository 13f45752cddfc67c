package dev.replatform.sandbox.aws.authorization;

import java.util.Map;

/** The tags of whatever is in the account, by ARN; none of what is not there. */
@FunctionalInterface
public interface ResourceTags {
    Map<String, String> of(String arn);
}
