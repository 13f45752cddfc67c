package dev.replatform.sandbox.aws.cloudfront;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudfront.model.AccessDeniedException;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionNotDisabledException;
import software.amazon.awssdk.services.cloudfront.model.IllegalOriginAccessConfigurationException;
import software.amazon.awssdk.services.cloudfront.model.IllegalUpdateException;
import software.amazon.awssdk.services.cloudfront.model.InconsistentQuantitiesException;
import software.amazon.awssdk.services.cloudfront.model.InvalidArgumentException;
import software.amazon.awssdk.services.cloudfront.model.InvalidIfMatchVersionException;
import software.amazon.awssdk.services.cloudfront.model.InvalidOriginAccessControlException;
import software.amazon.awssdk.services.cloudfront.model.InvalidOriginException;
import software.amazon.awssdk.services.cloudfront.model.InvalidTaggingException;
import software.amazon.awssdk.services.cloudfront.model.MissingBodyException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchCachePolicyException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginAccessControlException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchResourceException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlInUseException;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;

/** CloudFront's errors. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html */
final class CloudFrontFaults {
    private CloudFrontFaults() {}

    static CloudFrontException noSuchDistribution() {
        return fault(
                NoSuchDistributionException.builder(),
                404,
                "NoSuchDistribution",
                "The specified distribution does not exist.");
    }

    static CloudFrontException distributionExists(String id) {
        return fault(
                DistributionAlreadyExistsException.builder(),
                409,
                "DistributionAlreadyExists",
                "The caller reference that you are using to create a distribution is associated with another "
                        + "distribution. Already exists: " + id);
    }

    static CloudFrontException distributionNotDisabled() {
        return fault(
                DistributionNotDisabledException.builder(),
                409,
                "DistributionNotDisabled",
                "The distribution you are trying to delete has not been disabled.");
    }

    static CloudFrontException illegalUpdate(String text) {
        return fault(IllegalUpdateException.builder(), 400, "IllegalUpdate", text);
    }

    static CloudFrontException invalidArgument(String text) {
        return fault(InvalidArgumentException.builder(), 400, "InvalidArgument", text);
    }

    static CloudFrontException missingBody() {
        return fault(
                MissingBodyException.builder(),
                400,
                "MissingBody",
                "This operation requires a body. Ensure that the body is present and the Content-Type header is set.");
    }

    static CloudFrontException inconsistentQuantities() {
        return fault(
                InconsistentQuantitiesException.builder(),
                400,
                "InconsistentQuantities",
                "The value of Quantity and the size of Items do not match.");
    }

    static CloudFrontException invalidOrigin() {
        return fault(
                InvalidOriginException.builder(),
                400,
                "InvalidOrigin",
                "The specified origin server does not exist or is not valid.");
    }

    static CloudFrontException noSuchOrigin() {
        return fault(
                NoSuchOriginException.builder(),
                404,
                "NoSuchOrigin",
                "One or more of your origins or origin groups do not exist.");
    }

    static CloudFrontException noSuchCachePolicy() {
        return fault(
                NoSuchCachePolicyException.builder(), 404, "NoSuchCachePolicy", "The cache policy does not exist.");
    }

    static CloudFrontException invalidOriginAccessControl() {
        return fault(
                InvalidOriginAccessControlException.builder(),
                400,
                "InvalidOriginAccessControl",
                "The origin access control is not valid.");
    }

    static CloudFrontException bothOriginAccesses() {
        return fault(
                IllegalOriginAccessConfigurationException.builder(),
                400,
                "IllegalOriginAccessConfiguration",
                "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).");
    }

    static CloudFrontException noSuchOriginAccessControl() {
        return fault(
                NoSuchOriginAccessControlException.builder(),
                404,
                "NoSuchOriginAccessControl",
                "The specified origin access control does not exist.");
    }

    static CloudFrontException originAccessControlExists() {
        return fault(
                OriginAccessControlAlreadyExistsException.builder(),
                409,
                "OriginAccessControlAlreadyExists",
                "An origin access control with the same name already exists.");
    }

    static CloudFrontException originAccessControlInUse() {
        return fault(
                OriginAccessControlInUseException.builder(),
                409,
                "OriginAccessControlInUse",
                "Cannot delete the origin access control because it's in use by one or more distributions.");
    }

    static CloudFrontException noSuchResource() {
        return fault(
                NoSuchResourceException.builder(), 404, "NoSuchResource", "The specified resource does not exist.");
    }

    static CloudFrontException invalidTagging(String text) {
        return fault(InvalidTaggingException.builder(), 400, "InvalidTagging", text);
    }

    static CloudFrontException invalidIfMatch() {
        return fault(
                InvalidIfMatchVersionException.builder(),
                400,
                "InvalidIfMatchVersion",
                "The If-Match version is missing or not valid for the resource.");
    }

    static CloudFrontException preconditionFailed() {
        return fault(
                PreconditionFailedException.builder(),
                412,
                "PreconditionFailed",
                "The request failed because it didn't meet the preconditions in one or more request-header fields.");
    }

    static CloudFrontException accessDenied(String text) {
        return fault(AccessDeniedException.builder(), 403, "AccessDenied", text);
    }

    private static CloudFrontException fault(
            AwsServiceException.Builder builder, int status, String code, String text) {
        var details = AwsErrorDetails.builder()
                .serviceName("CloudFront")
                .errorCode(code)
                .errorMessage(text)
                .build();
        return (CloudFrontException) builder.message(text)
                .statusCode(status)
                .awsErrorDetails(details)
                .build();
    }
}
