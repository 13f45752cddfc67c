package dev.replatform.sandbox.aws.s3;

import java.util.List;
import software.amazon.awssdk.services.s3.model.Tag;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html */
final class BucketTags {
    private static final int MOST = 50;

    private BucketTags() {}

    static List<Tag> checked(List<Tag> tags) {
        if (tags.stream().map(Tag::key).distinct().count() < tags.size()) {
            throw invalid("Cannot provide multiple Tags with the same key");
        }
        if (tags.stream().anyMatch(tag -> tag.key().startsWith("aws:"))) {
            throw invalid("System tags cannot be added/updated by requester");
        }
        if (tags.size() > MOST) {
            throw S3Faults.badRequest("BadRequest", "Bucket tag count cannot be greater than 50");
        }
        return List.copyOf(tags);
    }

    private static RuntimeException invalid(String text) {
        return S3Faults.badRequest("InvalidTag", text);
    }
}
