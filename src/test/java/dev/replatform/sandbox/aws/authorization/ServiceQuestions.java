package dev.replatform.sandbox.aws.authorization;

import software.amazon.awssdk.core.SdkRequest;

/** One service's part: what it asks for a call. */
@FunctionalInterface
interface ServiceQuestions {
    /**
     * @param operation as AWS writes it: {@code CreateDBInstance}
     * @throws UnsupportedOperationException where nobody has written down what AWS asks for that operation
     */
    void ask(String operation, SdkRequest request, Questions questions);
}
