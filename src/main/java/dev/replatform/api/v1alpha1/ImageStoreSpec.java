package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The bucket that a user asks for, and what goes into it. */
@ValidationRule(
        value = "has(self.region) == has(oldSelf.region) && (!has(self.region) || self.region == oldSelf.region)",
        message = "region cannot be changed: delete the object (the bucket is retained) and create another")
@ValidationRule(
        value = "self.bucketName == oldSelf.bucketName",
        message = "bucketName cannot be changed: delete the object (the bucket is retained) and create another")
public record ImageStoreSpec(
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("AWS region. Cannot be changed. Default: the operator's region.")
        String region,

        @JsonPropertyDescription(
                "Manage: what is declared is put into force. Observe: nothing is changed in AWS or in a database; status.plan and status.drift show what would be done, status.live what AWS has, and deleting this object touches nothing. Default: Manage.")
        ManagementPolicy managementPolicy,

        @JsonPropertyDescription(
                "What becomes of an AWS resource of that name that this object did not make. Never: a conflict, it is not touched. WhenPlanIsEmpty: it becomes this object's own where nothing of it would change. Always: it becomes this object's own and is made as declared. Needs spec.bucketName; a resource that belongs to another object is never adopted. Default: Never.")
        Adoption adoption,

        @Required
        @Size(min = 3, max = 63)
        @Pattern("^[a-z0-9][a-z0-9-]*[a-z0-9]$")
        @ValidationRule(
                value =
                        "!self.startsWith('xn--') && !self.startsWith('sthree-') && !self.startsWith('amzn-s3-demo-') && !self.endsWith('-s3alias') && !self.endsWith('--ol-s3') && !self.endsWith('--x-s3')",
                message = "bucketName has a prefix or suffix that S3 keeps for itself: choose another name")
        @JsonPropertyDescription(
                "Name of the bucket: lower-case letters, digits and hyphens, unique in all of AWS. Cannot be changed.")
        String bucketName,

        @JsonPropertyDescription(
                "Enabled keeps every version of an object; Suspended keeps those that there are and makes no more, which a bucket that never had any does as it is. Default: Enabled.")
        Versioning versioning,

        @JsonPropertyDescription(
                "How new objects are encrypted; those that are there keep what they have. Default: with S3's own keys (SSE-S3).")
        Encryption encryption,

        @JsonPropertyDescription(
                "What S3 tidies up by itself. Other lifecycle rules of the bucket live on. Default: unfinished uploads after 7 days, old versions after 30.")
        Lifecycle lifecycle,

        @JsonPropertyDescription(
                "CloudFront in front of the bucket; {} takes every default. Removing it disables and deletes the distribution. Default: none.")
        Cdn cdn,

        @JsonPropertyDescription(
                "Who may write objects. Removing it, or naming another role, takes the right away again. Default: nobody is added.")
        Access access,

        @JsonProperty("import") @JsonPropertyDescription("Where the first objects come from. Default: nowhere.")
        Import imports,

        @JsonPropertyDescription("How it is proved that objects are served. Default: as its fields say.")
        Verification verification,

        @JsonPropertyDescription(
                "What becomes of bucket, distribution and the role's policy when this object is deleted. Retain: they live on, untouched. Delete: they are deleted, and the object waits while the bucket holds objects or old versions. DeleteWithContents: they are deleted with every version of every object. Default: Retain.")
        DeletionPolicy deletionPolicy,

        @Size(max = 40)
        @JsonPropertyDescription(
                "Extra AWS tags of bucket and distribution. replatform.dev/owner is always added; tags that somebody else has set live on. Default: none.")
        Map<String, String> tags)
        implements KindSpec {

    /** What becomes of the AWS side when the object is deleted. */
    public enum DeletionPolicy {
        Retain,
        Delete,
        DeleteWithContents,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** Whether S3 keeps old versions. */
    public enum Versioning {
        Enabled,
        Suspended,
        @JsonEnumDefaultValue
        UNKNOWN
    }

    /** How objects are encrypted. */
    public record Encryption(
            @Required
            @Size(min = 1, max = 2048)
            @JsonPropertyDescription("KMS key (id, ARN or alias). Its policy must let CloudFront decrypt.")
            String kmsKeyId) {}

    /** What S3 tidies up by itself. */
    public record Lifecycle(
            @Min(0)
            @Max(3650)
            @JsonPropertyDescription(
                    "Days after which an unfinished upload is aborted; 0 is never, by this object. Default: 7.")
            Integer abortIncompleteUploadsDays,

            @Min(0)
            @Max(3650)
            @JsonPropertyDescription(
                    "Days after which an old version is removed for good; 0 is never, by this object. Default: 30.")
            Integer noncurrentVersionDays) {}

    /** CloudFront in front of the bucket. */
    @ValidationRule(
            value =
                    "has(self.distributionId) == has(oldSelf.distributionId) && (!has(self.distributionId) || self.distributionId == oldSelf.distributionId)",
            message =
                    "cdn.distributionId cannot be changed: remove spec.cdn, and write it anew when the distribution is gone")
    public record Cdn(
            @Size(min = 8, max = 32)
            @Pattern("^E[A-Z0-9]+$")
            @JsonPropertyDescription(
                    "Id of a distribution that exists, to be taken over as spec.adoption says. It must have the bucket as an origin already; how it caches, its other origins, its aliases and its certificate live on. Cannot be changed while spec.cdn is there. Default: a distribution is made.")
            String distributionId,

            @Pattern("^PriceClass_(100|200|All)$")
            @Size(max = 16)
            @JsonPropertyDescription(
                    "PriceClass_100, PriceClass_200 or PriceClass_All: where edges stand, and what they cost. A change is deployed in minutes. Default: PriceClass_100.")
            String priceClass) {}

    /** Who may write objects. */
    public record Access(
            @Required
            @Size(min = 1, max = 64)
            @Pattern("^[A-Za-z0-9+=,.@_-]+$")
            @JsonPropertyDescription(
                    "Name of an existing IAM role, usually the EC2 instance's. It must carry the tag replatform.dev/allow = <clusterName>/<namespace>. It may get, put, delete and list objects.")
            String roleName,

            @Size(min = 1, max = 256)
            @Pattern("^[^/].*/$")
            @JsonPropertyDescription(
                    "Key prefix that the role is limited to, with a slash at its end. Default: the whole bucket.")
            String prefix) {}

    /** Where the first objects come from. */
    public record Import(
            @Required @JsonPropertyDescription("The folder that is copied.")
            From from,

            @Size(min = 1, max = 256)
            @Pattern("^[^/].*/$")
            @JsonPropertyDescription("Key prefix of the copies, with a slash at its end. Default: none.")
            String to,

            @JsonPropertyDescription("How long the folder is followed. Default: it is copied once.")
            Until until) {}

    /** The folder that is copied. */
    public record From(
            @Required @JsonPropertyDescription("A folder on an EC2 instance.")
            Ec2 ec2) {}

    /** A folder on an EC2 instance, copied by the instance itself through SSM Run Command. */
    public record Ec2(
            @Required
            @Size(min = 10, max = 19)
            @Pattern("^i-[0-9a-f]{8,17}$")
            @JsonPropertyDescription(
                    "The EC2 instance. It must carry the tag replatform.dev/allow = <clusterName>/<namespace>.")
            String instanceId,

            @Required
            @Size(min = 2, max = 1024)
            @Pattern("^/[^\\x00-\\x1f'\"\\\\$`]*/$")
            @JsonPropertyDescription("Absolute path of the folder, with a slash at its end.")
            String path) {}

    /** How long the folder is followed. */
    public record Until(
            @Required
            @JsonPropertyDescription(
                    "The folder is copied again and again until this Migration has switched, then one last time.")
            NameRef migrationRef) {}

    /** How it is proved that objects are served. */
    public record Verification(
            @JsonPropertyDescription(
                    "Required: Ready needs the proof. BestEffort: for clusters without a way to the internet. Default: Required.")
            Mode mode,

            @Min(1) @Max(1000) @JsonPropertyDescription("How many objects are fetched through the CDN. Default: 20.")
            Integer sampleSize) {
        /** Whether the proof is needed. */
        public enum Mode {
            Required,
            BestEffort,
            @JsonEnumDefaultValue
            UNKNOWN
        }
    }
}
