package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.ServedMembers;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.HttpVersion;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** What CloudFront refuses in a configuration. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
final class DistributionRules {
    private static final int LONGEST_COMMENT = 128;

    private DistributionRules() {}

    /** @param knownControl whether an id is that of an origin access control */
    static void check(DistributionConfig config, Predicate<String> knownControl) {
        if (config == null) {
            throw CloudFrontFaults.missingBody();
        }
        ServedMembers.only(
                config,
                "CallerReference",
                "Aliases",
                "DefaultRootObject",
                "Origins",
                "OriginGroups",
                "DefaultCacheBehavior",
                "CacheBehaviors",
                "CustomErrorResponses",
                "Comment",
                "Logging",
                "PriceClass",
                "Enabled",
                "ViewerCertificate",
                "Restrictions",
                "WebACLId",
                "HttpVersion",
                "IsIPV6Enabled",
                "ContinuousDeploymentPolicyId",
                "Staging");
        require(config.callerReference(), "CallerReference");
        require(config.comment(), "Comment");
        require(config.enabled(), "Enabled");
        require(config.origins(), "Origins");
        require(config.defaultCacheBehavior(), "DefaultCacheBehavior");
        if (config.comment().length() > LONGEST_COMMENT) {
            throw CloudFrontFaults.invalidArgument("The parameter Comment is too long.");
        }
        if (config.priceClass() == PriceClass.UNKNOWN_TO_SDK_VERSION
                || config.httpVersion() == HttpVersion.UNKNOWN_TO_SDK_VERSION) {
            throw CloudFrontFaults.invalidArgument("The parameter PriceClass or HttpVersion is not valid.");
        }
        var origins = config.origins();
        if (origins.quantity() == null || origins.quantity() != origins.items().size()) {
            throw CloudFrontFaults.inconsistentQuantities();
        }
        origins.items().forEach(origin -> check(origin, knownControl));
        check(config.defaultCacheBehavior(), config);
    }

    private static void check(Origin origin, Predicate<String> knownControl) {
        ServedMembers.only(
                origin,
                "Id",
                "DomainName",
                "OriginPath",
                "CustomHeaders",
                "S3OriginConfig",
                "ConnectionAttempts",
                "ConnectionTimeout",
                "OriginShield",
                "OriginAccessControlId");
        require(origin.id(), "Id");
        require(origin.domainName(), "DomainName");
        if (origin.s3OriginConfig() == null) {
            throw CloudFrontFaults.invalidOrigin();
        }
        if (S3Origin.of(origin.domainName()).isEmpty()) {
            throw CloudFrontFaults.invalidArgument(
                    "The parameter Origin DomainName does not refer to a valid S3 bucket.");
        }
        var identity = origin.s3OriginConfig().originAccessIdentity();
        var control = origin.originAccessControlId();
        if (isGiven(identity)) {
            if (isGiven(control)) {
                throw CloudFrontFaults.bothOriginAccesses();
            }
            throw new UnsupportedOperationException("OriginAccessIdentity is not served by the sandbox");
        }
        if (isGiven(control) && !knownControl.test(control)) {
            throw CloudFrontFaults.invalidOriginAccessControl();
        }
        if (isGiven(origin.originPath())
                && (!origin.originPath().startsWith("/") || origin.originPath().endsWith("/"))) {
            throw CloudFrontFaults.invalidArgument("The parameter OriginPath is not valid.");
        }
    }

    private static void check(DefaultCacheBehavior behavior, DistributionConfig config) {
        ServedMembers.only(
                behavior,
                "TargetOriginId",
                "TrustedSigners",
                "TrustedKeyGroups",
                "ViewerProtocolPolicy",
                "AllowedMethods",
                "SmoothStreaming",
                "Compress",
                "LambdaFunctionAssociations",
                "FunctionAssociations",
                "FieldLevelEncryptionId",
                "CachePolicyId",
                "GrpcConfig");
        require(behavior.targetOriginId(), "TargetOriginId");
        require(behavior.viewerProtocolPolicy(), "ViewerProtocolPolicy");
        if (behavior.viewerProtocolPolicy() == ViewerProtocolPolicy.UNKNOWN_TO_SDK_VERSION) {
            throw CloudFrontFaults.invalidArgument("The parameter ViewerProtocolPolicy is not valid.");
        }
        require(behavior.cachePolicyId(), "ForwardedValues");
        if (CachePolicy.of(behavior.cachePolicyId()).isEmpty()) {
            throw CloudFrontFaults.noSuchCachePolicy();
        }
        if (config.origins().items().stream().noneMatch(origin -> origin.id().equals(behavior.targetOriginId()))) {
            throw CloudFrontFaults.noSuchOrigin();
        }
    }

    private static boolean isGiven(String value) {
        return value != null && !value.isEmpty();
    }

    private static void require(Object value, String member) {
        if (value == null) {
            throw CloudFrontFaults.invalidArgument("The parameter " + member + " is required.");
        }
    }
}
