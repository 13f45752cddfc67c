package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.imagestore.ImageStoreSteps.BlockPublicAccess;
import dev.replatform.imagestore.ImageStoreSteps.CheckServing;
import dev.replatform.imagestore.ImageStoreSteps.CreateAccessControl;
import dev.replatform.imagestore.ImageStoreSteps.CreateBucket;
import dev.replatform.imagestore.ImageStoreSteps.CreateDistribution;
import dev.replatform.imagestore.ImageStoreSteps.GrantAccess;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.SetBucketPolicy;
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
import org.junit.jupiter.api.Test;

/** What is due of bucket, CDN, access and proof, for what was seen. */
class ImageStorePlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Owner OWNER = new Owner("demo", "cloudtalents", "images", "uid-1");
    private static final Map<String, String> TAGS = OWNER.tagsWith(Map.of());
    private static final Identity IDENTITY = new Identity("123456789012", "aws");
    private static final EffectiveImageStore SPEC = spec(false, true);
    private static final String DOMAIN = "images.s3.eu-west-1.amazonaws.com";
    private static final Distribution DISTRIBUTION = distribution("Deployed");
    private static final PolicyDocument GRANTED = new Policies(SPEC, IDENTITY).roleMayWrite();
    private static final PolicyDocument SERVING =
            PolicyDocument.of(new Policies(SPEC, IDENTITY).cloudFrontMayRead(DISTRIBUTION));

    private Seen<Bucket> bucket = Seen.present(bucket(TAGS, true, Optional.of(SERVING)));
    private Seen<AccessControl> accessControl = Seen.absent();
    private Seen<Distribution> distribution = Seen.present(DISTRIBUTION);
    private Seen<Role> role = Seen.present(new Role("role", "arn", Map.of(AllowTag.TAG, "demo/cloudtalents")));
    private Seen<PolicyDocument> rolePolicy = Seen.present(GRANTED);
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
        accessControl = Seen.present(new AccessControl("E1", SPEC.derivedName(), "demo/cloudtalents/images"));

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
                .containsExactly(new Problem(
                        FailureReason.NOT_ALLOWED_BY_OWNER,
                        "IAM role role does not carry the tag replatform.dev/allow = demo/cloudtalents: its owner has to set it"));

        role = Seen.absent();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void publicAccessIsBlockedAgain() {
        bucket = Seen.present(bucket(TAGS, false, Optional.of(SERVING)));

        assertThat(plan().steps()).containsExactly(new BlockPublicAccess("images", "123456789012"));
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
                .containsExactly(
                        new Problem(FailureReason.NOT_SERVED, "CloudFront answers HTTP 403 for a.jpg"));
        assertThat(soon.steps()).isEmpty();
        assertThat(later.steps()).hasOnlyElementsOfType(CheckServing.class);
    }

    @Test
    void aClosedWayToTheCdnHoldsReadyOnlyWhereTheProofIsRequired() {
        serving = served(new Served(1, 0, false, true, "cannot be reached", NOW));

        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.NOT_SERVED);
        assertThat(plan(spec(false, false)).isEmpty()).isTrue();
    }

    @Test
    void aDeletedStoreIsLetGoUntouched() {
        distribution = Seen.unknown(FailureReason.AWS_UNAVAILABLE, "ListDistributions: AWS did not answer");

        assertThat(plan(spec(true, true)).finished()).isTrue();
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
                ObservedImport.none(),
                serving);
        return ImageStorePlanner.plan(spec, observed, new AllowTag(true), DOMAIN, NOW);
    }

    private static JobState served(Served served) {
        return new JobState.Finished(served);
    }

    private static EffectiveImageStore spec(boolean deleting, boolean mustBeServed) {
        return new EffectiveImageStore(
                OWNER,
                deleting,
                "eu-west-1",
                "images",
                "Enabled",
                null,
                new Tidying(7, 30),
                "PriceClass_100",
                "role",
                "media/",
                null,
                mustBeServed,
                20,
                TAGS);
    }

    private static Distribution distribution(String status) {
        return new Distribution(
                "D1", "arn:aws:cloudfront::123456789012:distribution/D1", "d1.cloudfront.net", status, true, TAGS);
    }

    private static Bucket bucket(Map<String, String> tags, boolean blocked, Optional<PolicyDocument> policy) {
        return new Bucket("images", tags, blocked, true, "Enabled", null, new Tidying(7, 30), policy);
    }
}
