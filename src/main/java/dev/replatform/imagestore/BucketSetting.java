package dev.replatform.imagestore;

import dev.replatform.aws.S3Buckets;
import dev.replatform.aws.S3Buckets.Bucket;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/** What of a bucket's configuration is declared, and the call that makes it so. Its policy has rules of its own. */
enum BucketSetting {
    TAGS("spec.tags", Bucket::tags, (s3, account, wanted) -> s3.tag(wanted.name(), account, wanted.tags())),
    PUBLIC_ACCESS(
            "publicAccessBlocked",
            Bucket::publicAccessBlocked,
            (s3, account, wanted) -> s3.blockPublicAccess(wanted.name(), account)),
    OWNERSHIP("ownerEnforced", Bucket::ownerEnforced, (s3, account, wanted) -> s3.enforceOwner(wanted.name(), account)),
    VERSIONING(
            "spec.versioning",
            Bucket::versioning,
            (s3, account, wanted) -> s3.setVersioning(wanted.name(), account, wanted.versioning())),
    ENCRYPTION(
            "spec.encryption",
            Bucket::encryption,
            (s3, account, wanted) -> s3.setEncryption(wanted.name(), account, wanted.encryption())),
    LIFECYCLE(
            "spec.lifecycle",
            Bucket::tidying,
            (s3, account, wanted) -> s3.tidy(wanted.name(), account, wanted.tidying()));

    private final String field;
    private final Function<Bucket, Object> view;
    private final Call call;

    BucketSetting(String field, Function<Bucket, Object> view, Call call) {
        this.field = field;
        this.view = view;
        this.call = call;
    }

    /** @return whether a bucket is in all of them as is wanted */
    static boolean allEqual(Bucket wanted, Bucket live) {
        return Arrays.stream(values()).allMatch(setting -> Objects.equals(setting.of(wanted), setting.of(live)));
    }

    /** @return where it is declared; for what every bucket has alike, what it is */
    String field() {
        return field;
    }

    Object of(Bucket bucket) {
        return view.apply(bucket);
    }

    void set(S3Buckets s3, String account, Bucket wanted) {
        call.set(s3, account, wanted);
    }

    @Override
    public String toString() {
        return field.replace("spec.", "");
    }

    @FunctionalInterface
    private interface Call {
        void set(S3Buckets s3, String account, Bucket wanted);
    }
}
