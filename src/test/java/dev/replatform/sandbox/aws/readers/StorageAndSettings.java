package dev.replatform.sandbox.aws.readers;

import static dev.replatform.sandbox.aws.readers.Waiting.until;

import dev.replatform.sandbox.aws.SandboxAws;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/** A bucket behind a distribution, parameters, a role, and a box on which a command has run. */
final class StorageAndSettings {
    private static final String BUCKET = "cloudtalents-images";
    private static final String BOX = "i-0abc1234def567890";
    private static final String ROLE = "cloudtalents-ec2";
    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private StorageAndSettings() {}

    /** @param folder stands for the box's {@code /} */
    static void fill(SandboxAws aws, Path folder) {
        makeRoles(aws.iam());
        var distribution = makeDistribution(aws.cloudFront());
        makeBucket(aws.s3(), distribution);
        aws.addBox(BOX, folder, ROLE, "10.10.10.10", Map.of("App", "mvp", "Name", "mvp"));
        putParameters(aws.ssm());
        runCommand(aws.ssm());
    }

    private static void makeRoles(IamClient iam) {
        iam.createRole(role -> role.roleName("dms-vpc-role").assumeRolePolicyDocument(trusting("dms.amazonaws.com")));
        iam.createRole(role -> role.roleName(ROLE)
                .assumeRolePolicyDocument(trusting("ec2.amazonaws.com"))
                .tags(software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key("App")
                        .value("mvp")
                        .build()));
        iam.putRolePolicy(policy -> policy.roleName(ROLE).policyName("images").policyDocument("""
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*"}]}
                """.formatted(BUCKET)));
    }

    private static String trusting(String service) {
        return """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
                """.formatted(service);
    }

    /** @return its ARN */
    private static String makeDistribution(CloudFrontClient cloudFront) {
        var control = cloudFront
                .createOriginAccessControl(create -> create.originAccessControlConfig(config -> config.name(BUCKET)
                        .signingProtocol("sigv4")
                        .signingBehavior("always")
                        .originAccessControlOriginType("s3")))
                .originAccessControl()
                .id();
        var origin = Origin.builder()
                .id("bucket")
                .domainName(BUCKET + ".s3.eu-west-1.amazonaws.com")
                .s3OriginConfig(config -> config.originAccessIdentity(""))
                .originAccessControlId(control)
                .build();
        var tag = software.amazon.awssdk.services.cloudfront.model.Tag.builder()
                .key("App")
                .value("mvp")
                .build();
        var created = cloudFront
                .createDistributionWithTags(
                        create -> create.distributionConfigWithTags(with -> with.tags(tags -> tags.items(tag))
                                .distributionConfig(config -> config.callerReference("once")
                                        .comment("Zoë's images")
                                        .enabled(true)
                                        .origins(origins -> origins.quantity(1).items(origin))
                                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("bucket")
                                                .viewerProtocolPolicy("redirect-to-https")
                                                .compress(true)
                                                .cachePolicyId(CACHING_OPTIMIZED)))))
                .distribution();
        until("the distribution", () -> cloudFront
                .getDistribution(get -> get.id(created.id()))
                .distribution()
                .status()
                .equals("Deployed"));
        return created.arn();
    }

    private static void makeBucket(S3Client s3, String distribution) {
        s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(location -> location.locationConstraint("eu-west-1")));
        s3.putBucketVersioning(put -> put.bucket(BUCKET)
                .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        s3.putBucketTagging(put -> put.bucket(BUCKET)
                .tagging(tagging -> tagging.tagSet(software.amazon.awssdk.services.s3.model.Tag.builder()
                        .key("App")
                        .value("mvp")
                        .build())));
        s3.putBucketLifecycleConfiguration(put -> put.bucket(BUCKET)
                .lifecycleConfiguration(lifecycle -> lifecycle.rules(LifecycleRule.builder()
                        .id("old versions")
                        .status(ExpirationStatus.ENABLED)
                        .filter(all -> all.prefix(""))
                        .noncurrentVersionExpiration(after -> after.noncurrentDays(30))
                        .build())));
        s3.putBucketPolicy(put -> put.bucket(BUCKET).policy("""
                {"Version": "2012-10-17",
                 "Statement": [{"Sid": "Cdn", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
                                "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*",
                                "Condition": {"StringEquals": {"AWS:SourceArn": "%s"}}}]}
                """.formatted(BUCKET, distribution)));
        for (var content : List.of("first", "second")) {
            s3.putObject(
                    put -> put.bucket(BUCKET)
                            .key("media/Zoë's Foto 😀.txt")
                            .contentType("text/plain")
                            .metadata(Map.of("owner", "zoe")),
                    RequestBody.fromString(content));
        }
        s3.putObject(put -> put.bucket(BUCKET).key("media/gone.txt"), RequestBody.fromString("gone"));
        s3.deleteObject(delete -> delete.bucket(BUCKET).key("media/gone.txt"));
        s3.createMultipartUpload(create -> create.bucket(BUCKET).key("media/unfinished.mp4"));
    }

    private static void putParameters(SsmClient ssm) {
        var tag = Tag.builder().key("App").value("mvp").build();
        ssm.putParameter(put -> put.name("/cloudtalents/startup/database_endpoint")
                .type(ParameterType.STRING)
                .value("10.10.10.10")
                .tags(tag));
        ssm.putParameter(put -> put.name("/cloudtalents/startup/db_password")
                .type(ParameterType.SECURE_STRING)
                .value("pässword")
                .tags(tag));
    }

    private static void runCommand(SsmClient ssm) {
        var command = ssm.sendCommand(send -> send.documentName("AWS-RunShellScript")
                        .instanceIds(BOX)
                        .comment("what a person asks a box")
                        .parameters(Map.of("commands", List.of("echo Zoë"))))
                .command()
                .commandId();
        until("the command", () -> ssm.listCommands(list -> list.commandId(command)).commands().stream()
                .anyMatch(it -> it.status() == CommandStatus.SUCCESS));
    }
}
