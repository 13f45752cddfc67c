package dev.replatform.imagestore;

import static dev.replatform.imagestore.AccountForTests.BUCKET;
import static dev.replatform.imagestore.AccountForTests.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;

/** What becomes of an ImageStore whose YAML is changed, and of what people change in AWS. */
class ImageStoreEverydayTest extends ImageStoreOnSandbox {
    private static final String PLAIN = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images, namespace: cloudtalents}
            spec:
              bucketName: cloudtalents-startup-images
              cdn: {}
              access: {roleName: cloudtalents-ec2}
            """;

    private static final String EVERYTHING = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images, namespace: cloudtalents}
            spec:
              bucketName: cloudtalents-startup-images
              versioning: Suspended
              encryption: {kmsKeyId: alias/images}
              lifecycle: {abortIncompleteUploadsDays: 1, noncurrentVersionDays: 90}
              cdn: {priceClass: PriceClass_200}
              access: {roleName: cloudtalents-ec2, prefix: media/}
              tags: {team: startup}
            """;

    @Test
    void everyFieldWorksBothWaysAndWhatAUserAddedLivesOn() {
        // given
        ready(PLAIN);
        usersOwn();

        // when
        apply(EVERYTHING);
        settled();

        // then
        assertThat(aws.s3.getBucketVersioning(get -> get.bucket(BUCKET)).statusAsString())
                .isEqualTo("Suspended");
        assertThat(kmsKey()).isEqualTo("alias/images");
        assertThat(days("replatform-noncurrent-versions")).isEqualTo(90);
        assertThat(distribution().priceClass()).isEqualTo(PriceClass.PRICE_CLASS_200);
        assertThat(rolePolicy()).contains("media/", "kms:GenerateDataKey");
        assertThat(tags()).containsEntry("team", "startup").containsEntry("users", "own");
        assertThat(distributionTags()).containsEntry("team", "startup");
        usersOwnIsThere();

        // when
        replaceSpec(PLAIN);
        settled();

        // then
        assertThat(aws.s3.getBucketVersioning(get -> get.bucket(BUCKET)).statusAsString())
                .isEqualTo("Enabled");
        assertThat(kmsKey()).isNull();
        assertThat(days("replatform-noncurrent-versions")).isEqualTo(30);
        assertThat(distribution().priceClass()).isEqualTo(PriceClass.PRICE_CLASS_100);
        assertThat(rolePolicy()).doesNotContain("media/", "kms:");
        assertThat(tags()).doesNotContainKey("team").containsEntry("users", "own");
        assertThat(distributionTags()).doesNotContainKey("team");
        usersOwnIsThere();
    }

    @Test
    void withoutCdnAndAccessTheirResourcesGo() {
        ready(PLAIN);

        apply(WITHOUT_IMPORT.replaceFirst("(?m)^  access: .*$", "  access: {roleName: other}"));
        aws.role("other");
        var status = settled();

        assertThat(aws.cloudFront
                        .listDistributions(list -> {})
                        .distributionList()
                        .items())
                .isEmpty();
        assertThat(aws.cloudFront
                        .listOriginAccessControls(list -> {})
                        .originAccessControlList()
                        .items())
                .isEmpty();
        assertThat(aws.s3.getBucketTagging(get -> get.bucket(BUCKET)).tagSet()).hasSize(1);
        assertThat(status.distribution()).isNull();
        assertThat(aws.iam.listRolePolicies(list -> list.roleName(ROLE)).policyNames())
                .isEmpty();
        assertThat(aws.iam.listRolePolicies(list -> list.roleName("other")).policyNames())
                .hasSize(1);
        var mark = aws.calls().mark();
        look();
        assertThat(aws.calls().since(mark).count("cloudfront"))
                .as("nothing is looked for where there never will be anything")
                .isZero();
    }

    @Test
    void driftIsShownAndPutBackAndOnlyShownUnderObserve() {
        ready(PLAIN);
        somebodyChangesThings();

        var seen = look();

        assertThat(seen.isTrue("DriftDetected")).isTrue();
        assertThat(seen.drift())
                .contains(
                        new Drift("publicAccessBlocked", "true", "false"),
                        new Drift("spec.versioning", "Enabled", "Suspended"),
                        new Drift("spec.cdn", "enabled", "disabled"))
                .extracting(Drift::field)
                .contains("spec.lifecycle", "spec.access", "spec.cdn.priceClass");
        var again = settled();
        assertThat(again.drift()).isNullOrEmpty();
        assertThat(again.isTrue("DriftDetected")).isFalse();
        assertThat(distribution().enabled()).isTrue();

        apply(PLAIN + "  managementPolicy: Observe\n");
        look();
        somebodyChangesThings();
        var mark = aws.calls().mark();
        var observed = look();

        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(observed.drift()).extracting(Drift::field).contains("publicAccessBlocked", "spec.versioning");
        assertThat(observed.plan()).contains("Set versioning of S3 bucket " + BUCKET + ": Suspended -> Enabled");
        assertThat(reason(observed, "Stalled")).isEqualTo("ObservedOnly");
    }

    @Test
    void whatIsAsDeclaredCostsTwelveCallsALookAndNoWrite() {
        ready(EVERYTHING);
        look();
        var version = current().getMetadata().getResourceVersion();
        var mark = aws.calls().mark();

        look();
        var one = aws.calls().since(mark);
        look();
        look();

        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(current().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(one.byService()).isEqualTo(Map.of("s3", 8L, "cloudfront", 3L, "iam", 1L));
    }

    @Test
    void aBucketIsAdoptedAsTheSpecSays() {
        aws.s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        aws.s3.putBucketTagging(put -> put.bucket(BUCKET)
                .tagging(all ->
                        all.tagSet(Tag.builder().key("users").value("own").build())));
        apply(WITHOUT_IMPORT + "  adoption: WhenPlanIsEmpty\n");
        var mark = aws.calls().mark();

        var refused = until(it -> it.isTrue("Stalled"));
        assertThat(message(refused, "Stalled"))
                .isEqualTo(
                        "S3 bucket %s is not adopted, for it would change: declare it as it is, or set spec.adoption to Always"
                                .formatted(BUCKET));
        assertThat(refused.drift()).extracting(Drift::field).contains("spec.versioning", "spec.lifecycle");
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();

        apply(WITHOUT_IMPORT + "  adoption: Always\n");
        until(it -> it.isTrue("Ready"));
        assertThat(tags())
                .containsEntry("users", "own")
                .containsEntry("replatform.dev/owner", "demo/cloudtalents/images");
    }

    @Test
    void aBucketThatAnotherObjectOrAnotherAccountHasIsNeverTouchedWhateverTheSpecSays() {
        ready(PLAIN);
        var mark = aws.calls().mark();
        apply(PLAIN.replace("name: images", "name: twin") + "  adoption: Always\n");

        var twin = look("twin");

        assertThat(message(twin, "Stalled"))
                .isEqualTo(
                        "S3 bucket %s belongs to demo/cloudtalents/images and is not touched: choose another spec.bucketName"
                                .formatted(BUCKET));
        aws.s3.bucketOfAnotherAccount("taken-by-somebody");
        apply(WITHOUT_IMPORT.replace(BUCKET, "taken-by-somebody").replace("name: images", "name: late"));
        assertThat(message(look("late"), "Stalled"))
                .startsWith("S3 bucket taken-by-somebody exists in another account");
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aRoleThatIsNoLongerAllowedIsNotTouchedAndNothingElseIs() {
        ready(PLAIN);
        aws.iam.untagRole(untag -> untag.roleName(ROLE).tagKeys("replatform.dev/allow"));
        apply(EVERYTHING);
        var mark = aws.calls().mark();

        var status = look();

        assertThat(reason(status, "Stalled")).isEqualTo("NotAllowedByOwner");
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
    }

    private ImageStoreStatus ready(String yaml) {
        apply(yaml);
        return until(it -> it.isTrue("Ready"));
    }

    private static void replaceSpec(String yaml) {
        var store = current();
        store.setSpec(client.getKubernetesSerialization()
                .unmarshal(yaml, ImageStore.class)
                .getSpec());
        client.resource(store).update();
    }

    private ImageStoreStatus settled() {
        var generation = current().getMetadata().getGeneration();
        return until(it -> it.isTrue("Ready") && generation.equals(it.observedGeneration()));
    }

    private void usersOwn() {
        aws.s3.putBucketTagging(put -> put.bucket(BUCKET)
                .tagging(all -> all.tagSet(
                        Tag.builder().key("users").value("own").build(),
                        Tag.builder()
                                .key("replatform.dev/owner")
                                .value("demo/cloudtalents/images")
                                .build())));
        var rules = aws.s3
                .getBucketLifecycleConfiguration(get -> get.bucket(BUCKET))
                .rules();
        var users = LifecycleRule.builder()
                .id("users")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("tmp/"))
                .expiration(expiry -> expiry.days(3))
                .build();
        aws.s3.putBucketLifecycleConfiguration(put -> put.bucket(BUCKET)
                .transitionDefaultMinimumObjectSize(TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS)
                .lifecycleConfiguration(all -> all.rules(rules.get(0), rules.get(1), users)));
        var policy = aws.s3.getBucketPolicy(get -> get.bucket(BUCKET)).policy();
        var statement = """
                {"Sid": "Users", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::%s/closed/*"},""".formatted(BUCKET);
        aws.s3.putBucketPolicy(
                put -> put.bucket(BUCKET).policy(policy.replace("\"Statement\":[", "\"Statement\":[" + statement)));
        change(distribution(), config -> config.defaultRootObject("index.html"));
    }

    private void usersOwnIsThere() {
        var lifecycle = aws.s3.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET));
        assertThat(lifecycle.rules()).extracting(LifecycleRule::id).contains("users");
        assertThat(lifecycle.transitionDefaultMinimumObjectSize())
                .isEqualTo(TransitionDefaultMinimumObjectSize.VARIES_BY_STORAGE_CLASS);
        assertThat(aws.s3.getBucketPolicy(get -> get.bucket(BUCKET)).policy())
                .contains("closed/", "ReplatformCloudFront");
        assertThat(aws.cloudFront
                        .getDistributionConfig(get -> get.id(distribution().id()))
                        .distributionConfig()
                        .defaultRootObject())
                .isEqualTo("index.html");
    }

    private void somebodyChangesThings() {
        aws.s3.deletePublicAccessBlock(delete -> delete.bucket(BUCKET));
        aws.s3.putBucketVersioning(put -> put.bucket(BUCKET).versioningConfiguration(it -> it.status("Suspended")));
        aws.s3.deleteBucketLifecycle(delete -> delete.bucket(BUCKET));
        var policy = aws.iam.listRolePolicies(list -> list.roleName(ROLE)).policyNames();
        aws.iam.deleteRolePolicy(delete -> delete.roleName(ROLE).policyName(policy.get(0)));
        change(distribution(), config -> config.enabled(false).priceClass(PriceClass.PRICE_CLASS_ALL));
    }

    private void change(DistributionSummary distribution, Consumer<DistributionConfig.Builder> change) {
        var read = aws.cloudFront.getDistributionConfig(get -> get.id(distribution.id()));
        var config = read.distributionConfig().toBuilder();
        change.accept(config);
        aws.cloudFront.updateDistribution(
                update -> update.id(distribution.id()).ifMatch(read.eTag()).distributionConfig(config.build()));
    }

    private DistributionSummary distribution() {
        return aws.cloudFront
                .listDistributions(list -> {})
                .distributionList()
                .items()
                .get(0);
    }

    private Map<String, String> distributionTags() {
        var arn = distribution().arn();
        return aws.cloudFront.listTagsForResource(list -> list.resource(arn)).tags().items().stream()
                .collect(Collectors.toMap(
                        software.amazon.awssdk.services.cloudfront.model.Tag::key,
                        software.amazon.awssdk.services.cloudfront.model.Tag::value));
    }

    private Map<String, String> tags() {
        return aws.s3.getBucketTagging(get -> get.bucket(BUCKET)).tagSet().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    private String kmsKey() {
        return aws.s3
                .getBucketEncryption(get -> get.bucket(BUCKET))
                .serverSideEncryptionConfiguration()
                .rules()
                .get(0)
                .applyServerSideEncryptionByDefault()
                .kmsMasterKeyID();
    }

    private Integer days(String rule) {
        return aws.s3.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET)).rules().stream()
                .filter(it -> rule.equals(it.id()))
                .findFirst()
                .orElseThrow()
                .noncurrentVersionExpiration()
                .noncurrentDays();
    }

    private String rolePolicy() {
        var name = aws.iam
                .listRolePolicies(list -> list.roleName(ROLE))
                .policyNames()
                .get(0);
        var document = aws.iam
                .getRolePolicy(get -> get.roleName(ROLE).policyName(name))
                .policyDocument();
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }
}
