package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStoreSpec;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Cdn;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Encryption;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Lifecycle;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Versioning;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.aws.S3Buckets.Tidying;
import java.util.Optional;

/**
 * Reads a bucket and its distribution back: the spec that leaves nothing to do, unless the bucket lacks what every
 * ImageStore's has (public access blocked, its owner enforced). What AWS cannot tell is as the object declares it.
 */
final class LiveImageStore {
    private static final int NEVER = 0;

    private LiveImageStore() {}

    /** @param distribution the one that the object names, or that carries its owner tag */
    static ImageStoreSpec spec(ImageStoreSpec declared, Bucket bucket, Optional<Distribution> distribution) {
        var key = bucket.encryption().kmsKeyId();
        return new ImageStoreSpec(
                declared.region(),
                declared.managementPolicy(),
                declared.adoption(),
                declared.bucketName(),
                Versioning.Enabled.name().equals(bucket.versioning()) ? Versioning.Enabled : Versioning.Suspended,
                key == null ? null : new Encryption(key),
                lifecycle(bucket.tidying()),
                distribution
                        .map(it -> new Cdn(named(declared), it.priceClass()))
                        .orElse(null),
                declared.access(),
                declared.imports(),
                declared.verification(),
                declared.deletionPolicy(),
                declared.tags());
    }

    private static String named(ImageStoreSpec declared) {
        return declared.cdn() == null ? null : declared.cdn().distributionId();
    }

    /** Rules of somebody else live on beside ours and are not told. */
    private static Lifecycle lifecycle(Tidying live) {
        return new Lifecycle(
                Optional.ofNullable(live.abortIncompleteUploadsDays()).orElse(NEVER),
                Optional.ofNullable(live.noncurrentVersionDays()).orElse(NEVER));
    }
}
