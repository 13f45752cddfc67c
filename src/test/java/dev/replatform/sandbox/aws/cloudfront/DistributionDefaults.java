package dev.replatform.sandbox.aws.cloudfront;

import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GeoRestrictionType;
import software.amazon.awssdk.services.cloudfront.model.HttpVersion;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerCertificate;

/**
 * What CloudFront makes of a configuration that leaves things out, and what it will not have left out of an update.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-overview-required-fields.html
 */
final class DistributionDefaults {
    private static final int CONNECTION_ATTEMPTS = 3;
    private static final int CONNECTION_TIMEOUT_SECONDS = 10;

    private static final DistributionConfig CONFIG = DistributionConfig.builder()
            .aliases(aliases -> aliases.quantity(0))
            .defaultRootObject("")
            .originGroups(groups -> groups.quantity(0))
            .cacheBehaviors(behaviors -> behaviors.quantity(0))
            .customErrorResponses(responses -> responses.quantity(0))
            .comment("")
            .logging(logging ->
                    logging.enabled(false).includeCookies(false).bucket("").prefix(""))
            .priceClass(PriceClass.PRICE_CLASS_ALL)
            .viewerCertificate(certificate -> certificate
                    .cloudFrontDefaultCertificate(true)
                    .sslSupportMethod(SSLSupportMethod.VIP)
                    .minimumProtocolVersion(MinimumProtocolVersion.TLS_V1))
            .restrictions(restrictions -> restrictions.geoRestriction(
                    geo -> geo.restrictionType(GeoRestrictionType.NONE).quantity(0)))
            .webACLId("")
            .httpVersion(HttpVersion.HTTP2)
            .isIPV6Enabled(false)
            .continuousDeploymentPolicyId("")
            .staging(false)
            .build();

    private static final DefaultCacheBehavior BEHAVIOR = DefaultCacheBehavior.builder()
            .trustedSigners(signers -> signers.enabled(false).quantity(0))
            .trustedKeyGroups(groups -> groups.enabled(false).quantity(0))
            .allowedMethods(methods -> methods.quantity(2)
                    .items(Method.HEAD, Method.GET)
                    .cachedMethods(cached -> cached.quantity(2).items(Method.HEAD, Method.GET)))
            .smoothStreaming(false)
            .compress(false)
            .lambdaFunctionAssociations(functions -> functions.quantity(0))
            .functionAssociations(functions -> functions.quantity(0))
            .fieldLevelEncryptionId("")
            .grpcConfig(grpc -> grpc.enabled(false))
            .build();

    private static final Origin ORIGIN = Origin.builder()
            .originPath("")
            .customHeaders(headers -> headers.quantity(0))
            .connectionAttempts(CONNECTION_ATTEMPTS)
            .connectionTimeout(CONNECTION_TIMEOUT_SECONDS)
            .originShield(shield -> shield.enabled(false))
            .originAccessControlId("")
            .build();

    /** An update may leave these out: younger than the rule. What is left out is then as if never set. */
    private static final Set<String> OPTIONAL_IN_UPDATES = Set.of(
            "OriginGroups",
            "ContinuousDeploymentPolicyId",
            "Staging",
            "TrustedSigners",
            "TrustedKeyGroups",
            "FunctionAssociations",
            "GrpcConfig",
            "ConnectionAttempts",
            "ConnectionTimeout",
            "OriginShield",
            "OriginAccessControlId");

    /** The edge could not honour more than the default of these. */
    private static final Set<String> ONLY_DEFAULT_SERVED = Set.of(
            "Aliases",
            "OriginGroups",
            "CacheBehaviors",
            "CustomErrorResponses",
            "Logging",
            "Restrictions",
            "WebACLId",
            "ContinuousDeploymentPolicyId",
            "Staging",
            "TrustedSigners",
            "TrustedKeyGroups",
            "LambdaFunctionAssociations",
            "FunctionAssociations",
            "FieldLevelEncryptionId",
            "SmoothStreaming",
            "GrpcConfig",
            "CustomHeaders",
            "OriginShield");

    private DistributionDefaults() {}

    /**
     * @return the configuration as CloudFront reads it back
     * @throws UnsupportedOperationException for a setting that the sandbox's edge would not honour
     */
    static DistributionConfig filled(DistributionConfig given) {
        var origins = given.origins().items().stream()
                .map(origin -> filled(origin, origin.toBuilder(), ORIGIN).build())
                .toList();
        var behavior = given.defaultCacheBehavior();
        return filled(given, given.toBuilder(), CONFIG)
                .origins(all -> all.quantity(origins.size()).items(origins))
                .defaultCacheBehavior(
                        filled(behavior, behavior.toBuilder(), BEHAVIOR).build())
                .viewerCertificate(certificate(given))
                .build();
    }

    /** @throws software.amazon.awssdk.services.cloudfront.model.CloudFrontException {@code IllegalUpdate} */
    static void checkComplete(DistributionConfig given) {
        checkComplete(given, CONFIG);
        checkComplete(given.defaultCacheBehavior(), BEHAVIOR);
        given.origins().items().forEach(origin -> checkComplete(origin, ORIGIN));
    }

    /** Whatever stands beside the switch for CloudFront's own certificate, CloudFront sets itself. */
    private static ViewerCertificate certificate(DistributionConfig given) {
        var wanted = given.viewerCertificate();
        if (wanted != null && !Boolean.TRUE.equals(wanted.cloudFrontDefaultCertificate())) {
            throw notServed("ViewerCertificate");
        }
        return CONFIG.viewerCertificate();
    }

    private static <B extends SdkPojo> B filled(SdkPojo given, B builder, SdkPojo defaults) {
        for (var field : defaults.sdkFields()) {
            var usual = field.getValueOrDefault(defaults);
            var wanted = field.getValueOrDefault(given);
            if (isSet(usual) && !isSet(wanted)) {
                field.set(builder, usual);
            } else if (ONLY_DEFAULT_SERVED.contains(field.memberName()) && isSet(wanted) && !wanted.equals(usual)) {
                throw notServed(field.memberName());
            }
        }
        return builder;
    }

    private static UnsupportedOperationException notServed(String member) {
        return new UnsupportedOperationException(member + " other than the default is not served by the sandbox");
    }

    private static void checkComplete(SdkPojo given, SdkPojo defaults) {
        for (var field : defaults.sdkFields()) {
            if (isSet(field.getValueOrDefault(defaults))
                    && !isSet(field.getValueOrDefault(given))
                    && !OPTIONAL_IN_UPDATES.contains(field.memberName())) {
                throw CloudFrontFaults.illegalUpdate(field.memberName() + " is required for updates.");
            }
        }
    }

    private static boolean isSet(Object value) {
        return value != null
                && !(value instanceof SdkAutoConstructList)
                && !List.of().equals(value);
    }
}
