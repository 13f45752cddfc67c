package dev.replatform.sandbox.aws;

/**
 * The AWS account that the sandbox plays.
 *
 * @param id twelve digits
 * @param region the one region that everything stands in
 */
public record Account(String id, String region) {
    public static final Account SANDBOX = new Account("123456789012", "eu-west-1");

    /** @return {@code arn:aws:<service>:<region>:<account>:<rest>} */
    public String arn(String service, String rest) {
        return "arn:aws:" + service + ":" + region + ":" + id + ":" + rest;
    }
}
