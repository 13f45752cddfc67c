package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Guard;
import dev.replatform.sandbox.aws.iam.Access;
import dev.replatform.sandbox.aws.iam.PolicyDocument;
import dev.replatform.sandbox.aws.iam.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A caller that may do what a role's managed policies allow, judged call by call with the resources and tags that AWS would
 * look at. What AWS asked is kept.
 */
public final class BoundCaller implements Guard {
    /** They answer every refusal with 400; the older ones say 403 and end the code otherwise. */
    private static final Set<String> JSON_SERVICES = Set.of("dms", "ssm");

    private final List<PolicyDocument> policies;
    private final ResourceTags tags;
    private final Map<String, ServiceQuestions> services;
    private final Map<String, Map<String, String>> keys = new ConcurrentHashMap<>();
    private final Set<Access> asked = new LinkedHashSet<>();

    /**
     * The services of the account, in process: asked for what their resources carry.
     */
    public record Services(
            RdsClient rds,
            DatabaseMigrationClient dms,
            S3Client s3,
            CloudFrontClient cloudFront,
            SsmClient ssm,
            IamClient iam,
            Ec2Client ec2) {}

    /** @param policies as JSON */
    public BoundCaller(List<String> policies, Services services) {
        this.policies = policies.stream().map(PolicyDocument::parse).toList();
        this.tags = new AccountTags(services, keys);
        this.services = Map.of(
                "rds", new RdsQuestions(),
                "dms", new DmsQuestions(),
                "s3", new S3Questions(services.s3()),
                "cloudfront", new CloudFrontQuestions(),
                "ssm", new SsmQuestions(services.ssm()),
                "iam", new IamQuestions(),
                "ec2",
                        (operation, request, questions) ->
                                questions.anywhere("ec2:" + operation).ask(),
                // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html: nobody can be kept
                // from it
                "sts", (operation, request, questions) -> {});
    }

    /** Tags a KMS key; the sandbox has no KMS beyond that. */
    public void tagKey(String arn, Map<String, String> keyTags) {
        keys.put(arn, Map.copyOf(keyTags));
    }

    /** @return all that AWS has asked about this caller so far, each question once, in their order */
    public List<Access> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    @Override
    public void check(String service, String operation, SdkRequest request) {
        var questions = new Questions(tags);
        services.get(service).ask(operation, request, questions);
        synchronized (asked) {
            asked.addAll(questions.asked());
        }
        questions.asked().stream()
                .filter(it -> !isAllowed(policies, it))
                .findFirst()
                .ifPresent(it -> {
                    throw refusal(service, it);
                });
    }

    /** @return whether policies of one role together allow it */
    public static boolean isAllowed(List<PolicyDocument> policies, Access access) {
        return policies.stream().map(policy -> policy.verdict(access)).reduce(Verdict.SILENT, Verdict::and)
                == Verdict.ALLOWED;
    }

    private static AwsServiceException refusal(String service, Access access) {
        var isJson = JSON_SERVICES.contains(service);
        var code = service.equals("ec2") ? "UnauthorizedOperation" : isJson ? "AccessDeniedException" : "AccessDenied";
        var text = "The operator is not authorized to perform: " + access.action() + " on resource: "
                + access.resource() + " because no identity-based policy allows the " + access.action() + " action; "
                + access.context();
        return AwsServiceException.builder()
                .statusCode(isJson ? 400 : 403)
                .message(text)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(text)
                        .build())
                .build();
    }
}
