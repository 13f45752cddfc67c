package dev.replatform.postgres;

/**
 * Where a database listens.
 *
 * @param sslMode {@code none} or {@code require}, in DMS's words
 */
public record PostgresAddress(String host, int port, String database, String sslMode) {
    /** @return {@code host:port/database}, for messages */
    public String inWords() {
        return host + ":" + port + "/" + database;
    }
}
