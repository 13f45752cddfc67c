package dev.replatform.sandbox.aws.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What must be true of an object before it is written or read.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
 *
 * @param ifMatch the ETag that it must have; null where anything will do
 * @param ifNoneMatch the ETag that it must not have; a write knows {@code *} only: nothing may be there
 */
record Conditions(String ifMatch, String ifNoneMatch) {
    static final Conditions NONE = new Conditions(null, null);
    private static final int NOT_MODIFIED = 304;

    /** @param current what would be replaced */
    void beforeWriteOver(Optional<StoredVersion> current) {
        if (ifNoneMatch != null && !ifNoneMatch.equals("*")) {
            throw S3Faults.plain(
                    501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        if (ifNoneMatch != null && current.isPresent()) {
            throw S3Faults.preconditionFailed();
        }
        if (ifMatch != null && !current.orElseThrow(S3Faults::noSuchKey).hasETag(ifMatch)) {
            throw S3Faults.preconditionFailed();
        }
    }

    void beforeReadOf(StoredVersion version) {
        if (ifMatch != null && !version.hasETag(ifMatch)) {
            throw S3Faults.preconditionFailed();
        }
        if (ifNoneMatch != null && version.hasETag(ifNoneMatch)) {
            throw (S3Exception) S3Exception.builder().statusCode(NOT_MODIFIED).build();
        }
    }
}
