package dev.replatform.imagestore;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.reconcile.Step;
import dev.replatform.work.Jobs;
import java.time.Clock;
import java.util.Map;

/** What can be done for an ImageStore, its import left out. */
final class ImageStoreSteps {
    /** The work of asking for objects from outside. */
    static final String SERVING = "serving";

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

    record TagBucket(String name, String account, Map<String, String> tags) implements Step<Means> {
        @Override
        public String sentence() {
            return "Tag S3 bucket " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().tag(name, account, tags);
        }
    }

    record BlockPublicAccess(String name, String account) implements Step<Means> {
        @Override
        public String sentence() {
            return "Block public access to S3 bucket " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().blockPublicAccess(name, account);
        }
    }

    record EnforceOwner(String name, String account) implements Step<Means> {
        @Override
        public String sentence() {
            return "Enforce the owner's access in S3 bucket " + name;
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().enforceOwner(name, account);
        }
    }

    record SetVersioning(String name, String account, String status) implements Step<Means> {
        @Override
        public String sentence() {
            return "Set versioning of S3 bucket %s to %s".formatted(name, status);
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().setVersioning(name, account, status);
        }
    }

    /** @param kmsKeyId null for S3's own keys */
    record SetEncryption(String name, String account, String kmsKeyId) implements Step<Means> {
        @Override
        public String sentence() {
            return "Encrypt S3 bucket %s with %s".formatted(name, kmsKeyId == null ? "S3's own keys" : kmsKeyId);
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().setEncryption(name, account, kmsKeyId);
        }
    }

    record SetLifecycle(String name, String account, Tidying tidying) implements Step<Means> {
        @Override
        public String sentence() {
            return "Set the lifecycle of S3 bucket %s: unfinished uploads %d days, old versions %d days"
                    .formatted(name, tidying.abortIncompleteUploadsDays(), tidying.noncurrentVersionDays());
        }

        @Override
        public void act(Means means) {
            means.aws().s3Buckets().tidy(name, account, tidying);
        }
    }

    record SetBucketPolicy(String name, String account, PolicyDocument policy) implements Step<Means> {
        @Override
        public String sentence() {
            return "Let the CloudFront distribution read S3 bucket " + name;
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
