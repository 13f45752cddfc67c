package dev.replatform.sandbox.aws.s3;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * How an object is encrypted at rest; told, not done.
 *
 * @param kmsKeyId null with S3's own keys, and where KMS's default key for S3 serves
 */
record Encryption(ServerSideEncryption algorithm, String kmsKeyId) {
    /** What every bucket has since January 2023. */
    static final ServerSideEncryptionConfiguration DEFAULT = ServerSideEncryptionConfiguration.builder()
            .rules(ServerSideEncryptionRule.builder()
                    .applyServerSideEncryptionByDefault(rule -> rule.sseAlgorithm(ServerSideEncryption.AES256))
                    .bucketKeyEnabled(false)
                    .build())
            .build();

    private static final List<ServerSideEncryption> SERVED =
            List.of(ServerSideEncryption.AES256, ServerSideEncryption.AWS_KMS);

    static Encryption byDefault(ServerSideEncryptionConfiguration bucket) {
        var rule = bucket.rules().get(0).applyServerSideEncryptionByDefault();
        return new Encryption(rule.sseAlgorithm(), rule.kmsMasterKeyID());
    }

    /** @param asked by the upload itself; null where it leaves it to the bucket */
    static Encryption of(Bucket bucket, ServerSideEncryption asked, String kmsKeyId) {
        return Optional.ofNullable(asked)
                .map(algorithm -> new Encryption(algorithm, kmsKeyId))
                .orElseGet(() -> byDefault(bucket.encryption));
    }

    static void check(ServerSideEncryptionConfiguration configuration) {
        if (configuration == null || configuration.rules().size() != 1) {
            throw S3Faults.malformedXml();
        }
        var rule = configuration.rules().get(0).applyServerSideEncryptionByDefault();
        if (rule == null || !SERVED.contains(rule.sseAlgorithm())) {
            throw S3Faults.malformedXml();
        }
        if (rule.kmsMasterKeyID() != null && rule.sseAlgorithm() != ServerSideEncryption.AWS_KMS) {
            throw S3Faults.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms");
        }
    }

    boolean isKms() {
        return algorithm == ServerSideEncryption.AWS_KMS;
    }
}
