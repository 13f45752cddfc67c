package dev.replatform.sandbox.aws.cloudfront;

import java.util.List;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.Tags;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/tagging.html */
final class DistributionTags {
    private static final int MOST = 50;

    private DistributionTags() {}

    static void put(Distribution distribution, List<Tag> tags) {
        if (tags.stream().anyMatch(tag -> tag.key().startsWith("aws:"))) {
            throw CloudFrontFaults.invalidTagging("Tag keys that begin with aws: are reserved.");
        }
        tags.forEach(tag -> distribution.tags().put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (distribution.tags().size() > MOST) {
            throw CloudFrontFaults.invalidTagging("A resource can have at most 50 tags.");
        }
    }

    static Tags described(Distribution distribution) {
        return Tags.builder()
                .items(distribution.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
