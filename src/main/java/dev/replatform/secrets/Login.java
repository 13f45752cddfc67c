package dev.replatform.secrets;

/**
 * A user name and a password out of a Secret.
 *
 * @param username the role
 * @param password never in a log, a status or an exception
 */
public record Login(String username, String password) {
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
