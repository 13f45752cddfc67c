package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsRequest;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudfront.model.Tags;
import software.amazon.awssdk.services.cloudfront.model.UntagResourceRequest;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
final class CloudFrontQuestions implements ServiceQuestions {
    private static final String TAG = "cloudfront:TagResource";

    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        var action = "cloudfront:" + operation;
        switch (operation) {
            case "CreateDistributionWithTags" -> {
                // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistributionWithTags.html
                var tags = tags(((CreateDistributionWithTagsRequest) request)
                        .distributionConfigWithTags()
                        .tags());
                questions
                        .anywhere("cloudfront:CreateDistribution")
                        .tagging(tags)
                        .ask();
                questions.about(TAG, arn("distribution", "NEW")).tagging(tags).ask();
            }
            case "GetDistribution", "GetDistributionConfig", "UpdateDistribution", "DeleteDistribution" ->
                questions
                        .about(action, arn("distribution", Field.of(request, "Id")))
                        .ask();
            case "GetOriginAccessControl", "UpdateOriginAccessControl", "DeleteOriginAccessControl" ->
                questions
                        .about(action, arn("origin-access-control", Field.of(request, "Id")))
                        .ask();
            case "TagResource" -> {
                var tag = (TagResourceRequest) request;
                questions.about(TAG, tag.resource()).tagging(tags(tag.tags())).ask();
            }
            case "UntagResource" -> {
                var untag = (UntagResourceRequest) request;
                questions
                        .about(action, untag.resource())
                        .tagKeys(untag.tagKeys().items())
                        .ask();
            }
            case "ListTagsForResource" ->
                questions.about(action, Field.of(request, "Resource")).ask();
            case "ListDistributions", "ListOriginAccessControls", "CreateOriginAccessControl" ->
                questions.anywhere(action).ask();
            default -> throw Field.unknown(action);
        }
    }

    private static String arn(String type, String id) {
        return "arn:aws:cloudfront::" + Account.SANDBOX.id() + ":" + type + "/" + id;
    }

    private static Map<String, String> tags(Tags tags) {
        return tags.items().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
