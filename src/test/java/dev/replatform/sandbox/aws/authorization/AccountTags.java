package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.authorization.BoundCaller.Services;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;

/** Tags as the account's services tell them. */
final class AccountTags implements ResourceTags {
    private final Services services;
    private final Map<String, Map<String, String>> keys;

    AccountTags(Services services, Map<String, Map<String, String>> keys) {
        this.services = services;
        this.keys = keys;
    }

    @Override
    public Map<String, String> of(String arn) {
        var parts = arn.split(":", 6);
        try {
            return switch (parts[2]) {
                case "rds" -> ofRds(arn);
                case "dms" -> ofDms(arn);
                case "cloudfront" -> ofCloudFront(arn, parts[5]);
                case "ssm" -> parts[5].startsWith("parameter/") ? ofParameter(parts[5]) : Map.of();
                case "iam" -> ofRole(parts[5]);
                case "ec2" ->
                    parts[5].startsWith("instance/") ? ofInstance(parts[5].replaceFirst("^instance/", "")) : Map.of();
                case "kms" -> keys.getOrDefault(arn, Map.of());
                default -> Map.of();
            };
        } catch (AwsServiceException e) {
            return Map.of(); // it is not there
        }
    }

    private Map<String, String> ofRds(String arn) {
        return services.rds().listTagsForResource(list -> list.resourceName(arn)).tagList().stream()
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }

    private Map<String, String> ofDms(String arn) {
        return services.dms().listTagsForResource(list -> list.resourceArn(arn)).tagList().stream()
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }

    private Map<String, String> ofCloudFront(String arn, String resource) {
        return resource.startsWith("distribution/")
                ? services.cloudFront().listTagsForResource(list -> list.resource(arn)).tags().items().stream()
                        .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()))
                : Map.of();
    }

    private Map<String, String> ofParameter(String resource) {
        var name = resource.replaceFirst("^parameter", "");
        return services
                .ssm()
                .listTagsForResource(list ->
                        list.resourceType(ResourceTypeForTagging.PARAMETER).resourceId(name))
                .tagList()
                .stream()
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }

    private Map<String, String> ofRole(String resource) {
        var name = resource.replaceFirst("^role/(.*/)?", "");
        return services.iam().listRoleTags(list -> list.roleName(name)).tags().stream()
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }

    private Map<String, String> ofInstance(String id) {
        return services.ec2().describeInstances(describe -> describe.instanceIds(id)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .flatMap(instance -> instance.tags().stream())
                .collect(Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
    }
}
