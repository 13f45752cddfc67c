package dev.replatform.imagestore;

import dev.replatform.aws.S3Buckets;
import dev.replatform.aws.S3Buckets.Bucket;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What of a bucket's configuration is declared, and the call that makes it so. Its policy has rules of its own. */
enum BucketSetting {
    TAGS("tags", Bucket::tags, (s3, account, wanted) -> s3.tag(wanted.name(), account, wanted.tags())),
    PUBLIC_ACCESS(
            "public access block",
            Bucket::publicAccessBlocked,
            (s3, account, wanted) -> s3.blockPublicAccess(wanted.name(), account)),
    OWNERSHIP(
            "enforced ownership",
            Bucket::ownerEnforced,
            (s3, account, wanted) -> s3.enforceOwner(wanted.name(), account)),
    VERSIONING(
            "versioning",
            Bucket::versioning,
            (s3, account, wanted) -> s3.setVersioning(wanted.name(), account, wanted.versioning())),
    ENCRYPTION(
            "encryption",
            Bucket::encryption,
            (s3, account, wanted) -> s3.setEncryption(wanted.name(), account, wanted.encryption())),
    LIFECYCLE(
            "lifecycle",
            Bucket::tidying,
            (s3, account, wanted) -> s3.tidy(wanted.name(), account, wanted.tidying()));

    private final String words;
    private final Function<Bucket, Object> view;
    private final Call call;

    BucketSetting(String words, Function<Bucket, Object> view, Call call) {
        this.words = words;
        this.view = view;
        this.call = call;
    }

    /** @return the settings in which a bucket differs from what is wanted of it */
    static List<BucketSetting> differing(Bucket wanted, Bucket live) {
        return Arrays.stream(values())
                .filter(setting -> !Objects.equals(setting.of(wanted), setting.of(live)))
                .toList();
    }

    Object of(Bucket bucket) {
        return view.apply(bucket);
    }

    void set(S3Buckets s3, String account, Bucket wanted) {
        call.set(s3, account, wanted);
    }

    @Override
    public String toString() {
        return words;
    }

    @FunctionalInterface
    private interface Call {
        void set(S3Buckets s3, String account, Bucket wanted);
    }
}
