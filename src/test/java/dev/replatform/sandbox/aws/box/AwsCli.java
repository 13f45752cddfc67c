package dev.replatform.sandbox.aws.box;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The part of the AWS CLI that a box needs, with its texts and exit codes.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html
 */
final class AwsCli {
    private static final int SERVICE_ERROR = 254;
    private static final int USAGE_ERROR = 252;
    private static final int NO_ANSWER = 255;
    private static final String USAGE = """

            usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
            To see help text, you can run:

              aws help
              aws <command> help
              aws <command> <subcommand> help

            aws: [ERROR]: %s""";

    private final Invocation invocation;
    private final BoxHost.AwsClients clients;

    AwsCli(Invocation invocation, BoxHost.AwsClients clients) {
        this.invocation = invocation;
        this.clients = clients;
    }

    int run() {
        try {
            return dispatch(withoutRegion(invocation.arguments()));
        } catch (UsageError e) {
            invocation.terminal().err(USAGE.formatted(e.getMessage()));
            return USAGE_ERROR;
        } catch (SdkClientException e) {
            invocation.terminal().err("\n" + e.getMessage());
            return NO_ANSWER;
        }
    }

    private int dispatch(List<String> words) {
        if (words.equals(List.of("--version"))) {
            invocation.terminal().out("aws-cli/2.31.0 Python/3.13.7 Linux/6.1 exe/x86_64.amzn.2023 (sandbox)");
            return 0;
        }
        if (words.equals(List.of("sts", "get-caller-identity"))) {
            return callerIdentity(clients.sts().getValue());
        }
        if (words.size() > 1 && words.get(0).equals("s3")) {
            var arguments = S3Arguments.parse(words.subList(2, words.size()));
            return new S3Command(invocation, clients.s3().getValue(), arguments).run(words.get(1));
        }
        throw new UsageError("the sandbox's box does not know: aws " + String.join(" ", words));
    }

    private static List<String> withoutRegion(List<String> words) {
        int region = words.indexOf("--region");
        if (region < 0 || region + 1 == words.size()) {
            return words;
        }
        var rest = new ArrayList<>(words);
        rest.subList(region, region + 2).clear();
        return rest;
    }

    private int callerIdentity(StsClient sts) {
        try {
            var identity = sts.getCallerIdentity();
            invocation.terminal().out("""
                            {
                                "UserId": "%s",
                                "Account": "%s",
                                "Arn": "%s"
                            }""".formatted(identity.userId(), identity.account(), identity.arn()));
            return 0;
        } catch (AwsServiceException e) {
            invocation.terminal().err("\n" + errorText(e, "GetCallerIdentity"));
            return SERVICE_ERROR;
        }
    }

    static String errorText(AwsServiceException e, String operation) {
        return "An error occurred (" + e.awsErrorDetails().errorCode() + ") when calling the " + operation
                + " operation: " + e.awsErrorDetails().errorMessage();
    }
}
