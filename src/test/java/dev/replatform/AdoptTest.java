package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.ownership.AllowTag;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.kubernetes.Eventually;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** A stranger follows docs/adopt.md: every command of its sh blocks is run, and what its text blocks promise is printed. */
@Tag("cluster")
class AdoptTest {
    private static final String PASSWORD = "made-by-terraform";
    private static final String SETTING = "a-value-that-stays";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(sh|text)\\n(.*?)^ *```$");

    @TempDir
    private static Path folder;

    @Test
    void whatTerraformMadeIsAdoptedAsTheGuideSays() throws Exception {
        assumeTrue(Path.of("/bin/bash").toFile().canExecute() && isOnThePath("kubectl"), "no bash or no kubectl");
        var guide = Files.readString(Path.of("docs/adopt.md")).split("(?m)^## ");
        try (var operator = OperatorOnSandbox.start(folder.resolve("sandbox"))) {
            // given
            Files.writeString(folder.resolve("kubeconfig"), operator.kubeconfig());
            makeAsTerraformDoes(operator);
            var mark = operator.aws().calls().mark();

            // when
            Arrays.stream(guide).limit(4).forEach(AdoptTest::follow);

            // then
            assertThat(writes(operator, mark))
                    .as("until it is taken over nothing is written")
                    .isEmpty();
            for (var live : List.of(
                    operator.get(Database.class, "shop").getStatus(),
                    operator.get(ImageStore.class, "shop").getStatus(),
                    operator.get(AppConfig.class, "shop").getStatus())) {
                assertThat(live.plan()).as(live.live()).isEmpty();
                assertThat(live.drift()).as(live.live()).isEmpty();
                assertThat(Serialization.asYaml(live)).doesNotContain(PASSWORD, SETTING);
            }

            // when
            follow(guide[4]);

            // then
            assertThat(writes(operator, mark))
                    .isEqualTo(Map.of(
                            "rds:AddTagsToResource", 1L, "s3:PutBucketTagging", 1L, "ssm:AddTagsToResource", 2L));
            assertThat(operator.get(Database.class, "shop").getStatus().live()).isNull();
        }
    }

    private static void makeAsTerraformDoes(OperatorOnSandbox operator) {
        var rds = operator.aws().rds();
        rds.createDBSubnetGroup(group -> group.dbSubnetGroupName("shop")
                .dbSubnetGroupDescription("Managed by Terraform")
                .subnetIds("subnet-a", "subnet-b"));
        rds.createDBParameterGroup(group -> group.dbParameterGroupName("shop")
                .dbParameterGroupFamily("postgres16")
                .description("Managed by Terraform"));
        rds.createDBInstance(create -> create.dbInstanceIdentifier("shop-production")
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(30)
                .maxAllocatedStorage(100)
                .storageType("gp2")
                .storageEncrypted(true)
                .dbName("shop")
                .masterUsername("shop")
                .masterUserPassword(PASSWORD)
                .vpcSecurityGroupIds("sg-b", "sg-a")
                .dbSubnetGroupName("shop")
                .dbParameterGroupName("shop")
                .backupRetentionPeriod(14)
                .enableCloudwatchLogsExports("postgresql")
                .tags(software.amazon.awssdk.services.rds.model.Tag.builder()
                        .key("Environment")
                        .value("production")
                        .build()));
        makeBucket(operator);
        operator.rights()
                .tagKey(
                        Account.SANDBOX.arn("kms", "key/shop"),
                        Map.of(AllowTag.TAG, "demo/" + OperatorOnSandbox.NAMESPACE));
        var ssm = operator.aws().ssm();
        ssm.putParameter(put ->
                put.name("/cloudtalents/shop/theme").type(ParameterType.STRING).value(SETTING));
        ssm.putParameter(put -> put.name("/cloudtalents/shop/api/key")
                .type(ParameterType.SECURE_STRING)
                .keyId("alias/shop")
                .value(SETTING));
        ssm.putParameter(put -> put.name("/cloudtalents/shop/hosts")
                .type(ParameterType.STRING_LIST)
                .value("a,b"));
        Eventually.until(() -> rds.describeDBInstances()
                .dbInstances()
                .get(0)
                .dbInstanceStatus()
                .equals("available"));
    }

    private static void makeBucket(OperatorOnSandbox operator) {
        var bucket = "cloudtalents-shop-images";
        var s3 = operator.aws().s3();
        s3.createBucket(create ->
                create.bucket(bucket).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        s3.putBucketTagging(put -> put.bucket(bucket)
                .tagging(all -> all.tagSet(software.amazon.awssdk.services.s3.model.Tag.builder()
                        .key("Environment")
                        .value("production")
                        .build())));
        s3.putBucketLifecycleConfiguration(put -> put.bucket(bucket)
                .lifecycleConfiguration(all -> all.rules(LifecycleRule.builder()
                        .id("theirs")
                        .status(ExpirationStatus.ENABLED)
                        .filter(filter -> filter.prefix("tmp/"))
                        .expiration(after -> after.days(1))
                        .build())));
    }

    private static Map<String, Long> writes(OperatorOnSandbox operator, int mark) {
        return operator.aws().calls().since(mark).writes().byOperation();
    }

    /** Runs the blocks of a section one after the other; one of text is what the one before it prints last. */
    private static void follow(String section) {
        var printed = "";
        for (var block : BLOCK.matcher(section).results().toList()) {
            if (block.group(2).equals("sh")) {
                printed = run(withoutIndent(block));
            } else {
                assertThat(printed.strip()).endsWith(block.group(3).strip());
            }
        }
    }

    private static String withoutIndent(MatchResult block) {
        return block.group(3)
                .replaceAll("(?m)^" + block.group(1), "")
                .replace("--timeout=60s", "--timeout=600s"); // a reader's machine has nothing else to do
    }

    private static String run(String commands) {
        var builder = new ProcessBuilder("/bin/bash", "-euc", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("MASTER_PASSWORD", PASSWORD);
        try {
            var process = builder.start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).as(commands + text).isZero();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOnThePath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
    }
}
