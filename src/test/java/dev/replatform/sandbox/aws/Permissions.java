package dev.replatform.sandbox.aws;

/** What a role's policies say: IAM's part of a call to another service. */
@FunctionalInterface
public interface Permissions {
    /**
     * @param action {@code ssm:GetParameter}
     * @param resourceArn what it is done to
     */
    boolean allow(String roleName, String action, String resourceArn);
}
