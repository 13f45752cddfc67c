package dev.replatform.demo.app;

import dev.replatform.demo.app.Ledger.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The application: reads its settings once, at its start, and then writes some forty rows a second and an image every two
 * seconds until it is told to stop. Who wants it on other settings restarts it.
 */
public final class App {
    private static final Duration REQUEST_EVERY = Duration.ofMillis(40);
    private static final Duration RETRY_AFTER = Duration.ofMillis(50);
    private static final int REQUESTS_A_READ = 10;
    private static final int REQUESTS_AN_UPLOAD = 50;

    private final Settings settings;
    private final Workload workload;
    private final Uploads uploads;
    private final Ledger ledger;
    private volatile boolean stopping;
    private String lastTrouble = "";

    private App(Settings settings, Workload workload, Uploads uploads, Ledger ledger) {
        this.settings = settings;
        this.workload = workload;
        this.uploads = uploads;
        this.ledger = ledger;
    }

    /** Arguments: the box's settings file, the SSM path, the ledger's file, the workload's name. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var ssm = SsmClient.create();
                var s3 = S3Client.builder().forcePathStyle(true).build();
                var ledger = new Ledger(Path.of(arguments[2]))) {
            var settings = Settings.read(Path.of(arguments[0]), ssm, arguments[1]);
            tell("started: " + settings);
            var app = new App(settings, Workload.named(arguments[3]), new Uploads(settings, s3), ledger);
            var main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> app.stopAndWaitFor(main)));
            app.run();
        }
    }

    private void run() throws IOException, InterruptedException {
        while (!stopping) {
            try (var database = connect()) {
                workload.connected(database);
                tell("connected to " + settings.databaseEndpoint());
                lastTrouble = "";
                serve(database);
            } catch (SQLException e) {
                tellOnce("database: SQLSTATE " + e.getSQLState());
                Thread.sleep(RETRY_AFTER.toMillis());
            }
        }
    }

    private void serve(Connection database) throws SQLException, IOException, InterruptedException {
        database.setAutoCommit(false);
        for (int request = 1; !stopping; request++) {
            long began = System.nanoTime();
            commit(database, workload.nextRequest());
            if (request % REQUESTS_A_READ == 0) {
                workload.read(database);
            }
            if (settings.takesUploads() && request % REQUESTS_AN_UPLOAD == 1) {
                upload(database);
            }
            var took = Duration.ofNanos(System.nanoTime() - began);
            Thread.sleep(Math.max(0, REQUEST_EVERY.minus(took).toMillis()));
        }
    }

    private void commit(Connection database, List<Write> writes) throws SQLException, IOException {
        ledger.write(settings.databaseEndpoint(), Outcome.TRIED, writes);
        execute(database, writes);
        database.commit();
        ledger.write(settings.databaseEndpoint(), Outcome.ACKNOWLEDGED, writes);
        workload.committed(writes);
    }

    /** Nobody uploads without being logged in: where the database is closed, no image is stored. */
    private void upload(Connection database) throws SQLException, IOException {
        workload.read(database);
        var upload = uploads.next();
        var writes = new ArrayList<>(workload.rowOfUpload(upload.name(), upload.bytes()));
        writes.add(Write.upload(upload.name(), upload.sha256()));
        ledger.write(settings.databaseEndpoint(), Outcome.TRIED, writes);
        try {
            uploads.store(upload);
        } catch (SdkException e) {
            tellOnce("upload: " + e.getClass().getSimpleName());
            return;
        }
        execute(database, writes);
        database.commit();
        ledger.write(settings.databaseEndpoint(), Outcome.ACKNOWLEDGED, writes);
    }

    private static void execute(Connection database, List<Write> writes) throws SQLException {
        for (var write : writes) {
            if (!write.sql().isEmpty()) {
                try (var statement = database.prepareStatement(write.sql())) {
                    for (int i = 0; i < write.arguments().size(); i++) {
                        statement.setObject(i + 1, write.arguments().get(i));
                    }
                    statement.executeUpdate();
                }
            }
        }
    }

    private Connection connect() throws SQLException {
        var login = new Properties();
        login.setProperty("user", settings.databaseUser());
        login.setProperty("password", settings.databasePassword());
        login.setProperty("sslmode", "require");
        login.setProperty("connectTimeout", "3");
        login.setProperty("loginTimeout", "3");
        login.setProperty("socketTimeout", "5");
        login.setProperty("ApplicationName", "gunicorn");
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(settings.databaseEndpoint(), settings.databasePort(), settings.databaseName()),
                login);
    }

    /** A request that has begun is finished and its end written down, so that nothing is left between tried and known. */
    private void stopAndWaitFor(Thread main) {
        stopping = true;
        try {
            main.join(Duration.ofSeconds(4).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellOnce(String trouble) {
        if (!trouble.equals(lastTrouble)) {
            tell(trouble);
            lastTrouble = trouble;
        }
    }

    private static void tell(String line) {
        System.out.println(Instant.now() + " " + line);
    }
}
