package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.Tag;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
final class SsmQuestions implements ServiceQuestions {
    private static final int DESCRIBED_AT_ONCE = 50;

    private final SsmClient ssm;

    /** @param ssm told which keys protect what */
    SsmQuestions(SsmClient ssm) {
        this.ssm = ssm;
    }

    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        var action = "ssm:" + operation;
        switch (operation) {
            case "PutParameter" -> put((PutParameterRequest) request, questions);
            case "GetParametersByPath" -> read((GetParametersByPathRequest) request, questions);
            case "DeleteParameters" ->
                ((DeleteParametersRequest) request).names().forEach(name -> questions
                        .about(action, parameter(name))
                        .ask());
            case "AddTagsToResource" -> {
                var tags = tags(((AddTagsToResourceRequest) request).tags());
                questions
                        .about(action, parameter(Field.of(request, "ResourceId")))
                        .tagging(tags)
                        .ask();
            }
            case "RemoveTagsFromResource" -> {
                var keys = ((RemoveTagsFromResourceRequest) request).tagKeys();
                questions
                        .about(action, parameter(Field.of(request, "ResourceId")))
                        .tagKeys(keys)
                        .ask();
            }
            case "ListTagsForResource" ->
                questions
                        .about(action, parameter(Field.of(request, "ResourceId")))
                        .ask();
            case "SendCommand" -> {
                var send = (SendCommandRequest) request;
                questions
                        .about(action, "arn:aws:ssm:" + Account.SANDBOX.region() + "::document/" + send.documentName())
                        .ask();
                send.instanceIds().forEach(id -> questions
                        .about(action, Account.SANDBOX.arn("ec2", "instance/" + id))
                        .ask());
            }
            case "DescribeParameters",
                    "ListCommands",
                    "ListCommandInvocations",
                    "GetCommandInvocation",
                    "DescribeInstanceInformation" -> questions.anywhere(action).ask();
            default -> throw Field.unknown(action);
        }
    }

    private static void put(PutParameterRequest put, Questions questions) {
        var arn = parameter(put.name());
        var tags = tags(put.tags());
        questions
                .about("ssm:PutParameter", arn)
                .tagging(tags)
                .with("ssm:Overwrite", String.valueOf(Boolean.TRUE.equals(put.overwrite())))
                .ask();
        if (!tags.isEmpty()) {
            // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
            questions.about("ssm:AddTagsToResource", arn).tagging(tags).ask();
        }
        if (put.keyId() != null) {
            // https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
            var action = put.tier() == ParameterTier.ADVANCED ? "kms:GenerateDataKey" : "kms:Encrypt";
            Keys.ask(List.of(action), put.keyId(), "ssm", questions);
        }
    }

    private void read(GetParametersByPathRequest read, Questions questions) {
        questions.about("ssm:GetParametersByPath", parameter(read.path())).ask();
        var below = ParameterStringFilter.builder()
                .key("Path")
                .option("Recursive")
                .values(read.path())
                .build();
        ssm
                .describeParametersPaginator(
                        request -> request.parameterFilters(below).maxResults(DESCRIBED_AT_ONCE))
                .stream()
                .flatMap(page -> page.parameters().stream())
                .map(ParameterMetadata::keyId)
                .filter(key -> key != null)
                .distinct()
                .forEach(key -> Keys.ask(List.of("kms:Decrypt"), key, "ssm", questions));
    }

    private static String parameter(String name) {
        return Account.SANDBOX.arn("ssm", "parameter" + (name.startsWith("/") ? "" : "/") + name);
    }

    private static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
