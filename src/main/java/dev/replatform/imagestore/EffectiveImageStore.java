package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreSpec;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Verification;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Versioning;
import dev.replatform.api.v1alpha1.RetainPolicy;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.ownership.Owner;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.Map;

/**
 * An ImageStore with every default resolved.
 *
 * @param versioning {@code Enabled} or {@code Suspended}
 * @param kmsKeyId null for SSE-S3
 * @param priceClass null where no CDN is asked for
 * @param roleName null where nobody is given access
 * @param rolePrefix empty for the whole bucket
 * @param imports null where nothing is imported
 * @param mustBeServed whether {@code Ready} needs the proof that objects are served
 */
record EffectiveImageStore(
        Owner owner,
        boolean deleting,
        String region,
        String bucketName,
        String versioning,
        String kmsKeyId,
        Tidying tidying,
        String priceClass,
        String roleName,
        String rolePrefix,
        ImportSource imports,
        boolean mustBeServed,
        int sampleSize,
        Map<String, String> tags) {

    private static final int DEFAULT_ABORT_DAYS = 7;
    private static final int DEFAULT_NONCURRENT_DAYS = 30;
    private static final int DEFAULT_SAMPLE = 20;
    private static final int COMMENT_LENGTH = 128;
    private static final int NAME_LENGTH = 64;

    static EffectiveImageStore of(ImageStore store, String clusterName, String operatorRegion) {
        var spec = store.getSpec();
        var lifecycle = or(spec.lifecycle(), new ImageStoreSpec.Lifecycle(null, null));
        var access = or(spec.access(), new ImageStoreSpec.Access(null, null));
        var verification = or(spec.verification(), new Verification(null, null));
        var versioning = or(spec.versioning(), Versioning.Enabled);
        var mode = or(verification.mode(), Verification.Mode.Required);
        refuseUnknown("spec.versioning", versioning == Versioning.UNKNOWN);
        refuseUnknown("spec.verification.mode", mode == Verification.Mode.UNKNOWN);
        refuseUnknown("spec.deletionPolicy", spec.deletionPolicy() == RetainPolicy.UNKNOWN);
        var meta = store.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var prefix = or(access.prefix(), "");
        return new EffectiveImageStore(
                owner,
                meta.getDeletionTimestamp() != null,
                or(spec.region(), operatorRegion),
                spec.bucketName(),
                versioning.name(),
                spec.encryption() == null ? null : spec.encryption().kmsKeyId(),
                new Tidying(
                        or(lifecycle.abortIncompleteUploadsDays(), DEFAULT_ABORT_DAYS),
                        or(lifecycle.noncurrentVersionDays(), DEFAULT_NONCURRENT_DAYS)),
                spec.cdn() == null ? null : or(spec.cdn().priceClass(), "PriceClass_100"),
                access.roleName(),
                prefix,
                imports(owner, spec, access.roleName() == null ? "" : prefix),
                mode == Verification.Mode.Required,
                or(verification.sampleSize(), DEFAULT_SAMPLE),
                owner.tagsWith(spec.tags()));
    }

    boolean hasCdn() {
        return priceClass != null;
    }

    boolean givesAccess() {
        return roleName != null;
    }

    boolean hasImport() {
        return imports != null;
    }

    /** @return what the distribution says of itself: the owner's id, cut to CloudFront's limit */
    String comment() {
        var id = owner.id();
        return id.substring(0, Math.min(id.length(), COMMENT_LENGTH));
    }

    /** @return name of the origin access control and of the role's inline policy */
    String derivedName() {
        return owner.derivedName("imagestore", NAME_LENGTH);
    }

    private static ImportSource imports(Owner owner, ImageStoreSpec spec, String rolePrefix) {
        if (spec.imports() == null) {
            return null;
        }
        var to = or(spec.imports().to(), "");
        if (!to.startsWith(rolePrefix)) {
            throw new ProblemException(
                    FailureReason.INVALID_SPEC,
                    "spec.import.to must lie below spec.access.prefix (%s), for the instance copies with that role's rights"
                            .formatted(rolePrefix));
        }
        var box = spec.imports().from().ec2();
        var until = spec.imports().until();
        var migration = until == null ? null : until.migrationRef().name();
        return ImportSource.of(owner, spec.bucketName(), box.instanceId(), box.path(), to, migration);
    }

    private static void refuseUnknown(String field, boolean unknown) {
        if (unknown) {
            throw new ProblemException(
                    FailureReason.WRITTEN_FOR_NEWER_VERSION,
                    field + " has a value that this operator does not know: set another or update the operator");
        }
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
