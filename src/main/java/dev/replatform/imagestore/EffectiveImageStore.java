package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreSpec;
import dev.replatform.api.v1alpha1.ImageStoreSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Verification;
import dev.replatform.api.v1alpha1.ImageStoreSpec.Versioning;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.aws.S3Buckets.Encryption;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.ownership.Claim;
import dev.replatform.ownership.Owner;
import dev.replatform.ownership.WantedTags;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An ImageStore with every default resolved.
 *
 * @param claim to a bucket of that name
 * @param versioning {@code Enabled} or {@code Suspended}
 * @param priceClass null where no CDN is asked for
 * @param cdnId the distribution that is named; null where none is, or none is wanted any more
 * @param roleName null where nobody is given access
 * @param rolePrefix empty for the whole bucket
 * @param imports null where nothing is imported
 * @param mustBeServed whether {@code Ready} needs the proof that objects are served
 * @param hadCdn whether the object's own status knows of a distribution
 * @param formerRoles roles that the object's own status says were given access, without the present one: AWS cannot be
 *     asked, and a loss leaves a grant behind
 */
record EffectiveImageStore(
        Owner owner,
        Claim claim,
        boolean deleting,
        DeletionPolicy deletion,
        String region,
        String bucketName,
        String versioning,
        Encryption encryption,
        Tidying tidying,
        String priceClass,
        String cdnId,
        String roleName,
        String rolePrefix,
        ImportSource imports,
        boolean mustBeServed,
        int sampleSize,
        WantedTags tags,
        boolean hadCdn,
        Set<String> formerRoles) {

    /** What the status calls the grant of a role. */
    static final String INLINE_POLICY = "IAM inline policy";

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
        var deletion = or(spec.deletionPolicy(), DeletionPolicy.Retain);
        var meta = store.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var claim = Claim.of(owner, spec.adoption(), true, spec.managementPolicy());
        var prefix = or(access.prefix(), "");
        boolean deleting = meta.getDeletionTimestamp() != null;
        var before = or(store.getStatus(), ImageStoreStatus.NONE);
        return new EffectiveImageStore(
                owner,
                claim,
                deleting,
                deletion,
                or(spec.region(), operatorRegion),
                spec.bucketName(),
                versioning.name(),
                Encryption.with(
                        spec.encryption() == null ? null : spec.encryption().kmsKeyId()),
                new Tidying(
                        days(lifecycle.abortIncompleteUploadsDays(), DEFAULT_ABORT_DAYS),
                        days(lifecycle.noncurrentVersionDays(), DEFAULT_NONCURRENT_DAYS)),
                spec.cdn() == null ? null : or(spec.cdn().priceClass(), "PriceClass_100"),
                spec.cdn() == null || deleting ? null : spec.cdn().distributionId(),
                access.roleName(),
                prefix,
                deleting ? null : imports(owner, spec, access.roleName() == null ? "" : prefix),
                mode == Verification.Mode.Required,
                or(verification.sampleSize(), DEFAULT_SAMPLE),
                WantedTags.of(claim, spec.tags(), before.tagKeys()),
                before.distribution() != null,
                formerRoles(before, access.roleName()));
    }

    /** @return that bucket as it is to be: what is not declared stays as it is */
    Bucket wanted(Bucket live) {
        var neverHadVersions =
                live.versioning() == null && Versioning.Suspended.name().equals(versioning);
        return new Bucket(
                live.name(),
                tags.over(live.tags()),
                true,
                true,
                neverHadVersions ? null : versioning,
                encryption,
                tidying,
                live.policy());
    }

    /** @return below which prefix everything may go once the bucket is to go */
    String prefixToEmpty() {
        return deletion == DeletionPolicy.DeleteWithContents ? "" : ImportSource.recordsOf(owner);
    }

    /** @return whether something is to be deleted in AWS */
    boolean removes() {
        return deleting && deletion != DeletionPolicy.Retain;
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

    /** @return the claim to the distribution that is named */
    Claim cdnClaim() {
        return new Claim(owner, claim.adoption(), cdnId != null, claim.observing());
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

    private static Set<String> formerRoles(ImageStoreStatus status, String roleName) {
        return or(status.resources(), List.<AwsResource>of()).stream()
                .filter(resource -> INLINE_POLICY.equals(resource.type()))
                .map(resource -> resource.arn().substring(0, resource.arn().indexOf('/')))
                .filter(role -> !role.equals(roleName))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return null for 0, which is never */
    private static Integer days(Integer declared, int otherwise) {
        var days = or(declared, otherwise);
        return days == 0 ? null : days;
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
