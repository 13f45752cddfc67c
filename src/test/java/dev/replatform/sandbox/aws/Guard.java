package dev.replatform.sandbox.aws;

import software.amazon.awssdk.core.SdkRequest;

/** Stands before all services for the calls of one access key. */
@FunctionalInterface
public interface Guard {
    /**
     * @param service as signed for
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException where the caller may not
     */
    void check(String service, String operation, SdkRequest request);
}
