package dev.replatform.sandbox.aws.servers;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Data folders as {@code initdb} leaves them, one for each name of a superuser, made once for all processes of a build:
 * {@code initdb} takes a second or two, a copy of what it made a tenth of that.
 */
final class PostgresTemplates {
    /** The superuser's in every template; a server changes it before anybody learns of its address. */
    static final String PASSWORD = "template";

    private static final Path FOLDER = PostgresBinaries.get().folder().resolve("templates");

    private PostgresTemplates() {}

    /**
     * @param superuser the role that owns everything
     * @return the folder to copy
     */
    static synchronized Path of(String superuser) throws IOException {
        var template = FOLDER.resolve(superuser);
        if (Files.isDirectory(template)) {
            return template;
        }
        Files.createDirectories(FOLDER);
        var fresh = Files.createTempDirectory(FOLDER, superuser + "-in-the-making");
        initialise(fresh, superuser);
        try {
            Files.move(fresh, template);
        } catch (FileSystemException e) {
            // Another process was faster: a folder that is not empty is not replaced.
            Folders.delete(fresh);
            if (!Files.isDirectory(template)) {
                throw e;
            }
        }
        return template;
    }

    private static void initialise(Path folder, String superuser) throws IOException {
        var password = Files.createTempFile("initdb", ".password");
        try {
            Files.writeString(password, PASSWORD);
            PostgresBinaries.get()
                    .run(
                            "initdb",
                            "--pgdata=" + folder,
                            "--username=" + superuser,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--set=scram_iterations=" + PostgresServers.SCRAM_ITERATIONS,
                            "--encoding=UTF8",
                            "--locale=" + locale(),
                            "--no-sync");
        } finally {
            Files.delete(password);
        }
    }

    private static String locale() {
        var linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        return linux ? "C.UTF-8" : "C";
    }
}
