package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.imagestore.ImageStoreSteps.BlockPublicAccess;
import dev.replatform.imagestore.ImageStoreSteps.EnforceOwner;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImageStoreSteps.SetEncryption;
import dev.replatform.imagestore.ImageStoreSteps.SetLifecycle;
import dev.replatform.imagestore.ImageStoreSteps.SetVersioning;
import dev.replatform.imagestore.ImageStoreSteps.TagBucket;
import dev.replatform.reconcile.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** How a bucket is configured. */
final class BucketRules {
    private BucketRules() {}

    /** @return what is due until the bucket is as declared */
    static List<Step<Means>> due(EffectiveImageStore spec, Bucket bucket, Identity identity) {
        var name = bucket.name();
        var account = identity.account();
        var steps = new ArrayList<Step<Means>>();
        if (!bucket.tags().entrySet().containsAll(spec.tags().entrySet())) {
            var tags = new HashMap<>(bucket.tags());
            tags.putAll(spec.tags());
            steps.add(new TagBucket(name, account, tags));
        }
        if (!bucket.publicAccessBlocked()) {
            steps.add(new BlockPublicAccess(name, account));
        }
        if (!bucket.ownerEnforced()) {
            steps.add(new EnforceOwner(name, account));
        }
        if (!spec.versioning().equals(bucket.versioning())) {
            steps.add(new SetVersioning(name, account, spec.versioning()));
        }
        if (!Objects.equals(spec.kmsKeyId(), bucket.kmsKeyId())) {
            steps.add(new SetEncryption(name, account, spec.kmsKeyId()));
        }
        if (!spec.tidying().equals(bucket.tidying())) {
            steps.add(new SetLifecycle(name, account, spec.tidying()));
        }
        return steps;
    }
}
