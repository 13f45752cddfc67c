package dev.replatform.sandbox.aws.servers;

import dev.replatform.sandbox.ServerPorts;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every PostgreSQL server of a sandbox: the ones on boxes and the ones behind RDS. All end with {@link #close}. */
public final class PostgresServers implements AutoCloseable {
    /** Thousands of iterations protect a stolen password file; here each login of each look would pay for them. */
    static final String SCRAM_ITERATIONS = "1";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServers.class);

    private final Path folder;
    private final CertificateAuthority authority;
    private final Addresses addresses;
    private final Map<Published, PostgresServer> servers = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread atExit = new Thread(this::endAll, "postgres-servers-at-exit");

    private record Published(String host, int port) {}

    /**
     * @param folder where data folders go; {@link PostgresServer#cleanUp} takes the same
     * @param authority issues the servers' certificates
     * @param addresses where the servers are published
     */
    public PostgresServers(Path folder, CertificateAuthority authority, Addresses addresses) {
        this.authority = authority;
        this.addresses = addresses;
        try {
            this.folder = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts the server of an EC2 box.
     *
     * @param host the box's address as the migration names it, published with port 5432
     * @param settings PostgreSQL's parameters, such as {@code wal_level}
     * @param superuser the role that owns everything
     * @param hba the lines of {@code pg_hba.conf}
     */
    public PostgresServer box(String host, Map<String, String> settings, Login superuser, List<String> hba) {
        return start(host, 5432, settings, superuser, hba);
    }

    /** Starts a server and publishes it under an address as AWS writes it; its certificate is valid for that host. */
    public PostgresServer start(
            String host, int port, Map<String, String> settings, Login superuser, List<String> hba) {
        try {
            var data = folder.resolve("data-" + count.incrementAndGet());
            Folders.copy(PostgresTemplates.of(superuser.name()), data);
            var certificate = authority.issue(host, "127.0.0.1", "localhost");
            Files.writeString(data.resolve("server.crt"), certificate.certificatePem());
            var key = Files.createFile(
                    data.resolve("server.key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, certificate.keyPem());
            var server = new PostgresServer(host, data, ServerPorts.next(), superuser);
            server.settings(settings);
            server.hba(hba);
            server.start();
            server.changePassword(PostgresTemplates.PASSWORD);
            servers.put(new Published(host, port), server);
            addresses.publish(host, port, server.address());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the program knows of its parameters, one a line: name, context, group, type, default, minimum, maximum and
     * descriptions, parted by tabs ({@code postgres --describe-config}).
     */
    public static Stream<String> describeParameters() throws IOException {
        return PostgresBinaries.get().run("postgres", "--describe-config").lines();
    }

    /** A server answers under another port of the same address from now on. */
    public void move(String host, int from, int to) {
        var server = servers.remove(new Published(host, from));
        addresses.withdraw(host, from);
        servers.put(new Published(host, to), server);
        addresses.publish(host, to, server.address());
    }

    /** Ends a server for good: its address answers no more, its data is deleted. */
    public void remove(String host, int port) {
        addresses.withdraw(host, port);
        var server = servers.remove(new Published(host, port));
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void close() {
        endAll();
        servers.keySet().forEach(published -> remove(published.host(), published.port()));
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            LOG.debug("the process ends already");
        }
    }

    private void endAll() {
        servers.values().parallelStream().forEach(PostgresServer::kill);
    }
}
