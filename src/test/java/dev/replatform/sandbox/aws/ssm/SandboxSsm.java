package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Permissions;
import dev.replatform.sandbox.aws.ServedMembers;
import dev.replatform.sandbox.aws.box.Boxes;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.CancelCommandRequest;
import software.amazon.awssdk.services.ssm.model.CancelCommandResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationRequest;
import software.amazon.awssdk.services.ssm.model.GetCommandInvocationResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandInvocationsResponse;
import software.amazon.awssdk.services.ssm.model.ListCommandsRequest;
import software.amazon.awssdk.services.ssm.model.ListCommandsResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.SendCommandRequest;
import software.amazon.awssdk.services.ssm.model.SendCommandResponse;

/** AWS Systems Manager: Parameter Store, and Run Command on the boxes. A role may do what its policies allow. */
public final class SandboxSsm implements SsmClient {
    private static final int MOST_NAMES = 10;

    private final Parameters parameters = new Parameters();
    private final ParameterTags tags = new ParameterTags(parameters);
    private final Commands commands;
    private final ManagedInstances instances;
    private final Permissions permissions;

    public SandboxSsm(Boxes boxes, Delays delays, Permissions permissions) {
        this.permissions = permissions;
        commands = new Commands(boxes, delays);
        instances = new ManagedInstances(boxes);
    }

    /** @return Parameter Store's switches, for tests */
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public PutParameterResponse putParameter(PutParameterRequest put) {
        ServedMembers.only(
                put,
                "Name",
                "Value",
                "Type",
                "KeyId",
                "Description",
                "Overwrite",
                "AllowedPattern",
                "Tags",
                "Tier",
                "DataType");
        authorize("PutParameter", ParameterNames.arn(put.name()));
        var version = parameters.put(put);
        return PutParameterResponse.builder()
                .version(version.number())
                .tier(version.tier())
                .build();
    }

    @Override
    public GetParameterResponse getParameter(GetParameterRequest get) {
        authorize("GetParameter", ParameterNames.arn(get.name()));
        boolean decrypted = Boolean.TRUE.equals(get.withDecryption());
        return GetParameterResponse.builder()
                .parameter(parameters.get(get.name(), decrypted))
                .build();
    }

    @Override
    public GetParametersResponse getParameters(GetParametersRequest get) {
        checkCount(get.names());
        get.names().forEach(name -> authorize("GetParameters", ParameterNames.arn(name)));
        boolean decrypted = Boolean.TRUE.equals(get.withDecryption());
        var found = new ArrayList<Parameter>();
        var invalid = new ArrayList<String>();
        for (var name : get.names()) {
            try {
                found.add(parameters.get(name, decrypted));
            } catch (ParameterNotFoundException e) {
                invalid.add(name);
            }
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    @Override
    public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest get) {
        ServedMembers.only(get, "Path", "Recursive", "WithDecryption", "MaxResults", "NextToken");
        authorize("GetParametersByPath", ParameterNames.arn(get.path()));
        var page = parameters.byPath(get);
        return GetParametersByPathResponse.builder()
                .parameters(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public DescribeParametersResponse describeParameters(DescribeParametersRequest describe) {
        ServedMembers.only(describe, "ParameterFilters", "MaxResults", "NextToken");
        authorize("DescribeParameters", "*");
        var page = parameters.describe(describe);
        return DescribeParametersResponse.builder()
                .parameters(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public DeleteParameterResponse deleteParameter(DeleteParameterRequest delete) {
        authorize("DeleteParameter", ParameterNames.arn(delete.name()));
        if (!parameters.delete(delete.name())) {
            throw Parameters.notFound();
        }
        return DeleteParameterResponse.builder().build();
    }

    @Override
    public DeleteParametersResponse deleteParameters(DeleteParametersRequest delete) {
        checkCount(delete.names());
        delete.names().forEach(name -> authorize("DeleteParameters", ParameterNames.arn(name)));
        var deleted = delete.names().stream().filter(parameters::delete).toList();
        var invalid =
                delete.names().stream().filter(name -> !deleted.contains(name)).toList();
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    private static void checkCount(List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw SsmFaults.constraint(names, "names", "Member must have length less than or equal to " + MOST_NAMES);
        }
    }

    @Override
    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest add) {
        authorize("AddTagsToResource", ParameterNames.arn(add.resourceId()));
        tags.add(add.resourceType(), add.resourceId(), add.tags());
        return AddTagsToResourceResponse.builder().build();
    }

    @Override
    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest remove) {
        authorize("RemoveTagsFromResource", ParameterNames.arn(remove.resourceId()));
        tags.remove(remove.resourceType(), remove.resourceId(), remove.tagKeys());
        return RemoveTagsFromResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest list) {
        authorize("ListTagsForResource", ParameterNames.arn(list.resourceId()));
        return ListTagsForResourceResponse.builder()
                .tagList(tags.list(list.resourceType(), list.resourceId()))
                .build();
    }

    @Override
    public SendCommandResponse sendCommand(SendCommandRequest send) {
        ServedMembers.only(send, "DocumentName", "InstanceIds", "Targets", "Parameters", "Comment", "TimeoutSeconds");
        authorize("SendCommand", "arn:aws:ssm:" + Account.SANDBOX.region() + "::document/" + send.documentName());
        return SendCommandResponse.builder().command(commands.send(send)).build();
    }

    @Override
    public ListCommandsResponse listCommands(ListCommandsRequest list) {
        authorize("ListCommands", "*");
        var page = commands.list(list);
        return ListCommandsResponse.builder()
                .commands(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public ListCommandInvocationsResponse listCommandInvocations(ListCommandInvocationsRequest list) {
        ServedMembers.only(list, "CommandId", "InstanceId", "Details", "MaxResults", "NextToken");
        authorize("ListCommandInvocations", "*");
        var page = commands.listInvocations(list);
        return ListCommandInvocationsResponse.builder()
                .commandInvocations(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public GetCommandInvocationResponse getCommandInvocation(GetCommandInvocationRequest get) {
        authorize("GetCommandInvocation", "*");
        return commands.get(get);
    }

    @Override
    public CancelCommandResponse cancelCommand(CancelCommandRequest cancel) {
        authorize("CancelCommand", "*");
        commands.cancel(cancel);
        return CancelCommandResponse.builder().build();
    }

    @Override
    public DescribeInstanceInformationResponse describeInstanceInformation(
            DescribeInstanceInformationRequest describe) {
        ServedMembers.only(describe, "Filters", "MaxResults", "NextToken");
        authorize("DescribeInstanceInformation", "*");
        var page = instances.describe(describe);
        return DescribeInstanceInformationResponse.builder()
                .instanceInformationList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private void authorize(String operation, String resourceArn) {
        var caller = Caller.current();
        var action = "ssm:" + operation;
        boolean allowed = caller.isAdministrator()
                || (!caller.isAnonymous() && permissions.allow(caller.roleName(), action, resourceArn));
        if (!allowed) {
            throw SsmFaults.accessDenied("User: " + caller.arn() + " is not authorized to perform: " + action
                    + " on resource: " + resourceArn + " because no identity-based policy allows the " + action
                    + " action");
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    /** Ends every script that still runs. */
    @Override
    public void close() {
        commands.close();
    }
}
