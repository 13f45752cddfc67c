package dev.replatform.imagestore;

import dev.replatform.aws.S3Buckets;
import dev.replatform.aws.S3Buckets.Bucket;
import java.util.Arrays;
import java.util.Objects;

/** What of a bucket's configuration is declared, and the call that makes it so. Its policy has rules of its own. */
enum BucketSetting {
    TAGS("spec.tags"),
    PUBLIC_ACCESS("publicAccessBlocked"),
    OWNERSHIP("ownerEnforced"),
    VERSIONING("spec.versioning"),
    ENCRYPTION("spec.encryption"),
    LIFECYCLE("spec.lifecycle");

    private final String field;

    BucketSetting(String field) {
        this.field = field;
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
        return switch (this) {
            case TAGS -> bucket.tags();
            case PUBLIC_ACCESS -> bucket.publicAccessBlocked();
            case OWNERSHIP -> bucket.ownerEnforced();
            case VERSIONING -> bucket.versioning();
            case ENCRYPTION -> bucket.encryption();
            case LIFECYCLE -> bucket.tidying();
        };
    }

    void set(S3Buckets s3, String account, Bucket wanted) {
        var name = wanted.name();
        switch (this) {
            case TAGS -> s3.tag(name, account, wanted.tags());
            case PUBLIC_ACCESS -> s3.blockPublicAccess(name, account);
            case OWNERSHIP -> s3.enforceOwner(name, account);
            case VERSIONING -> s3.setVersioning(name, account, wanted.versioning());
            case ENCRYPTION -> s3.setEncryption(name, account, wanted.encryption());
            case LIFECYCLE -> s3.tidy(name, account, wanted.tidying());
        }
    }

    @Override
    public String toString() {
        return field.replace("spec.", "");
    }
}
