package dev.replatform.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;

/** What kubectl, aws and psql need to look round in a demo that stays up. */
final class Visit {
    private final Journey journey;
    private final PrintStream out;

    Visit(Journey journey, PrintStream out) {
        this.journey = journey;
        this.out = out;
    }

    /**
     * Prints the lines. Passwords stand in a file that only this user reads (<a
     * href="https://www.postgresql.org/docs/current/libpq-pgservice.html">connection service file</a>), never in a command.
     */
    void tell() throws IOException {
        var services = journey.services();
        var file = Files.createFile(
                journey.serviceFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, String.join("\n", services.values()));
        out.println("\nStaying up until Ctrl-C. To look round:\n");
        journey.environment().forEach((name, value) -> out.printf("export %s=%s%n", name, value));
        out.printf("export PGSERVICEFILE=%s%n", file);
        services.keySet().forEach(service -> out.printf("psql service=%s%n", service));
    }

    /** Until Ctrl-C. */
    static void stay() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
