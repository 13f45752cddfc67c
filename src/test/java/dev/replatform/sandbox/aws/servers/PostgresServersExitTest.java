package dev.replatform.sandbox.aws.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of servers when the process that started them ends without closing them. */
class PostgresServersExitTest {
    @TempDir
    private Path folder;

    @Test
    void serversEndWithAProcessThatIsTerminated() throws Exception {
        var child = childThatStartsAServer();
        var server = postmaster();
        child.destroy();
        child.waitFor();
        Eventually.until(() -> !server.isAlive());
    }

    @Test
    void serversOfAKilledProcessAreCleanedUpByTheNext() throws Exception {
        var child = childThatStartsAServer();
        var server = postmaster();
        child.destroyForcibly().waitFor();
        assertThat(server.isAlive()).isTrue();
        PostgresServer.cleanUp(folder);
        assertThat(server.isAlive()).isFalse();
        assertThat(folder).doesNotExist();
        Files.createDirectory(folder);
    }

    private Process childThatStartsAServer() throws Exception {
        var java = ProcessHandle.current().info().command().orElseThrow();
        var child = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Child.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("started");
        }
        return child;
    }

    private ProcessHandle postmaster() throws Exception {
        var pidFile = folder.toRealPath().resolve("data-1").resolve("postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)))
                .orElseThrow();
    }

    /** The process that ends. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            var folder = Path.of(arguments[0]);
            new PostgresServers(folder, CertificateAuthority.create(folder), new Addresses())
                    .start("child.example", 5432, Map.of(), new Login("postgres", "password"), List.of());
            System.out.println("started");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
