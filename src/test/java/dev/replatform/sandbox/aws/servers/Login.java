package dev.replatform.sandbox.aws.servers;

/**
 * A role of a PostgreSQL server that may log in.
 *
 * @param name as PostgreSQL stores it
 * @param password in clear; never printed
 */
public record Login(String name, String password) {
    @Override
    public String toString() {
        return "Login[" + name + "]";
    }
}
