package dev.replatform.demo;

import dev.replatform.demo.Manifests.SecretRef;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The logins of the story, as the user keeps them in Secrets: from the user's own where there are any, else made for this run. */
final class Passwords {
    private static final String CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final int LENGTH = 28;

    private final Map<String, Secret> given;
    private final Map<SecretRef, Login> logins = new LinkedHashMap<>();
    private final Login master;
    private final Login dms;
    private final Login admin;
    private final Login app;
    private final Login targetApp;

    /** As the examples name them. */
    Passwords() {
        given = Map.of();
        master = login(ref("mvp-db"), "mvp_master");
        dms = login(ref("mvp-dms"), "mvp_dms");
        admin = login(ref("mvp-admin"), "mvp_admin");
        app = login(ref("mvp-app"), "mvp");
        targetApp = app;
    }

    /** @throws IllegalArgumentException where a Secret lacks a key that an object names */
    Passwords(Manifests manifests) {
        given = manifests.secrets();
        dms = login(of(manifests, "source", "credentials"), "mvp_dms");
        admin = login(of(manifests, "source", "adminCredentials"), "mvp_admin");
        var roles = manifests.<String>list(Kind.MIGRATION, "spec", "source", "appRoles");
        app = login(of(manifests, "source", "appCredentials"), roles.isEmpty() ? "mvp" : roles.get(0));
        master = manifests
                .secretRef(Kind.DATABASE, "spec", "credentials")
                .map(reference -> login(reference, "mvp_master"))
                .orElse(new Login(ref(""), "", ""));
        targetApp = manifests
                .secretRef(Kind.MIGRATION, "spec", "target", "appCredentials")
                .map(reference -> login(reference, app.username()))
                .orElse(master);
    }

    private static SecretRef of(Manifests manifests, String... credentials) {
        var path = Stream.concat(Stream.of("spec"), Stream.of(credentials)).toArray(String[]::new);
        return manifests.secretRef(Kind.MIGRATION, path).orElseThrow();
    }

    private static SecretRef ref(String name) {
        return new SecretRef(name, "username", "password");
    }

    /**
     * A login and the Secret that holds it.
     *
     * @param secret the Secret, as the objects refer to it
     */
    record Login(SecretRef secret, String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }

    /** The master user of the RDS instance; without a password where the operator makes it. */
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

    /** The application's on the box. */
    Login app() {
        return app;
    }

    /** The application's on RDS. */
    Login targetApp() {
        return targetApp;
    }

    List<Login> all() {
        return List.copyOf(logins.values());
    }

    /** @return those whose Secret the user has not given: it has to be made */
    List<Login> made() {
        return all().stream()
                .filter(login -> !given.containsKey(login.secret().name()))
                .toList();
    }

    /** @return the roles that the demo itself logs in with */
    Set<String> usernames() {
        return all().stream().map(Login::username).collect(Collectors.toUnmodifiableSet());
    }

    /** Two references to one Secret are one login. */
    private Login login(SecretRef reference, String username) {
        var known = logins.get(reference);
        if (known != null) {
            return known;
        }
        var login = Optional.ofNullable(given.get(reference.name()))
                .map(secret -> new Login(
                        reference, value(secret, reference.usernameKey()), value(secret, reference.passwordKey())))
                .orElseGet(() -> new Login(reference, username, random(username)));
        logins.put(reference, login);
        return login;
    }

    private static String value(Secret secret, String key) {
        var plain =
                secret.getStringData() == null ? null : secret.getStringData().get(key);
        var encoded = secret.getData() == null ? null : secret.getData().get(key);
        if (plain == null && encoded == null) {
            throw new IllegalArgumentException(
                    "Secret %s has no key %s".formatted(secret.getMetadata().getName(), key));
        }
        return plain != null ? plain : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** @param purpose means nothing: no two are the same */
    static String random(String purpose) {
        return new SecureRandom()
                .ints(LENGTH, 0, CHARACTERS.length())
                .mapToObj(i -> CHARACTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
