package dev.replatform.sandbox.aws.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.aws.iam.MalformedPolicy;
import dev.replatform.sandbox.aws.iam.PolicyDocument;
import dev.replatform.sandbox.aws.iam.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What S3 asks of a bucket policy. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
final class BucketPolicy {
    private static final int MOST_BYTES = 20 * 1024;
    private static final Pattern OBJECT_ACTION =
            Pattern.compile("s3:(Get|Put|Delete)Object.*|s3:AbortMultipartUpload|s3:ListMultipartUploadParts");
    private static final Pattern BUCKET_ACTION = Pattern.compile("s3:ListBucket.*|s3:(Get|Put|Delete)Bucket.*");

    private BucketPolicy() {}

    /** @throws software.amazon.awssdk.services.s3.model.S3Exception {@code MalformedPolicy}, {@code PolicyTooLarge} */
    static PolicyDocument read(Bucket bucket, String text) {
        check(
                text != null && text.stripLeading().startsWith("{"),
                "Policies must be valid JSON and the first byte must be '{'");
        var policy = parse(text);
        if (normalised(policy).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw S3Faults.badRequest(
                    "PolicyTooLarge", "Normalized policy document exceeds the maximum allowed size of 20480 bytes.");
        }
        policy.statements().forEach(statement -> check(bucket, statement));
        return policy;
    }

    /** S3 gives a policy back in its own notation: without white space, a list of one as that one. */
    static String normalised(PolicyDocument policy) {
        var json = policy.json().deepCopy();
        for (var statement : json.path("Statement")) {
            for (var element : List.of("Action", "Resource")) {
                unwrap((ObjectNode) statement, element);
            }
            for (var nested : List.of("Principal", "Condition")) {
                unwrapBelow(statement.path(nested));
            }
        }
        return json.toString();
    }

    private static void unwrapBelow(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties()).forEach(member -> {
                unwrap(object, member.getKey());
                unwrapBelow(member.getValue());
            });
        }
    }

    private static void unwrap(ObjectNode object, String member) {
        if (object.path(member).isArray() && object.path(member).size() == 1) {
            object.set(member, object.path(member).get(0));
        }
    }

    private static PolicyDocument parse(String text) {
        try {
            return PolicyDocument.parse(text);
        } catch (MalformedPolicy e) {
            throw malformed(e.getMessage());
        }
    }

    private static void check(Bucket bucket, Statement statement) {
        check(!statement.principals().isEmpty(), "Missing required field Principal cannot be empty!");
        check(!statement.resources().isEmpty(), "Missing required field Resource cannot be empty!");
        for (var action : statement.actions()) {
            check(action.equals("*") || action.startsWith("s3:"), "Policy has invalid action");
            check(
                    statement.resources().stream().anyMatch(resource -> applies(action, resource)),
                    "Action does not apply to any resource(s) in statement");
        }
        for (var resource : statement.resources()) {
            check(isOf(bucket, resource), "Policy has invalid resource");
        }
    }

    private static boolean isOf(Bucket bucket, String resource) {
        return resource.equals(bucket.arn())
                || resource.startsWith(bucket.arn() + "/")
                || resource.equals(bucket.arn() + "*");
    }

    private static boolean applies(String action, String resource) {
        boolean toObjects = resource.contains("/") || resource.endsWith("*");
        boolean toBucket = !resource.contains("/");
        return (toObjects || !OBJECT_ACTION.matcher(action).matches())
                && (toBucket || !BUCKET_ACTION.matcher(action).matches());
    }

    private static void check(boolean holds, String text) {
        if (!holds) {
            throw malformed(text);
        }
    }

    private static RuntimeException malformed(String text) {
        return S3Faults.badRequest("MalformedPolicy", text);
    }
}
