package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What is true of a bucket and its distribution now. */
public record ImageStoreStatus(
        @JsonPropertyDescription("The generation of the spec that this status is about; -1 before the first look.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Paused, DriftDetected, BucketReady, DistributionDeployed, AccessGranted, Imported, ServedThroughCdn.")
        List<Condition> conditions,

        @JsonPropertyDescription("The steps that are due, in words.")
        List<String> plan,

        @JsonPropertyDescription("What differs now from what is declared (at most 20 fields).")
        List<Drift> drift,

        @JsonPropertyDescription("The last value of the annotation replatform.dev/reconcile-at that was followed.")
        String lastHandledReconcileAt,

        @JsonPropertyDescription("The AWS resources that this object owns.")
        List<AwsResource> resources,

        @JsonPropertyDescription("The bucket.") Bucket bucket,

        @JsonPropertyDescription("The CloudFront distribution.")
        Distribution distribution,

        @JsonProperty("import") @JsonPropertyDescription("What was copied from the box.")
        Import imports,

        @JsonPropertyDescription("What was proved from outside.")
        Verification verification,

        @JsonPropertyDescription(
                "Keys of the extra AWS tags that this object has set. One that is no longer declared is taken away.")
        List<String> tagKeys,

        @JsonPropertyDescription(
                "Under managementPolicy: Observe, what AWS has as YAML of this object: applied, it leaves nothing to do. Holds no secret value.")
        String live)
        implements KindStatus {
    /** Before the first look. */
    public static final ImageStoreStatus NONE =
            new ImageStoreStatus(null, null, null, null, null, null, null, null, null, null, null, null);

    @Override
    public ImageStoreStatus withConditions(Long observedGeneration, List<Condition> conditions) {
        return new ImageStoreStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                bucket,
                distribution,
                imports,
                verification,
                tagKeys,
                live);
    }

    @Override
    public ImageStoreStatus withHandled(String reconcileAt) {
        return new ImageStoreStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                reconcileAt,
                resources,
                bucket,
                distribution,
                imports,
                verification,
                tagKeys,
                live);
    }

    @Override
    public ImageStoreStatus withLive(String live) {
        return new ImageStoreStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                bucket,
                distribution,
                imports,
                verification,
                tagKeys,
                live);
    }

    /** The bucket. */
    public record Bucket(
            @JsonPropertyDescription("Name of the bucket.") String name,

            @JsonPropertyDescription("Region of the bucket.")
            String region) {}

    /** The CloudFront distribution. */
    public record Distribution(
            @JsonPropertyDescription("Id of the distribution.")
            String id,

            @JsonPropertyDescription("Domain name that serves the objects.")
            String domainName,

            @JsonPropertyDescription("InProgress or Deployed.")
            String state) {}

    /** What was copied from the box. */
    public record Import(
            @JsonPropertyDescription("Waiting, Copying, InSync (still followed), Finished or Failed.")
            String state,

            @JsonPropertyDescription("Files that are proved to be in the bucket.")
            Integer objects,

            @JsonPropertyDescription("Their bytes.") Long bytes,

            @JsonPropertyDescription("Files that are not, or not with the same content.")
            Integer failed,

            @JsonPropertyDescription(
                    "Files of the folder that are not copied: symbolic links, names that S3 cannot take, and what is not a file.")
            Integer skipped,

            @JsonPropertyDescription("The first of them, at most 20.")
            List<SkippedFile> skippedFiles) {}

    /** A file that is not copied. */
    public record SkippedFile(
            @JsonPropertyDescription("Path below the folder; control characters are shown as a question mark.")
            String path,

            @JsonPropertyDescription("Why it is not copied.")
            String reason) {}

    /** What was proved from outside. */
    public record Verification(
            @JsonPropertyDescription("Objects that were asked for through the CDN.")
            Integer sampled,

            @JsonPropertyDescription("Objects that came with the right content.")
            Integer served,

            @JsonPropertyDescription("Whether S3 refused the same objects to an anonymous caller.")
            Boolean directAccessDenied) {}
}
