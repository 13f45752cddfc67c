package dev.replatform.sandbox.aws.servers;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One real PostgreSQL server: TLS on, SCRAM passwords, a {@code pg_hba.conf} of our own, on a free port of 127.0.0.1.
 * It dies with this process where that may say good-bye; {@link #cleanUp} ends what a killed one left behind.
 */
public final class PostgresServer implements AutoCloseable {
    /** A start takes a second, and on a core with six other busy processes half a minute. */
    private static final Duration TIME_TO_START = Duration.ofMinutes(2);

    private static final Duration TIME_TO_STOP = Duration.ofSeconds(30);
    private static final String PID_FILE = "postmaster.pid";

    private final String name;
    private final Path data;
    private final int port;
    private final Login superuser;
    private Process process;

    /** Takes a data folder that is ready to run; {@link PostgresServers} makes them. */
    PostgresServer(String name, Path data, int port, Login superuser) {
        this.name = name;
        this.data = data;
        this.port = port;
        this.superuser = superuser;
    }

    public String name() {
        return name;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The role that {@code initdb} made. */
    public Login superuser() {
        return superuser;
    }

    /** A session of the superuser, from {@link Loopback#CONTROL}, which every {@code pg_hba.conf} lets in. */
    public Connection connect(String database) throws SQLException {
        return connect(database, superuser);
    }

    /** A session of any role, from 127.0.0.1, over TLS if the server asks for it. */
    public Connection connect(String database, Login login) throws SQLException {
        return login.equals(superuser)
                ? connect(database, login, "disable", Loopback.CONTROL)
                : connect(database, login, "allow", "127.0.0.1");
    }

    private Connection connect(String database, Login login, String sslMode, String from) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", login.name());
        properties.setProperty("password", login.password());
        properties.setProperty("sslmode", sslMode);
        properties.setProperty("localSocketAddress", from);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    /** Gives the superuser its password, where the data is a copy that knows it by another. */
    void changePassword(String known) {
        try (var session = connect("postgres", new Login(superuser.name(), known), "disable", Loopback.CONTROL);
                var statement = session.createStatement()) {
            statement.execute("ALTER ROLE CURRENT_USER PASSWORD '%s'"
                    .formatted(superuser.password().replace("'", "''")));
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    /** Runs statements as the superuser, each by itself. */
    public void execute(String database, String... statements) {
        try (var session = connect(database);
                var statement = session.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    /** Writes the lines of {@code pg_hba.conf} anew and has the server read them. */
    public void hba(List<String> lines) {
        // The control line first: whatever the caller writes, the sandbox itself gets in.
        var all =
                new ArrayList<>(List.of("host all " + superuser.name() + " " + Loopback.CONTROL + "/32 scram-sha-256"));
        all.addAll(lines);
        write("pg_hba.conf", String.join("\n", all) + "\n");
        reload();
    }

    /**
     * Writes the settings anew and has the server read them; those that need a restart wait for it.
     *
     * @param settings PostgreSQL's parameters by name, on top of the sandbox's own
     */
    public void settings(Map<String, String> settings) {
        var all = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "port", String.valueOf(port),
                "unix_socket_directories", "",
                "ssl", "on",
                "ssl_cert_file", "server.crt",
                "ssl_key_file", "server.key",
                "password_encryption", "scram-sha-256",
                "shared_buffers", "16MB",
                // A laptop's power cut loses a sandbox; a killed server loses nothing that was committed.
                "fsync", "off",
                "synchronous_commit", "on"));
        all.putAll(Map.of("timezone", "UTC", "log_timezone", "UTC", "log_min_messages", "fatal"));
        all.put("scram_iterations", PostgresServers.SCRAM_ITERATIONS);
        all.putAll(settings);
        write(
                "postgresql.conf",
                all.entrySet().stream()
                        .map(e -> e.getKey() + " = '" + e.getValue().replace("'", "''") + "'\n")
                        .collect(Collectors.joining()));
        reload();
    }

    /** Starts a stopped server on the port that it always had, and waits until it takes connections. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        var log = data.resolveSibling(data.getFileName() + ".log").toFile();
        try {
            Files.deleteIfExists(data.resolve(PID_FILE));
            process = new ProcessBuilder(PostgresBinaries.get().command("postgres", "-D", data.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
            awaitReady(log.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends every session and stops in good order. */
    public synchronized void stop() {
        end("-INT");
    }

    /** Stops at once, as a crash does: the next start recovers. */
    public synchronized void kill() {
        end("-QUIT");
    }

    public void restart() {
        stop();
        start();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Stops at once and deletes the data. */
    @Override
    public void close() {
        kill();
        try {
            Folders.delete(data);
            Files.deleteIfExists(data.resolveSibling(data.getFileName() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the servers that a killed process left running under a folder, and deletes the folder.
     *
     * @param folder what that process gave {@link PostgresServers}; nothing happens where it does not exist
     */
    public static void cleanUp(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            try (var files = Files.walk(folder, 3)) {
                files.filter(file -> file.endsWith(PID_FILE)).forEach(PostgresServer::endLeftover);
            }
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endLeftover(Path pidFile) {
        try {
            var lines = Files.readAllLines(pidFile);
            var leftover = ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
            // A process id may have been given away since: only a server of this very folder is ended.
            var server = leftover.filter(process -> process.info()
                    .commandLine()
                    .map(command -> command.contains(pidFile.getParent().toString()))
                    .orElse(false));
            if (server.isPresent()) {
                signal("-QUIT", server.get());
                server.get()
                        .onExit()
                        .orTimeout(5, TimeUnit.SECONDS)
                        .exceptionally(late -> {
                            server.get().destroyForcibly();
                            return server.get();
                        })
                        .join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Path log) throws IOException {
        var deadline = System.nanoTime() + TIME_TO_START.toNanos();
        while (!saysReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException(name + " did not start: " + Files.readString(log));
            }
            pause();
        }
    }

    /** The postmaster writes its state into the eighth line of its pid file. */
    private boolean saysReady() throws IOException {
        var file = data.resolve(PID_FILE);
        return Files.exists(file)
                && Files.readAllLines(file).stream().skip(7).anyMatch(state -> state.startsWith("ready"));
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server starts", e);
        }
    }

    private void end(String signal) {
        if (!isRunning()) {
            return;
        }
        signal(signal, process.toHandle());
        process.onExit()
                .orTimeout(TIME_TO_STOP.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }

    private void reload() {
        if (isRunning()) {
            signal("-HUP", process.toHandle());
        }
    }

    /** Java sends SIGTERM and SIGKILL only; a postmaster has a meaning for others. */
    private static void signal(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step: a server that reads its files just now would take half a file for all of it. */
    private void write(String file, String content) {
        var written = data.resolve(file + ".new");
        try {
            Files.writeString(written, content);
            Files.move(written, data.resolve(file), ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
