package dev.replatform.demo;

import dev.replatform.demo.JavaProcess.Program;
import dev.replatform.demo.app.Ledger;
import dev.replatform.demo.app.Workload;
import dev.replatform.demo.dump.DumpInput;
import dev.replatform.demo.proof.Testimony;
import dev.replatform.demo.sample.SampleImages;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The one EC2 box on which everything runs today: the database, the image folder, the application. */
public final class OldBox implements AutoCloseable {
    static final String ADDRESS = "10.10.10.10";
    static final String INSTANCE_ID = "i-0abc1234def567890";
    static final String ROLE = "cloudtalents-ec2";
    static final String SETTINGS_PATH = "/cloudtalents/startup";
    static final String ALLOW_TAG = "replatform.dev/allow";
    static final String ALLOWED = "demo/" + Cluster.NAMESPACE;

    private static final long SEED = 20261122;

    private final SandboxAws aws;
    private final Home home;
    private final Workspace workspace;
    private final Passwords passwords;
    private final String workload;
    private final Path root;
    private final BoxDatabase database;
    private final JavaProcess app;
    private Optional<LoadedDump> loaded = Optional.empty();

    private OldBox(SandboxAws aws, Home home, Workspace workspace, Passwords passwords, String workload) {
        this.aws = aws;
        this.home = home;
        this.workspace = workspace;
        this.passwords = passwords;
        this.workload = workload;
        this.root = workspace.resolve("box");
        this.database = BoxDatabase.start(aws.servers(), ADDRESS, passwords);
        this.app = new JavaProcess(appProgram(), workspace);
    }

    /** @return the box with the sample application on it; its application does not run yet */
    static OldBox withSample(SandboxAws aws, Home home, Workspace workspace, Passwords passwords) throws SQLException {
        var box = new OldBox(aws, home, workspace, passwords, "gallery");
        box.database.loadSample(SampleImages.writeTo(box.images(), SEED));
        box.install();
        return box;
    }

    /** @return the box with the user's database on it */
    static OldBox withDump(SandboxAws aws, Home home, Workspace workspace, Passwords passwords, DumpInput dump)
            throws SQLException, IOException {
        var box = new OldBox(aws, home, workspace, passwords, "witness-table");
        SampleImages.writeTo(box.images(), SEED);
        box.loaded = Optional.of(box.database.loadDump(dump));
        box.install();
        return box;
    }

    public BoxDatabase database() {
        return database;
    }

    /** @return {@code /opt/app/media/user_image} of the box */
    public Path images() {
        return root.resolve("opt/app/media/user_image");
    }

    /** @return the user's database as the dump made it; empty with the sample */
    Optional<LoadedDump> loaded() {
        return loaded;
    }

    public JavaProcess app() {
        return app;
    }

    Path appLog() {
        return workspace.resolve("application.log");
    }

    /** @return what the application has been told so far */
    public Testimony testimony() {
        return new Testimony(Ledger.read(ledger()), Workload.named(workload).traces(), ADDRESS);
    }

    private void install() {
        writeSettings();
        var tags = Map.of("App", "mvp", "Name", "mvp", ALLOW_TAG, ALLOWED);
        var box = aws.addBox(INSTANCE_ID, root, ROLE, ADDRESS, tags);
        box.onService("gunicorn", action -> {
            switch (action) {
                case "start" -> app.start();
                case "stop" -> app.stop();
                default -> app.restart();
            }
        });
    }

    /** The settings that the box's image brought, from before anybody thought of SSM. */
    private void writeSettings() {
        var settings = new Properties();
        settings.putAll(Map.of(
                "box_address",
                ADDRESS,
                "database_endpoint",
                ADDRESS,
                "database_name",
                BoxDatabase.NAME,
                "db_user",
                passwords.app().username(),
                "db_password",
                passwords.app().password(),
                "image_folder",
                images().toString()));
        try (var file = Files.newBufferedWriter(settingsFile(), StandardCharsets.UTF_8)) {
            settings.store(file, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program appProgram() {
        var key = aws.accessKeyFor(ROLE);
        var flags = new ArrayList<>(List.of(
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Dlogback.configurationFile=demo/logback.xml"));
        flags.addAll(Network.flags(aws));
        return new Program(
                home.appClassPath(),
                "dev.replatform.demo.app.App",
                flags,
                List.of(settingsFile().toString(), SETTINGS_PATH, ledger().toString(), workload),
                Map.of(
                        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                        "AWS_REGION", Account.SANDBOX.region(),
                        "AWS_ACCESS_KEY_ID", key.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", key.secretAccessKey()),
                appLog());
    }

    private Path settingsFile() {
        return root.resolve("opt/app/settings.properties");
    }

    private Path ledger() {
        return workspace.resolve("ledger");
    }

    @Override
    public void close() {
        app.close();
    }
}
