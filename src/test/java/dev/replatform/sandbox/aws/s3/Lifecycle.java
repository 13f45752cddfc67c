package dev.replatform.sandbox.aws.s3;

import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.LifecycleRule;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html; kept, never carried out. */
final class Lifecycle {
    private Lifecycle() {}

    static List<LifecycleRule> checked(List<LifecycleRule> rules) {
        if (rules.isEmpty() || rules.stream().anyMatch(Lifecycle::isIncomplete)) {
            throw S3Faults.malformedXml();
        }
        if (rules.stream().anyMatch(Lifecycle::doesNothing)) {
            throw invalid("At least one action needs to be specified in a rule");
        }
        var named = rules.stream().map(Lifecycle::named).toList();
        if (named.stream().map(LifecycleRule::id).distinct().count() < named.size()) {
            throw invalid("Rule ID must be unique. Found same ID for more than one rule");
        }
        return named;
    }

    private static boolean isIncomplete(LifecycleRule rule) {
        return rule.status() == null || (rule.filter() == null && !hasPrefix(rule));
    }

    /** The member is deprecated, yet clients of old send it. */
    private static boolean hasPrefix(LifecycleRule rule) {
        return rule.getValueForField("Prefix", String.class).isPresent();
    }

    private static boolean doesNothing(LifecycleRule rule) {
        return rule.expiration() == null
                && rule.noncurrentVersionExpiration() == null
                && rule.abortIncompleteMultipartUpload() == null
                && !rule.hasTransitions()
                && !rule.hasNoncurrentVersionTransitions();
    }

    private static LifecycleRule named(LifecycleRule rule) {
        return rule.id() != null
                ? rule
                : rule.toBuilder().id(UUID.randomUUID().toString()).build();
    }

    private static RuntimeException invalid(String text) {
        return S3Faults.badRequest("InvalidRequest", text);
    }
}
