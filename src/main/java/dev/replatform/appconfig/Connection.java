package dev.replatform.appconfig;

import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;

/**
 * How an application gets to a database.
 *
 * @param login the application's own
 */
record Connection(Seen<String> host, Seen<Integer> port, String database, Seen<Login> login) {
    Seen<String> username() {
        return login.map(Login::username);
    }

    Seen<String> password() {
        return login.map(Login::password);
    }

    /** @return a libpq URI, user name, password and database percent-encoded */
    Seen<String> uri() {
        return host.then(name -> port.then(number -> login.map(it -> "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        Escaping.uri(it.username()),
                        Escaping.uri(it.password()),
                        bracketed(name),
                        number,
                        Escaping.uri(database)))));
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
