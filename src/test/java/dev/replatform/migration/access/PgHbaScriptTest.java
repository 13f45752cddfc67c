package dev.replatform.migration.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that changes pg_hba.conf, run by bash on files as distributions bring them. */
class PgHbaScriptTest {
    private static final String LINE = "hostssl mvp dms 10.0.1.5/32 md5";
    private static final String BEGIN = "# BEGIN replatform prod/shop/mvp";
    private static final String END = "# END replatform prod/shop/mvp";

    @TempDir
    private Path folder;

    private Path file;
    private Process postmaster;

    @BeforeEach
    void startWhatIsToReload() throws IOException {
        file = folder.resolve("pg_hba.conf");
        postmaster = new ProcessBuilder(
                        "bash",
                        "-c",
                        "trap 'touch \"$1/reloaded\"' HUP; touch \"$1/ready\"; while :; do sleep 0.05; done",
                        "_",
                        folder.toString())
                .start();
        Files.writeString(folder.resolve("postmaster.pid"), postmaster.pid() + "\n/data\n");
    }

    @AfterEach
    void end() {
        postmaster.destroyForcibly();
    }

    @Test
    void theLineComesAboveEveryLineThatCouldRefuseIt() throws Exception {
        Files.writeString(file, """
                # a comment
                local all postgres peer
                host all all 0.0.0.0/0 reject
                """);

        run(LINE);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "# a comment", "local all postgres peer", BEGIN, LINE, END, "host all all 0.0.0.0/0 reject");
    }

    @Test
    void anIncludedFileCouldRefuseTooSoTheLineComesAboveIt() throws Exception {
        Files.writeString(file, "local all all peer\ninclude_dir more.d\n");

        run(LINE);

        assertThat(Files.readAllLines(file))
                .containsExactly("local all all peer", BEGIN, LINE, END, "include_dir more.d");
    }

    @Test
    void aFileWithoutHostLinesGetsItAtItsEnd() throws Exception {
        Files.writeString(file, "local all all peer\n");

        run(LINE);

        assertThat(Files.readAllLines(file)).containsExactly("local all all peer", BEGIN, LINE, END);
    }

    @Test
    void theOldFileIsKeptWithItsModeAndThePostmasterReloads() throws Exception {
        Files.writeString(file, "host all all 10.0.0.0/8 md5\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        await("ready");

        var said = run(LINE);

        assertThat(said).contains("backup " + file + ".replatform-", "+" + LINE).doesNotContain("10.0.0.0/8");
        assertThat(backups()).hasSize(1);
        assertThat(backups().get(0)).hasContent("host all all 10.0.0.0/8 md5\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        await("reloaded");
    }

    @Test
    void runAgainItChangesNothing() throws Exception {
        Files.writeString(file, "host all all 10.0.0.0/8 md5\n");
        run(LINE);
        var changed = Files.readString(file);

        assertThat(run(LINE)).isEqualTo("unchanged\n");

        assertThat(file).hasContent(changed);
        assertThat(backups()).hasSize(1);
    }

    @Test
    void anotherAddressTakesThePlaceOfTheFirst() throws Exception {
        Files.writeString(file, "host all all 10.0.0.0/8 md5\n");
        run(LINE);

        run(LINE.replace("1.5", "1.6"));

        assertThat(Files.readAllLines(file))
                .containsExactly(BEGIN, "hostssl mvp dms 10.0.1.6/32 md5", END, "host all all 10.0.0.0/8 md5");
    }

    @Test
    void aBlockThatDoesNotEndIsLeftAlone() throws Exception {
        var cut = BEGIN + "\nhost all all 10.0.0.0/8 md5\n";
        Files.writeString(file, cut);

        assertThat(run(LINE)).contains("without '" + END + "'");

        assertThat(file).hasContent(cut);
    }

    private String run(String lines) throws Exception {
        var script = folder.resolve("script.sh");
        Files.writeString(
                script,
                "file='%s'\ndata='%s'\nport=5432\nwhose='prod/shop/mvp'\nlines='%s'\n".formatted(file, folder, lines)
                        + new String(
                                PgHbaChange.class
                                        .getResourceAsStream("pg_hba.sh")
                                        .readAllBytes(),
                                StandardCharsets.UTF_8));
        var process = new ProcessBuilder("bash", script.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private List<Path> backups() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.getFileName().toString().startsWith("pg_hba.conf.replatform-"))
                    .toList();
        }
    }

    private void await(String name) throws InterruptedException {
        for (int look = 0; look < 200 && !Files.exists(folder.resolve(name)); look++) {
            Thread.sleep(25);
        }
        assertThat(folder.resolve(name)).exists();
    }
}
