package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    private static final long NOBODY = 4_000_000_000L;

    @TempDir
    private Path parent;

    @Test
    void whatAKilledDemoLeftIsClearedAwayByTheNext() throws IOException, InterruptedException {
        var orphan = new ProcessBuilder("sleep", "600").start();
        var leftover = Workspace.open(parent);
        leftover.list(orphan.toHandle());
        pretendThatItsDemoIsDead(leftover);

        try (var next = Workspace.open(parent)) {
            assertThat(orphan.waitFor()).isNotZero();
            assertThat(leftover.resolve("")).doesNotExist();
            assertThat(next.resolve("")).exists();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aDemoThatStillRunsIsLeftAlone() {
        try (var running = Workspace.open(parent);
                var other = Workspace.open(parent)) {
            assertThat(running.resolve("")).exists();
            assertThat(other.resolve("")).exists();
        }
    }

    @Test
    void aDemoThatBeginsJustNowIsLeftAlone() throws IOException {
        var begins = Files.createTempDirectory(parent, "replatform-demo-");

        Workspace.open(parent).close();

        assertThat(begins).exists();
    }

    @Test
    void aDemoIsLeftAloneWhenTheClockWasSetSinceItBegan() throws IOException {
        try (var running = Workspace.open(parent)) {
            var list = running.resolve("processes");
            var self = Files.readString(list).strip().split(" ", -1);
            Files.writeString(list, self[0] + " " + Instant.parse(self[1]).minusSeconds(1) + "\n");

            Workspace.open(parent).close();

            assertThat(list).exists();
        }
    }

    @Test
    void aProcessThatOnlyHasTheIdOfAnOldOneIsLeftAlone() throws IOException {
        var stranger = new ProcessBuilder("sleep", "600").start();
        var leftover = Workspace.open(parent);
        var startedLongAgo = stranger.pid() + " " + Instant.EPOCH + "\n";
        Files.writeString(leftover.resolve("processes"), NOBODY + " " + Instant.EPOCH + "\n" + startedLongAgo);

        try (var next = Workspace.open(parent)) {
            assertThat(stranger.isAlive()).isTrue();
            assertThat(leftover.resolve("")).doesNotExist();
            assertThat(next.resolve("")).exists();
        } finally {
            stranger.destroyForcibly();
        }
    }

    private static void pretendThatItsDemoIsDead(Workspace workspace) throws IOException {
        var list = workspace.resolve("processes");
        var lines = Files.readAllLines(list);
        lines.set(0, NOBODY + " " + Instant.EPOCH);
        Files.write(list, lines);
    }
}
