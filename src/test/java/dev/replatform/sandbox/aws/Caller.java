package dev.replatform.sandbox.aws;

/**
 * Who makes the AWS call that is being served on this thread, as told by the access key in its signature.
 *
 * @param accessKeyId the access key that signed the call; null for an anonymous call
 * @param roleName the IAM role whose policies bind the caller; null for the account's administrator (the operator, the
 *     demo's own clients) and for an anonymous call
 */
public record Caller(String accessKeyId, String roleName) {
    /** Nobody signed: a browser, or curl. */
    public static final Caller ANONYMOUS = new Caller(null, null);

    /** Also whoever calls a service in process, without the wire: tests. */
    public static final Caller ADMINISTRATOR = new Caller("AKIAADMINISTRATOR", null);

    private static final ThreadLocal<Caller> CURRENT = ThreadLocal.withInitial(() -> ADMINISTRATOR);

    public static Caller current() {
        return CURRENT.get();
    }

    /** The gateway sets it before it hands a call to a service, and clears it after. */
    static void set(Caller caller) {
        CURRENT.set(caller);
    }

    static void clear() {
        CURRENT.remove();
    }

    public boolean isAnonymous() {
        return accessKeyId == null;
    }

    public boolean isAdministrator() {
        return accessKeyId != null && roleName == null;
    }

    /** @return who the caller is to IAM and STS, as their answers and refusals write it */
    public String arn() {
        var account = Account.SANDBOX.id();
        if (isAnonymous()) {
            return "anonymous";
        }
        return isAdministrator()
                ? "arn:aws:iam::" + account + ":user/administrator"
                : "arn:aws:sts::" + account + ":assumed-role/" + roleName + "/" + accessKeyId;
    }
}
