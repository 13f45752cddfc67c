package dev.replatform.install.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/** Whoever has the operator's credentials, in an account where others have things too. */
class AttackTest {
    private static final String OWNER = "replatform.dev/owner";
    private static final String ALLOW = "replatform.dev/allow";
    private static final String OURS = "prod/cloudtalents/mvp";
    private static final String THEIRS = "staging/shop/shop";
    private static final AwsBasicCredentials OPERATOR = AwsBasicCredentials.create("AKIAOPERATOR", "stolen");

    /** So that no database server starts for instances that are only refused. */
    private static final Delays AWS_OWN_PACE = new Delays(1);

    @TempDir
    static Path folder;

    private static SandboxAws aws;
    private static RdsClient rds;
    private static DatabaseMigrationClient dms;
    private static S3Client s3;
    private static CloudFrontClient cloudFront;
    private static SsmClient ssm;
    private static IamClient iam;

    @BeforeAll
    static void others() {
        aws = SandboxAws.start(folder, AWS_OWN_PACE);
        aws.bind(OPERATOR.accessKeyId(), EveryCall.FILES.all());
        rds = aws.client(RdsClient.builder(), OPERATOR);
        dms = aws.client(DatabaseMigrationClient.builder(), OPERATOR);
        s3 = aws.client(S3Client.builder(), OPERATOR);
        cloudFront = aws.client(CloudFrontClient.builder(), OPERATOR);
        ssm = aws.client(SsmClient.builder(), OPERATOR);
        iam = aws.client(IamClient.builder(), OPERATOR);
        EveryCall.makeForeign(aws, "untagged");
        EveryCall.makeForeign(aws, "mvp-theirs");
        tagDatabase("mvp-theirs", OWNER, THEIRS);
        aws.rds().createDBParameterGroup(group -> group.dbParameterGroupName("theirs")
                .dbParameterGroupFamily("postgres16")
                .description("Somebody's"));
        aws.iam().createRole(role -> role.roleName("admin")
                .assumeRolePolicyDocument(EveryCall.ASSUMED_BY.formatted("ec2")));
        aws.iam().tagRole(tag -> tag.roleName("admin").tags(AwsTags.iam(ALLOW, "staging/shop")));
        aws.iam().createRole(role -> role.roleName("dms-vpc-role")
                .assumeRolePolicyDocument(EveryCall.ASSUMED_BY.formatted("dms")));
        aws.addBox("i-0fedcba9876543210", folder.resolve("box"), "admin", "10.0.0.1", Map.of(ALLOW, "staging/shop"));
        aws.s3().createBucket(create -> create.bucket("payroll")
                .createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        aws.ssm().putParameter(put -> put.name("/cloudtalents/theirs")
                .type(ParameterType.STRING)
                .value("v"));
        aws.ssm().addTagsToResource(add -> add.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/cloudtalents/theirs")
                .tags(AwsTags.ssm(OWNER, THEIRS)));
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void anInstanceWithoutOurTagIsNotTouched() {
        for (var name : new String[] {"untagged", "mvp-theirs"}) {
            denied(
                    "rds:DeleteDBInstance",
                    () -> rds.deleteDBInstance(
                            delete -> delete.dbInstanceIdentifier(name).skipFinalSnapshot(true)));
            denied(
                    "rds:ModifyDBInstance",
                    () -> rds.modifyDBInstance(
                            modify -> modify.dbInstanceIdentifier(name).masterUserPassword("mine-from-now-on")));
            denied("rds:RebootDBInstance", () -> rds.rebootDBInstance(it -> it.dbInstanceIdentifier(name)));
        }
    }

    @Test
    void anInstanceBecomesOursOnlyWithConsent() {
        denied("rds:AddTagsToResource", () -> tag("untagged", OWNER, OURS));
        denied("rds:AddTagsToResource", () -> tag("mvp-theirs", OWNER, OURS));

        tagDatabase("untagged", ALLOW, "staging/shop");
        denied("rds:AddTagsToResource", () -> tag("untagged", OWNER, OURS));

        tagDatabase("untagged", ALLOW, "prod/cloudtalents");
        denied("rds:AddTagsToResource", () -> tag("untagged", OWNER, "another/cluster/mvp"));
        assertThatCode(() -> tag("untagged", OWNER, OURS)).doesNotThrowAnyException();

        aws.rds().removeTagsFromResource(remove -> remove.resourceName(database("untagged"))
                .tagKeys(OWNER, ALLOW));
    }

    @Test
    void consentIsNotGivenByTheOperator() {
        EveryCall.makeForeign(aws, "mvp-ours");
        tagDatabase("mvp-ours", OWNER, OURS);

        denied("rds:AddTagsToResource", () -> tag("mvp-ours", ALLOW, "prod/other"));
        denied("rds:AddTagsToResource", () -> tag("untagged", ALLOW, "prod/cloudtalents"));
        denied(
                "ssm:AddTagsToResource",
                () -> ssm.putParameter(put -> put.name("/cloudtalents/consent")
                        .type(ParameterType.STRING)
                        .value("v")
                        .tags(AwsTags.ssm(OWNER, OURS), AwsTags.ssm(ALLOW, OURS))));
    }

    @Test
    void nothingIsMadeWithoutOurTagOrWithAnothers() {
        denied(
                "rds:CreateDBParameterGroup",
                () -> rds.createDBParameterGroup(create -> create.dbParameterGroupName("x")
                        .dbParameterGroupFamily("postgres16")
                        .description("x")));
        denied("rds:CreateDBInstance", () -> make("mvp-new", "theirs", THEIRS));
        denied("rds:CreateDBInstance", () -> make("payroll", "theirs", OURS));
        denied(
                "dms:CreateReplicationSubnetGroup",
                () -> dms.createReplicationSubnetGroup(
                        create -> create.replicationSubnetGroupIdentifier("x").subnetIds("subnet-a", "subnet-b")));
        denied(
                "ssm:PutParameter",
                () -> ssm.putParameter(put ->
                        put.name("/cloudtalents/new").type(ParameterType.STRING).value("v")));
    }

    @Test
    void anInstanceIsNotMadeInGroupsOfOthers() {
        denied("rds:CreateDBInstance", () -> make("mvp-new", "theirs", OURS));
    }

    @Test
    void aRoleWithoutConsentGetsNoPolicyAndLosesNone() {
        for (var role : new String[] {"admin", "dms-vpc-role"}) {
            denied(
                    "iam:PutRolePolicy",
                    () -> iam.putRolePolicy(
                            put -> put.roleName(role).policyName("p").policyDocument("{}")));
            denied(
                    "iam:DeleteRolePolicy",
                    () -> iam.deleteRolePolicy(delete -> delete.roleName(role).policyName("p")));
        }
    }

    @Test
    void noCommandRunsOnAnInstanceWithoutConsent() {
        denied(
                "ssm:SendCommand",
                () -> ssm.sendCommand(
                        send -> send.documentName("AWS-RunShellScript").instanceIds("i-0fedcba9876543210")));
        denied(
                "ssm:SendCommand",
                () -> ssm.sendCommand(
                        send -> send.documentName("AWS-RunPatchBaseline").instanceIds("i-0fedcba9876543210")));
    }

    @Test
    void parametersOutsideThePathAreNeitherReadNorWritten() {
        denied("ssm:GetParametersByPath", () -> ssm.getParametersByPath(get -> get.path("/payroll")));
        denied("ssm:GetParametersByPath", () -> ssm.getParametersByPath(get -> get.path("/")));
        denied(
                "ssm:PutParameter",
                () -> ssm.putParameter(put -> put.name("/payroll/password")
                        .type(ParameterType.STRING)
                        .value("v")
                        .tags(AwsTags.ssm(OWNER, OURS))));
    }

    @Test
    void aParameterOfAnotherIsNotOverwritten() {
        denied(
                "ssm:PutParameter",
                () -> ssm.putParameter(put -> put.name("/cloudtalents/theirs")
                        .type(ParameterType.STRING)
                        .value("mine")
                        .overwrite(true)));
        denied("ssm:DeleteParameters", () -> ssm.deleteParameters(delete -> delete.names("/cloudtalents/theirs")));
        denied(
                "ssm:AddTagsToResource",
                () -> ssm.addTagsToResource(add -> add.resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId("/cloudtalents/theirs")
                        .tags(AwsTags.ssm(OWNER, OURS))));
    }

    @Test
    void aBucketOfAnotherNameIsNotTouched() {
        denied(
                "s3:PutBucketPolicy",
                () -> s3.putBucketPolicy(put -> put.bucket("payroll").policy("{}")));
        denied("s3:GetObject", () -> s3.getObject(get -> get.bucket("payroll").key("2026.csv")));
        denied("s3:DeleteBucket", () -> s3.deleteBucket(delete -> delete.bucket("payroll")));
        denied(
                "s3:PutObject",
                () -> s3.putObject(
                        put -> put.bucket("cloudtalents-images").key("media/a.png"),
                        RequestBody.fromString("not ours to write")));
    }

    @Test
    void aDistributionWithoutOurTagIsNotChanged() {
        var made = aws.cloudFront()
                .createDistributionWithTags(create -> create.distributionConfigWithTags(
                        with -> with.tags(tags -> tags.items(AwsTags.cloudFront("Team", "payroll")))
                                .distributionConfig(config -> config.callerReference("theirs")
                                        .comment("")
                                        .enabled(true)
                                        .origins(origins -> origins.quantity(1)
                                                .items(Origin.builder()
                                                        .id("o")
                                                        .domainName("payroll.s3.eu-west-1.amazonaws.com")
                                                        .s3OriginConfig(it -> it.originAccessIdentity(""))
                                                        .build()))
                                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("o")
                                                .viewerProtocolPolicy("redirect-to-https")
                                                .compress(true)
                                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6")))));
        var id = made.distribution().id();

        denied(
                "cloudfront:DeleteDistribution",
                () -> cloudFront.deleteDistribution(delete -> delete.id(id).ifMatch(made.eTag())));
        denied(
                "cloudfront:UpdateDistribution",
                () -> cloudFront.updateDistribution(update -> update.id(id)
                        .ifMatch(made.eTag())
                        .distributionConfig(made.distribution().distributionConfig())));
    }

    @Test
    void aReplicationOfAnotherIsNotTouched() {
        var endpoint = aws.dms()
                .createEndpoint(create -> create.endpointIdentifier("theirs")
                        .endpointType("target")
                        .engineName("postgres")
                        .serverName("10.0.0.1")
                        .port(5432)
                        .databaseName("payroll")
                        .username("payroll")
                        .password("payroll")
                        .tags(AwsTags.dms(OWNER, THEIRS)))
                .endpoint()
                .endpointArn();

        denied(
                "dms:ModifyEndpoint",
                () -> dms.modifyEndpoint(modify -> modify.endpointArn(endpoint).serverName("10.6.6.6")));
        denied("dms:DeleteEndpoint", () -> dms.deleteEndpoint(delete -> delete.endpointArn(endpoint)));
        denied(
                "dms:AddTagsToResource",
                () -> dms.addTagsToResource(add -> add.resourceArn(endpoint).tags(AwsTags.dms(OWNER, OURS))));
    }

    @Test
    void anEmptyPolicyAllowsNothing() {
        var nobody = AwsBasicCredentials.create("AKIANOBODY", "x");
        aws.bind(nobody.accessKeyId(), List.of());
        try (var client = aws.client(RdsClient.builder(), nobody)) {
            denied("rds:DescribeDBInstances", client::describeDBInstances);
        }
    }

    private static void make(String identifier, String parameterGroup, String owner) {
        rds.createDBInstance(create -> create.dbInstanceIdentifier(identifier)
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(20)
                .masterUsername("me")
                .masterUserPassword("my-password-1")
                .dbParameterGroupName(parameterGroup)
                .tags(AwsTags.rds(OWNER, owner)));
    }

    private static void tag(String identifier, String key, String value) {
        rds.addTagsToResource(add -> add.resourceName(database(identifier)).tags(AwsTags.rds(key, value)));
    }

    private static void tagDatabase(String identifier, String key, String value) {
        aws.rds()
                .addTagsToResource(add -> add.resourceName(database(identifier)).tags(AwsTags.rds(key, value)));
    }

    private static String database(String identifier) {
        return Account.SANDBOX.arn("rds", "db:" + identifier);
    }

    private static void denied(String action, ThrowingCallable attack) {
        assertThatThrownBy(attack).isInstanceOfSatisfying(AwsServiceException.class, refusal -> assertThat(
                        refusal.awsErrorDetails().errorMessage())
                .contains("not authorized to perform: " + action));
    }
}
