package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.iam.Access;
import dev.replatform.sandbox.aws.iam.PolicyDocument;
import dev.replatform.sandbox.aws.iam.PolicyEvaluation;
import dev.replatform.sandbox.aws.iam.Verdict;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/**
 * Who may do what to a bucket: its policy and the caller's own taken together.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-s3-evaluates-access-control.html
 */
final class Authorization {
    private final PolicyEvaluation roles;

    Authorization(PolicyEvaluation roles) {
        this.roles = roles;
    }

    /** @throws software.amazon.awssdk.services.s3.model.S3Exception {@code AccessDenied}, with AWS's reason */
    void require(Bucket bucket, String action) {
        require(bucket, action, bucket.arn(), Map.of());
    }

    void requireObject(Bucket bucket, String action, String key) {
        require(bucket, action, bucket.arn() + "/" + key, Map.of());
    }

    void requireListing(Bucket bucket, String action, String prefix) {
        require(bucket, action, bucket.arn(), Map.of("s3:prefix", prefix));
    }

    private void require(Bucket bucket, String action, String resource, Map<String, String> context) {
        var requester = Requester.current();
        var verdict = verdict(bucket, requester, action, resource, context);
        if (verdict != Verdict.ALLOWED) {
            throw refusal(requester, verdict, action, resource);
        }
    }

    boolean mayRead(Requester requester, Bucket bucket, String key) {
        return verdict(bucket, requester, "s3:GetObject", bucket.arn() + "/" + key, Map.of()) == Verdict.ALLOWED;
    }

    /** Only who may list a bucket is told that a key does not exist. */
    RuntimeException missing(Requester requester, Bucket bucket) {
        var action = "s3:ListBucket";
        var verdict = verdict(bucket, requester, action, bucket.arn(), Map.of());
        return verdict == Verdict.ALLOWED ? S3Faults.noSuchKey() : refusal(requester, verdict, action, bucket.arn());
    }

    private Verdict verdict(
            Bucket bucket, Requester requester, String action, String resource, Map<String, String> context) {
        var all = new TreeMap<>(requester.context());
        all.putAll(context);
        var access = Access.of(requester.principal(), action, resource, all);
        var caller = requester.caller();
        if (caller.isAdministrator() && action.endsWith("BucketPolicy")) {
            // Who owns the account can always mend a policy that locks everybody out.
            return Verdict.ALLOWED;
        }
        var byBucket = bucket.policy
                .filter(policy -> !(requester.isUnknown() && keepsStrangersOut(bucket, policy)))
                .map(policy -> policy.verdict(access))
                .orElse(Verdict.SILENT);
        if (caller.isAnonymous()) {
            return byBucket;
        }
        return byBucket.and(caller.isAdministrator() ? Verdict.ALLOWED : roles.verdict(caller.roleName(), access));
    }

    private static boolean keepsStrangersOut(Bucket bucket, PolicyDocument policy) {
        return policy.isPublic()
                && bucket.publicAccessBlock
                        .filter(PublicAccessBlockConfiguration::restrictPublicBuckets)
                        .isPresent();
    }

    private static RuntimeException refusal(Requester requester, Verdict verdict, String action, String resource) {
        if (requester.caller().isAnonymous()) {
            return S3Faults.accessDenied();
        }
        var reason = verdict == Verdict.DENIED
                ? "with an explicit deny in a policy"
                : "because no identity-based policy allows the " + action + " action";
        return S3Faults.accessDenied("User: " + requester.caller().arn() + " is not authorized to perform: " + action
                + " on resource: \"" + resource + "\" " + reason);
    }
}
