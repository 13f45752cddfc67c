package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.servers.Login;
import java.util.Map;

/**
 * One end of a task, as its endpoint describes it.
 *
 * @param host as AWS writes it, looked up in the sandbox's addresses
 * @param port as AWS writes it
 * @param database the database's name
 * @param login who DMS is there
 * @param tls whether {@code SslMode} is {@code require}; plain otherwise
 */
public record PostgresEnd(String host, int port, String database, Login login, boolean tls) {
    /** @return the connection properties of pgjdbc that say the same */
    Map<String, String> properties() {
        return Map.of("user", login.name(), "password", login.password(), "sslmode", tls ? "require" : "disable");
    }
}
