package dev.replatform.secrets;

/**
 * A user name and a password out of a Secret.
 *
 * @param username the role
 * @param password never in a log, a status or an exception
 * @param version changes when the Secret does, and says nothing of what is in it
 */
public record Login(String username, String password, String version) {
    /** Of no Secret. */
    public Login(String username, String password) {
        this(username, password, "");
    }

    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
