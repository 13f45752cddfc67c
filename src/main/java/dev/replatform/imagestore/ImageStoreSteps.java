package dev.replatform.imagestore;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Step;
import dev.replatform.work.Jobs;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** What can be done for an ImageStore, its import left out. */
final class ImageStoreSteps {
    /** The work of asking for objects from outside. */
    static final String SERVING = "serving";

    /** The work of emptying a bucket. */
    static final String CONTENTS = "contents";

    private ImageStoreSteps() {}

    /** With what it is done. */
    record Means(AwsClients aws, Jobs jobs, Clock clock) {}

    record CreateBucket(String name, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create S3 bucket " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().create(name, tags);
        }
    }

    /**
     * @param wanted the bucket as it is to be
     * @param live what the setting is now
     */
    record SetBucket(BucketSetting setting, Bucket wanted, String account, Object live) implements Step<Means> {
        @Override
        public String sentence() {
            return "Set %s of S3 bucket %s: %s -> %s".formatted(setting, wanted.name(), live, setting.of(wanted));
        }

        @Override
        public void act(Means means) {
            setting.set(means.aws().s3Buckets(), account, wanted);
        }
    }

    record SetBucketPolicy(String name, String account, PolicyDocument policy) implements Step<Means> {
        @Override
        public String sentence() {
            return policy.hasAny(Policies.SIDS)
                    ? "Let the CloudFront distribution read S3 bucket " + name
                    : "Let CloudFront read S3 bucket %s no longer".formatted(name);
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().setPolicy(name, account, policy);
        }
    }

    record CreateAccessControl(String name, String description) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create CloudFront origin access control " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().createAccessControl(name, description);
        }
    }

    record RestoreAccessControl(String id) implements Step<Means> {
        @Override
        public String sentence() {
            return "Have CloudFront origin access control %s sign every request again".formatted(id);
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().restoreAccessControl(id);
        }
    }

    record CreateDistribution(NewDistribution wanted) implements Step<Means> {
        @Override
        public String sentence() {
            return "Create CloudFront distribution for %s (%s)".formatted(wanted.bucketDomain(), wanted.priceClass());
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().create(wanted);
        }
    }

    /** @param priceClass as it is to be; it is switched on where it is not */
    record UpdateDistribution(String id, String priceClass) implements Step<Means> {
        @Override
        public String sentence() {
            return "Update CloudFront distribution %s: enabled, %s".formatted(id, priceClass);
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().enable(id, priceClass);
        }
    }

    record RestoreOrigin(String id, String bucketDomain, String accessControlId) implements Step<Means> {
        @Override
        public String sentence() {
            return "Let CloudFront distribution %s serve %s with origin access control %s"
                    .formatted(id, bucketDomain, accessControlId);
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().restoreOrigin(id, bucketDomain, accessControlId);
        }
    }

    /** @param without keys of tags that are taken away */
    record TagDistribution(String id, String arn, Map<String, String> tags, Set<String> without)
            implements Step<Means> {
        @Override
        public String sentence() {
            return "Tag CloudFront distribution " + id;
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().tag(arn, tags, without);
        }
    }

    record DisableDistribution(String id) implements Step<Means> {
        @Override
        public String sentence() {
            return "Disable CloudFront distribution %s, so that it can be deleted".formatted(id);
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().disable(id);
        }
    }

    record DeleteDistribution(String id) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete CloudFront distribution " + id;
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().delete(id);
        }
    }

    record DeleteAccessControl(String id) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete CloudFront origin access control " + id;
        }

        @Override
        public void act(Means means) {
            means.aws().cloudFrontDistributions().deleteAccessControl(id);
        }
    }

    record RevokeAccess(String role, String policy) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete inline policy %s of role %s".formatted(policy, role);
        }

        @Override
        public void act(Means means) {
            means.aws().iamRoles().deleteInlinePolicy(role, policy);
        }
    }

    /** @param prefix below which every version is removed; empty for the whole bucket */
    record EmptyBucket(Owner owner, String name, String account, String prefix) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete every version of every object in s3://%s/%s".formatted(name, prefix);
        }

        @Override
        public void act(Means means) {
            var objects = means.aws().s3Objects();
            means.jobs().forget(owner, CONTENTS);
            means.jobs()
                    .start(
                            owner,
                            CONTENTS,
                            prefix,
                            progress -> objects.removeForGood(name, account, prefix, gone -> progress.at(gone, gone)));
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }

    /** Where somebody has written to it meanwhile, S3 refuses, and what it holds is looked at afresh. */
    record DeleteBucket(Owner owner, String name, String account) implements Step<Means> {
        @Override
        public String sentence() {
            return "Delete S3 bucket " + name;
        }

        @Override
        public void act(Means means) {
            means.jobs().forget(owner, CONTENTS);
            means.aws().s3Buckets().delete(name, account);
        }
    }

    record GrantAccess(String role, String policy, PolicyDocument document) implements Step<Means> {
        @Override
        public String sentence() {
            return "Write inline policy %s of role %s".formatted(policy, role);
        }

        @Override
        public void act(Means means) {
            means.aws().iamRoles().putInlinePolicy(role, policy, document);
        }
    }

    /** @param inputs what the proof is about */
    record CheckServing(EffectiveImageStore spec, String cdn, String inputs) implements Step<Means> {
        @Override
        public String sentence() {
            return "Ask for %d objects through https://%s".formatted(spec.sampleSize(), cdn);
        }

        @Override
        public void act(Means means) {
            var check = new ServingCheck(
                    means.aws().s3Objects(),
                    spec.bucketName(),
                    cdn,
                    means.aws().s3Buckets().domain(spec.bucketName()),
                    means.clock());
            means.jobs().forget(spec.owner(), SERVING);
            means.jobs().start(spec.owner(), SERVING, inputs, progress -> check.run(spec.sampleSize(), progress));
        }
    }
}
