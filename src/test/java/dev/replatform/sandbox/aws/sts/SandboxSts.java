package dev.replatform.sandbox.aws.sts;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Caller;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** AWS STS: who am I. */
public final class SandboxSts implements StsClient {
    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest get) {
        var caller = Caller.current();
        return GetCallerIdentityResponse.builder()
                .account(Account.SANDBOX.id())
                .arn(caller.arn())
                .userId(caller.accessKeyId())
                .build();
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
