package dev.replatform.demo;

import dev.replatform.demo.JavaProcess.Program;
import dev.replatform.demo.app.Ledger;
import dev.replatform.demo.app.Workload;
import dev.replatform.demo.dump.DumpSurvey;
import dev.replatform.demo.proof.Testimony;
import dev.replatform.demo.sample.SampleImages;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.box.Box;
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
import java.util.TreeMap;
import java.util.TreeSet;

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
    private final Manifests manifests;
    private final Passwords passwords;
    private final AppWiring wiring;
    private final String role;
    private final String workload;
    private final Path root;
    private final BoxDatabase database;
    private final JavaProcess app;
    private Optional<LoadedDump> loaded = Optional.empty();

    private OldBox(
            SandboxAws aws, Home home, Workspace workspace, Manifests manifests, Passwords passwords, String workload) {
        this.aws = aws;
        this.home = home;
        this.workspace = workspace;
        this.manifests = manifests;
        this.passwords = passwords;
        this.workload = workload;
        this.root = workspace.resolve("box");
        this.wiring = AppWiring.of(manifests, passwords.app().equals(passwords.targetApp()));
        this.role = manifests
                .text(Kind.APP_CONFIG, "spec", "access", "roleName")
                .or(() -> manifests.text(Kind.IMAGE_STORE, "spec", "access", "roleName"))
                .orElse(ROLE);
        this.database = BoxDatabase.start(aws.servers(), manifests, passwords);
        this.app = new JavaProcess(appProgram(), workspace);
    }

    /** @return the box with the sample application on it; its application does not run yet */
    static OldBox withSample(SandboxAws aws, Home home, Workspace workspace, Manifests manifests, Passwords passwords)
            throws SQLException {
        var box = new OldBox(aws, home, workspace, manifests, passwords, "gallery");
        box.database.loadSample(SampleImages.writeTo(box.images(), SEED));
        box.install(true);
        return box;
    }

    /**
     * @param own whether the YAML is the user's own: its application takes no images then, and no command of it is run
     * @return the box with the user's database on it
     */
    static OldBox withDump(
            SandboxAws aws,
            Home home,
            Workspace workspace,
            Manifests manifests,
            Passwords passwords,
            DumpSurvey dump,
            boolean own)
            throws SQLException, IOException {
        var box = new OldBox(aws, home, workspace, manifests, passwords, "witness-table");
        SampleImages.writeTo(box.images(), SEED);
        box.loaded = Optional.of(box.database.loadDump(dump));
        var instance = box.install(!own);
        if (own) {
            box.neverRunCommands(instance);
        }
        return box;
    }

    public BoxDatabase database() {
        return database;
    }

    /** @return the folder of the box from which images are imported, {@code /opt/app/media/user_image} in the examples */
    public Path images() {
        return root.resolve(imagePath().substring(1));
    }

    private String imagePath() {
        return manifests
                .text(Kind.IMAGE_STORE, "spec", "import", "from", "ec2", "path")
                .orElse("/opt/app/media/user_image/")
                .replaceFirst("/$", "");
    }

    private String host() {
        return manifests.required(Kind.MIGRATION, "spec", "source", "host");
    }

    /** @return whether the application learns of its new database by itself */
    boolean isTold() {
        return wiring.enough();
    }

    /** Tells the application of its new database, where its AppConfig does not. */
    void tellOf(String target) {
        writeSettings(target, passwords.targetApp(), false);
        app.restart();
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
        return new Testimony(Ledger.read(ledger()), Workload.named(workload).traces(), host());
    }

    private Box install(boolean uploads) {
        writeSettings(host(), passwords.app(), uploads);
        var targets = manifests.<Map<String, Object>>list(Kind.APP_CONFIG, "spec", "onChange", "runCommand", "targets");
        var tags = new TreeMap<>(Map.of("Name", "mvp", ALLOW_TAG, "demo/" + manifests.namespace()));
        var ids = new TreeSet<>(manifests.named("instanceId"));
        for (var target : targets) {
            var key = String.valueOf(target.get("key"));
            var values = (List<?>) target.get("values");
            if (key.startsWith("tag:")) {
                tags.put(key.substring("tag:".length()), String.valueOf(values.get(0)));
            } else {
                values.forEach(id -> ids.add(String.valueOf(id)));
            }
        }
        var address = host().matches("[0-9.]+") ? host() : ADDRESS;
        var box = aws.addBox(ids.isEmpty() ? INSTANCE_ID : ids.first(), root, role, address, tags);
        box.holds(imagePath());
        box.onService("gunicorn", action -> {
            switch (action) {
                case "start" -> app.start();
                case "stop" -> app.stop();
                default -> app.restart();
            }
        });
        ids.stream().skip(1).forEach(id -> aws.addBox(id, workspace.resolve(id), role, address, tags));
        return box;
    }

    /** The first restarts the application, as they all together would. */
    private void neverRunCommands(Box box) {
        var standIn = "systemctl restart gunicorn";
        for (var command : AppWiring.commands(manifests)) {
            box.standsFor(command, standIn);
            standIn = ":";
        }
    }

    /** The settings that the box's image brought, from before anybody thought of SSM. */
    private void writeSettings(String endpoint, Passwords.Login login, boolean uploads) {
        var settings = new Properties();
        settings.put("box_address", host());
        settings.put("box_port", String.valueOf(manifests.sourcePort()));
        settings.put("database_endpoint", endpoint);
        settings.put("database_name", database.name());
        settings.put("target_port", String.valueOf(manifests.targetPort()));
        settings.put("target_database", manifests.required(Kind.DATABASE, "spec", "databaseName"));
        settings.put("db_user", login.username());
        settings.put("db_password", login.password());
        settings.put("image_folder", images().toString());
        settings.put("uploads", uploads ? "on" : "off");
        wiring.parameters().forEach((name, parameter) -> settings.put("parameter." + name, parameter));
        try {
            Files.createDirectories(settingsFile().getParent());
            try (var file = Files.newBufferedWriter(settingsFile(), StandardCharsets.UTF_8)) {
                settings.store(file, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Program appProgram() {
        var key = aws.accessKeyFor(role);
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
                List.of(settingsFile().toString(), wiring.path(), ledger().toString(), workload),
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
