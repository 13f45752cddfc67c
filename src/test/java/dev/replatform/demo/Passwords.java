package dev.replatform.demo;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The logins of the story, each with a password made for this run, as the user keeps them in Secrets. */
final class Passwords {
    private static final String CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 28;

    private final Login master = login("mvp-db", "mvp_master");
    private final Login dms = login("mvp-dms", "mvp_dms");
    private final Login admin = login("mvp-admin", "mvp_admin");
    private final Login app = login("mvp-app", "mvp");

    /**
     * A login and the Secret that holds it.
     *
     * @param secretName name of the Secret, as the examples say it
     */
    record Login(String secretName, String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }

    /** The master user of the RDS instance. */
    Login master() {
        return master;
    }

    /** DMS's own role on the box. */
    Login dms() {
        return dms;
    }

    /** The box's superuser. */
    Login admin() {
        return admin;
    }

    /** The application's, on the box and on RDS. */
    Login app() {
        return app;
    }

    List<Login> all() {
        return List.of(master, dms, admin, app);
    }

    /** @return the roles that the demo itself logs in with */
    Set<String> usernames() {
        return all().stream().map(Login::username).collect(Collectors.toUnmodifiableSet());
    }

    private static Login login(String secretName, String username) {
        var password = new SecureRandom()
                .ints(LENGTH, 0, CHARACTERS.length())
                .mapToObj(i -> CHARACTERS.substring(i, i + 1))
                .collect(Collectors.joining());
        return new Login(secretName, username, password);
    }
}
