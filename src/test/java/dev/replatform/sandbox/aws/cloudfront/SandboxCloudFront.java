package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.ServedMembers;
import dev.replatform.sandbox.aws.iam.PolicyEvaluation;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.GetOriginAccessControlResponse;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsResponse;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListOriginAccessControlsResponse;
import software.amazon.awssdk.services.cloudfront.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.UntagResourceResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateOriginAccessControlResponse;

/** Amazon CloudFront: distributions in front of buckets, and origin access controls. {@link Edge} serves what they say. */
public final class SandboxCloudFront implements CloudFrontClient {
    private final PolicyEvaluation roles;
    private final Distributions distributions;
    private final OriginAccessControls controls;

    /**
     * @param delays how long a change takes to deploy
     * @param roles what callers with a role may do
     * @param addresses get the domain of each distribution, port 443
     * @param edge what answers there
     */
    public SandboxCloudFront(Delays delays, PolicyEvaluation roles, Addresses addresses, InetSocketAddress edge) {
        this(delays, roles, addresses, edge, InstantSource.system());
    }

    /** @param time what deployments go by */
    SandboxCloudFront(
            Delays delays, PolicyEvaluation roles, Addresses addresses, InetSocketAddress edge, InstantSource time) {
        this.roles = roles;
        this.distributions = new Distributions(delays, addresses, edge, time);
        this.controls = new OriginAccessControls(distributions::use);
    }

    /** @return empty where no distribution is enabled and deployed under that name */
    Optional<EdgeRoute> route(String domainName) {
        return distributions
                .all()
                .filter(distribution -> distribution.domainName().equals(domainName))
                .findAny()
                .flatMap(distribution -> distribution
                        .inEffect()
                        .filter(DistributionConfig::enabled)
                        .map(config -> route(distribution, config)));
    }

    private EdgeRoute route(Distribution distribution, DistributionConfig config) {
        var behavior = config.defaultCacheBehavior();
        var origin = config.origins().items().stream()
                .filter(candidate -> candidate.id().equals(behavior.targetOriginId()))
                .findAny()
                .orElseThrow();
        return new EdgeRoute(
                distribution.arn(),
                S3Origin.of(origin.domainName()).orElseThrow(),
                origin.originPath(),
                controls.signs(origin.originAccessControlId()),
                CachePolicy.of(behavior.cachePolicyId()).orElseThrow(),
                config.defaultRootObject());
    }

    @Override
    public ListDistributionsResponse listDistributions(ListDistributionsRequest list) {
        authorize("cloudfront:ListDistributions", "*");
        ServedMembers.only(list, "Marker", "MaxItems");
        return distributions.list(list);
    }

    @Override
    public GetDistributionResponse getDistribution(GetDistributionRequest get) {
        authorize("cloudfront:GetDistribution", distributionArn(get.id()));
        ServedMembers.only(get, "Id");
        return distributions.get(get);
    }

    @Override
    public GetDistributionConfigResponse getDistributionConfig(GetDistributionConfigRequest get) {
        authorize("cloudfront:GetDistributionConfig", distributionArn(get.id()));
        ServedMembers.only(get, "Id");
        return distributions.get(get);
    }

    @Override
    public CreateDistributionWithTagsResponse createDistributionWithTags(CreateDistributionWithTagsRequest create) {
        authorize("cloudfront:CreateDistributionWithTags", "*");
        ServedMembers.only(create, "DistributionConfigWithTags");
        return distributions.create(create, controls::exists);
    }

    @Override
    public UpdateDistributionResponse updateDistribution(UpdateDistributionRequest update) {
        authorize("cloudfront:UpdateDistribution", distributionArn(update.id()));
        ServedMembers.only(update, "Id", "IfMatch", "DistributionConfig");
        return distributions.update(update, controls::exists);
    }

    @Override
    public DeleteDistributionResponse deleteDistribution(DeleteDistributionRequest delete) {
        authorize("cloudfront:DeleteDistribution", distributionArn(delete.id()));
        ServedMembers.only(delete, "Id", "IfMatch");
        return distributions.delete(delete);
    }

    @Override
    public ListOriginAccessControlsResponse listOriginAccessControls(ListOriginAccessControlsRequest list) {
        authorize("cloudfront:ListOriginAccessControls", "*");
        ServedMembers.only(list, "Marker", "MaxItems");
        return controls.list(list);
    }

    @Override
    public CreateOriginAccessControlResponse createOriginAccessControl(CreateOriginAccessControlRequest create) {
        authorize("cloudfront:CreateOriginAccessControl", "*");
        ServedMembers.only(create, "OriginAccessControlConfig");
        return controls.create(create);
    }

    @Override
    public GetOriginAccessControlResponse getOriginAccessControl(GetOriginAccessControlRequest get) {
        authorize("cloudfront:GetOriginAccessControl", "*");
        ServedMembers.only(get, "Id");
        return controls.get(get);
    }

    @Override
    public UpdateOriginAccessControlResponse updateOriginAccessControl(UpdateOriginAccessControlRequest update) {
        authorize("cloudfront:UpdateOriginAccessControl", "*");
        ServedMembers.only(update, "Id", "IfMatch", "OriginAccessControlConfig");
        return controls.update(update);
    }

    @Override
    public DeleteOriginAccessControlResponse deleteOriginAccessControl(DeleteOriginAccessControlRequest delete) {
        authorize("cloudfront:DeleteOriginAccessControl", "*");
        ServedMembers.only(delete, "Id", "IfMatch");
        return controls.delete(delete);
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest list) {
        authorize("cloudfront:ListTagsForResource", list.resource());
        ServedMembers.only(list, "Resource");
        return ListTagsForResourceResponse.builder()
                .tags(DistributionTags.described(withArn(list.resource())))
                .build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest tag) {
        authorize("cloudfront:TagResource", tag.resource());
        ServedMembers.only(tag, "Resource", "Tags");
        DistributionTags.put(withArn(tag.resource()), tag.tags().items());
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest untag) {
        authorize("cloudfront:UntagResource", untag.resource());
        ServedMembers.only(untag, "Resource", "TagKeys");
        withArn(untag.resource()).tags().keySet().removeAll(untag.tagKeys().items());
        return UntagResourceResponse.builder().build();
    }

    private Distribution withArn(String arn) {
        return distributions
                .all()
                .filter(distribution -> distribution.arn().equals(arn))
                .findAny()
                .orElseThrow(CloudFrontFaults::noSuchResource);
    }

    private static String distributionArn(String id) {
        return "arn:aws:cloudfront::" + Account.SANDBOX.id() + ":distribution/" + id;
    }

    private void authorize(String action, String resource) {
        roles.refusal(Caller.current(), action, resource).ifPresent(text -> {
            throw CloudFrontFaults.accessDenied(text);
        });
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
