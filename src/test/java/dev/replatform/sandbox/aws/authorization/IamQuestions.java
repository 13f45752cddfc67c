package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import software.amazon.awssdk.core.SdkRequest;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
final class IamQuestions implements ServiceQuestions {
    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        switch (operation) {
            case "GetRole", "GetRolePolicy", "PutRolePolicy", "DeleteRolePolicy" ->
                questions
                        .about(
                                "iam:" + operation,
                                "arn:aws:iam::" + Account.SANDBOX.id() + ":role/" + Field.of(request, "RoleName"))
                        .ask();
            default -> throw Field.unknown("iam:" + operation);
        }
    }
}
