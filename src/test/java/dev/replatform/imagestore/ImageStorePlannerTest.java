package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.CloudFrontDistributions.Signing;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.aws.S3Buckets.Encryption;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.imagestore.ImageStoreSteps.CheckServing;
import dev.replatform.imagestore.ImageStoreSteps.CreateAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.CreateBucket;
import dev.replatform.imagestore.ImageStoreSteps.CreateDistribution;
import dev.replatform.imagestore.ImageStoreSteps.DeleteAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.DeleteBucket;
import dev.replatform.imagestore.ImageStoreSteps.DeleteDistribution;
import dev.replatform.imagestore.ImageStoreSteps.EmptyBucket;
import dev.replatform.imagestore.ImageStoreSteps.GrantAccess;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.RestoreOrigin;
import dev.replatform.imagestore.ImageStoreSteps.RevokeAccess;
import dev.replatform.imagestore.ImageStoreSteps.SetBucket;
import dev.replatform.imagestore.ImageStoreSteps.SetBucketPolicy;
import dev.replatform.imagestore.ImageStoreSteps.TagDistribution;
import dev.replatform.imagestore.ImageStoreSteps.UpdateDistribution;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is due of bucket, CDN, access and proof, for what was seen. */
class ImageStorePlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Owner OWNER = new Owner("demo", "cloudtalents", "images", "uid-1");
    private static final Map<String, String> TAGS = OWNER.tagsWith(Map.of());
    private static final Identity IDENTITY = new Identity("123456789012", "aws");
    private static final String BASE = "bucketName: images, access: {roleName: role, prefix: media/}";
    private static final EffectiveImageStore SPEC = store("{%s, cdn: {}}".formatted(BASE));
    private static final String DOMAIN = "images.s3.eu-west-1.amazonaws.com";
    private static final AccessControl CONTROL =
            new AccessControl("E1", SPEC.derivedName(), "demo/cloudtalents/images", Signing.FOR_BUCKETS);
    private static final Distribution DISTRIBUTION = distribution("Deployed");
    private static final PolicyDocument GRANTED = new Policies(SPEC, IDENTITY).roleMayWrite();
    private static final PolicyDocument SERVING =
            PolicyDocument.of(new Policies(SPEC, IDENTITY).cloudFrontMayRead(DISTRIBUTION));

    private Seen<Bucket> bucket = Seen.present(bucket(TAGS, true, Optional.of(SERVING)));
    private Seen<AccessControl> accessControl = Seen.absent();
    private Seen<Distribution> distribution = Seen.present(DISTRIBUTION);
    private Seen<Role> role = Seen.present(new Role("role", "arn", Map.of(AllowTag.TAG, "demo/cloudtalents")));
    private Seen<PolicyDocument> rolePolicy = Seen.present(GRANTED);
    private Seen<List<String>> formerGrants = Seen.present(List.of());
    private Seen<String> strangers = Seen.absent();
    private JobState contents = new JobState.NotStarted();
    private JobState serving = served(new Served(20, 20, true, false, null, NOW));

    @Test
    void nothingIsDueWhereAllIsAsDeclared() {
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void atFirstBucketPolicyAndAccessControlAreMade() {
        bucket = Seen.absent();
        distribution = Seen.absent();
        rolePolicy = Seen.absent();

        assertThat(plan().steps())
                .containsExactly(
                        new CreateBucket("images", TAGS),
                        new GrantAccess("role", SPEC.derivedName(), GRANTED),
                        new CreateAccessControl(SPEC.derivedName(), "demo/cloudtalents/images"));
    }

    @Test
    void aDistributionIsKnownByItsUidAndItsTags() {
        distribution = Seen.absent();
        accessControl = Seen.present(
                new AccessControl("E1", SPEC.derivedName(), "demo/cloudtalents/images", Signing.FOR_BUCKETS));

        assertThat(plan().steps())
                .containsExactly(new CreateDistribution(new NewDistribution(
                        "uid-1", "demo/cloudtalents/images", DOMAIN, "E1", "PriceClass_100", TAGS)));
    }

    @Test
    void aBucketOfSomebodyElseStopsEverything() {
        bucket = Seen.present(bucket(Map.of("owner", "somebody"), false, Optional.empty()));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.CONFLICT);
    }

    @Test
    void aBucketThatCouldNotBeSeenIsNotMade() {
        bucket = Seen.unknown(FailureReason.ACCESS_DENIED, "HeadBucket: refused");

        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void aRoleMustExistAndCarryTheAllowTag() {
        role = Seen.present(new Role("role", "arn", Map.of()));
        assertThat(plan().problems())
                .containsExactly(
                        new Problem(
                                FailureReason.NOT_ALLOWED_BY_OWNER,
                                "IAM role role does not carry the tag replatform.dev/allow = demo/cloudtalents: its owner has to set it"));

        role = Seen.absent();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void publicAccessIsBlockedAgain() {
        bucket = Seen.present(bucket(TAGS, false, Optional.of(SERVING)));

        assertThat(plan().sentences()).containsExactly("Set publicAccessBlocked of S3 bucket images: false -> true");
    }

    @Test
    void aUsersStatementsLiveOnBesideOurs() {
        Map<String, ?> users = Map.of("Sid", "Users", "Effect", "Deny", "Action", "s3:*", "Resource", "*");
        bucket = Seen.present(bucket(TAGS, true, Optional.of(PolicyDocument.of(List.of(users)))));

        var steps = plan().steps();

        assertThat(steps).hasSize(1);
        var policy = ((SetBucketPolicy) steps.get(0)).policy();
        assertThat(policy.has(users)).isTrue();
        assertThat(policy).isEqualTo(SERVING.with(users));
    }

    @Test
    void aPolicyThatAwsHasRewrittenIsStillTheSame() {
        var rewritten = PolicyDocument.parse(SERVING.toJson()
                .replace("\"s3:GetObject\"", "[\"s3:GetObject\"]")
                .replace("{\"Service\":\"cloudfront.amazonaws.com\"}", "{\"Service\":[\"cloudfront.amazonaws.com\"]}"));
        bucket = Seen.present(bucket(TAGS, true, Optional.of(rewritten)));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aDistributionThatIsNotDeployedIsWaitedForAndNotAsked() {
        distribution = Seen.present(distribution("InProgress"));
        serving = new JobState.NotStarted();

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().waits()).containsExactly("Wait for CloudFront distribution D1 (InProgress)");
    }

    @Test
    void anAnswerThatWasWrongIsAskedForAgainWhenCloudFrontHasForgottenIt() {
        serving = served(new Served(1, 0, true, false, "CloudFront answers HTTP 403 for a.jpg", NOW.minusSeconds(5)));
        var soon = plan();
        serving = served(new Served(1, 0, true, false, "CloudFront answers HTTP 403 for a.jpg", NOW.minusSeconds(13)));
        var later = plan();

        assertThat(soon.problems())
                .containsExactly(new Problem(FailureReason.NOT_SERVED, "CloudFront answers HTTP 403 for a.jpg"));
        assertThat(soon.steps()).isEmpty();
        assertThat(later.steps()).hasOnlyElementsOfType(CheckServing.class);
    }

    @Test
    void aClosedWayToTheCdnHoldsReadyOnlyWhereTheProofIsRequired() {
        serving = served(new Served(1, 0, false, true, "cannot be reached", NOW));

        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.NOT_SERVED);
        assertThat(plan(store("{%s, cdn: {}, verification: {mode: BestEffort}}".formatted(BASE)))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aDeletedStoreIsLetGoUntouched() {
        distribution = Seen.unknown(FailureReason.AWS_UNAVAILABLE, "ListDistributions: AWS did not answer");

        assertThat(plan(deleted("{%s, cdn: {}}".formatted(BASE))).finished()).isTrue();
    }

    @Test
    void everySettingIsSetAndSetBack() {
        assertThat(sentences("versioning: Suspended"))
                .containsExactly("Set versioning of S3 bucket images: Enabled -> Suspended");
        assertThat(sentences("encryption: {kmsKeyId: alias/images}"))
                .contains("Set encryption of S3 bucket images: AES256 -> aws:kms alias/images");
        assertThat(sentences("lifecycle: {noncurrentVersionDays: 90}"))
                .containsExactly("Set lifecycle of S3 bucket images: "
                        + "unfinished uploads 7 days, old versions 30 days -> "
                        + "unfinished uploads 7 days, old versions 90 days");

        var key = new Encryption("aws:kms", "alias/images");
        bucket = Seen.present(
                new Bucket("images", TAGS, true, true, "Suspended", key, new Tidying(7, 90), Optional.of(SERVING)));
        assertThat(plan().sentences())
                .containsExactly(
                        "Set versioning of S3 bucket images: Suspended -> Enabled",
                        "Set encryption of S3 bucket images: aws:kms alias/images -> AES256",
                        "Set lifecycle of S3 bucket images: "
                                + "unfinished uploads 7 days, old versions 90 days -> "
                                + "unfinished uploads 7 days, old versions 30 days");
    }

    @Test
    void aTagThatIsNoLongerDeclaredGoesAndAUsersOwnStays() {
        var live = Map.of(Owner.TAG, OWNER.id(), "team", "a", "cost", "1", "users", "own");
        bucket = Seen.present(bucket(live, true, Optional.of(SERVING)));
        var spec = SampleStore.of("{%s, cdn: {}, tags: {team: b}}".formatted(BASE), "{tagKeys: [cost, team]}", false);

        var steps = plan(spec).steps();

        assertThat(((SetBucket) steps.get(0)).wanted().tags())
                .isEqualTo(Map.of(Owner.TAG, OWNER.id(), "team", "b", "users", "own"));
        assertThat(steps.get(1))
                .isEqualTo(
                        new TagDistribution("D1", DISTRIBUTION.arn(), OWNER.tagsWith(Map.of("team", "b")), Set.of()));
    }

    @Test
    void aDistributionThatSomebodySwitchedOffOrMadeDearerIsPutRightInOneCall() {
        distribution = Seen.present(distribution("Deployed", false, "PriceClass_All", "E1"));

        assertThat(plan().steps()).containsExactly(new UpdateDistribution("D1", "PriceClass_100"));
    }

    @Test
    void anOriginThatIsNoLongerSignedForIsRestored() {
        distribution = Seen.present(distribution("Deployed", true, "PriceClass_100", ""));
        accessControl = Seen.present(CONTROL);

        assertThat(plan().steps()).startsWith(new RestoreOrigin("D1", DOMAIN, "E1"));
    }

    @Test
    void anotherRoleIsGivenAccessAndTheFormerOneLosesIt() {
        rolePolicy = Seen.absent();
        formerGrants = Seen.present(List.of("former"));

        assertThat(plan().steps())
                .containsExactly(
                        new GrantAccess("role", SPEC.derivedName(), GRANTED),
                        new RevokeAccess("former", SPEC.derivedName()));
    }

    @Test
    void withoutCdnTheDistributionIsDisabledThenDeletedAndThePolicyTakenBackLast() {
        var spec = store("{%s}".formatted(BASE));
        accessControl = Seen.present(CONTROL);
        assertThat(plan(spec).sentences())
                .containsExactly(
                        "Disable CloudFront distribution D1, so that it can be deleted",
                        "Wait until CloudFront distribution D1 is disabled");

        distribution = Seen.present(distribution("InProgress", false, "PriceClass_100", "E1"));
        assertThat(plan(spec).sentences()).containsExactly("Wait until CloudFront distribution D1 is disabled");

        distribution = Seen.present(distribution("Deployed", false, "PriceClass_100", "E1"));
        assertThat(plan(spec).steps()).containsExactly(new DeleteDistribution("D1"), new DeleteAccessControl("E1"));

        distribution = Seen.absent();
        assertThat(plan(spec).sentences())
                .containsExactly(
                        "Delete CloudFront origin access control E1", "Let CloudFront read S3 bucket images no longer");

        accessControl = Seen.absent();
        bucket = Seen.present(bucket(TAGS, true, Optional.empty()));
        assertThat(plan(spec).isEmpty()).isTrue();
    }

    @Test
    void aBucketWithObjectsIsNotDeletedAndNothingElseIsTouched() {
        strangers = Seen.present("media/a.jpg");

        var plan = plan(deleted("{%s, cdn: {}, deletionPolicy: Delete}".formatted(BASE)));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.finished()).isFalse();
        assertThat(plan.problems())
                .containsExactly(
                        new Problem(
                                FailureReason.BUCKET_NOT_EMPTY,
                                "S3 bucket images holds objects or old versions, among them media/a.jpg: remove them, or set spec.deletionPolicy to DeleteWithContents or Retain"));
    }

    @Test
    void everythingGoesInAnOrderInWhichNobodyCanTakeTheNameBehindTheDistribution() {
        var spec = deleted("{%s, cdn: {}, deletionPolicy: DeleteWithContents}".formatted(BASE));
        var empty = new EmptyBucket(OWNER, "images", "123456789012", "");
        accessControl = Seen.present(CONTROL);
        assertThat(plan(spec).sentences())
                .containsExactly(
                        "Delete inline policy %s of role role".formatted(SPEC.derivedName()),
                        "Disable CloudFront distribution D1, so that it can be deleted",
                        "Wait until CloudFront distribution D1 is disabled");

        rolePolicy = Seen.absent();
        distribution = Seen.present(distribution("Deployed", false, "PriceClass_100", "E1"));
        assertThat(plan(spec).steps())
                .containsExactly(new DeleteDistribution("D1"), new DeleteAccessControl("E1"), empty);

        distribution = Seen.absent();
        accessControl = Seen.absent();
        contents = new JobState.Running(1000, 1000, null);
        assertThat(plan(spec).sentences()).containsExactly("Wait until S3 bucket images is empty");

        contents = new JobState.Finished(2000L);
        assertThat(plan(spec).steps()).containsExactly(new DeleteBucket(OWNER, "images", "123456789012"));

        bucket = Seen.absent();
        assertThat(plan(spec).finished()).isTrue();
    }

    @Test
    void aBucketOfSomebodyElseOutlivesTheObject() {
        bucket = Seen.present(bucket(Map.of(Owner.TAG, "demo/other/images"), true, Optional.empty()));
        distribution = Seen.absent();
        rolePolicy = Seen.absent();

        assertThat(plan(deleted("{%s, deletionPolicy: DeleteWithContents}".formatted(BASE)))
                        .finished())
                .isTrue();
    }

    @Test
    void nothingIsLetGoWhileItCouldNotBeSeen() {
        bucket = Seen.unknown(FailureReason.AWS_UNAVAILABLE, "HeadBucket: AWS did not answer");

        var plan = plan(deleted("{%s, deletionPolicy: DeleteWithContents}".formatted(BASE)));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.finished()).isFalse();
    }

    private List<String> sentences(String field) {
        return plan(store("{%s, cdn: {}, %s}".formatted(BASE, field))).sentences();
    }

    private static EffectiveImageStore store(String spec) {
        return SampleStore.of(spec, "{}", false);
    }

    private static EffectiveImageStore deleted(String spec) {
        return SampleStore.of(spec, "{}", true);
    }

    private Plan<Means> plan() {
        return plan(SPEC);
    }

    private Plan<Means> plan(EffectiveImageStore spec) {
        var observed = new ObservedImageStore(
                Seen.present(IDENTITY),
                bucket,
                accessControl,
                distribution,
                role,
                rolePolicy,
                formerGrants,
                ObservedImport.none(),
                serving,
                strangers,
                contents);
        return ImageStorePlanner.plan(spec, observed, new AllowTag(true), DOMAIN, NOW);
    }

    private static JobState served(Served served) {
        return new JobState.Finished(served);
    }

    private static Distribution distribution(String status, boolean enabled, String priceClass, String control) {
        return new Distribution(
                "D1",
                "arn:aws:cloudfront::123456789012:distribution/D1",
                "d1.cloudfront.net",
                status,
                enabled,
                priceClass,
                Map.of(DOMAIN, control),
                TAGS);
    }

    private static Distribution distribution(String status) {
        return distribution(status, true, "PriceClass_100", "E1");
    }

    private static Bucket bucket(Map<String, String> tags, boolean blocked, Optional<PolicyDocument> policy) {
        return new Bucket("images", tags, blocked, true, "Enabled", Encryption.with(null), new Tidying(7, 30), policy);
    }
}
