package dev.replatform.sandbox.aws.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
final class S3Faults {
    private S3Faults() {}

    static S3Exception noSuchBucket() {
        return fault(NoSuchBucketException.builder(), 404, "NoSuchBucket", "The specified bucket does not exist");
    }

    static S3Exception bucketOfAnother() {
        return fault(
                BucketAlreadyExistsException.builder(),
                409,
                "BucketAlreadyExists",
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
                        + "Please select a different name and try again.");
    }

    static S3Exception bucketOfYours() {
        return fault(
                BucketAlreadyOwnedByYouException.builder(),
                409,
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own it.");
    }

    static S3Exception noSuchKey() {
        return fault(NoSuchKeyException.builder(), 404, "NoSuchKey", "The specified key does not exist.");
    }

    static S3Exception noSuchVersion() {
        return plain(404, "NoSuchVersion", "The specified version does not exist.");
    }

    static S3Exception noSuchUpload() {
        return fault(
                NoSuchUploadException.builder(),
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted "
                        + "or completed.");
    }

    static S3Exception accessDenied() {
        return accessDenied("Access Denied");
    }

    static S3Exception accessDenied(String text) {
        return plain(403, "AccessDenied", text);
    }

    static S3Exception preconditionFailed() {
        return plain(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }

    static S3Exception malformedXml() {
        return badRequest(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static S3Exception invalidArgument(String text) {
        return badRequest("InvalidArgument", text);
    }

    static S3Exception badRequest(String code, String text) {
        return plain(400, code, text);
    }

    static S3Exception notFound(String code, String text) {
        return plain(404, code, text);
    }

    static S3Exception plain(int status, String code, String text) {
        return fault(S3Exception.builder(), status, code, text);
    }

    private static S3Exception fault(
            software.amazon.awssdk.awscore.exception.AwsServiceException.Builder builder,
            int status,
            String code,
            String text) {
        var details = AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode(code)
                .errorMessage(text)
                .build();
        return (S3Exception) builder.message(text)
                .statusCode(status)
                .awsErrorDetails(details)
                .build();
    }
}
