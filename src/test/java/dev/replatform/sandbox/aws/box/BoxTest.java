package dev.replatform.sandbox.aws.box;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoxTest {
    private final Box box = new Box("i-0abc1234def567890", Path.of("/tmp/box"), "role", "10.0.0.1", Map.of());

    @Test
    void itsFoldersLieInAFolderOfThisMachine() {
        box.holds("/var/www/my media");

        assertThat(box.toLocal("ls '/var/www/my media/' /opt/app/x /opt/apple"))
                .isEqualTo("ls '/tmp/box/var/www/my media/' /tmp/box/opt/app/x /opt/apple");
        assertThat(box.fromLocal("/tmp/box/var/www/my media/a.png")).isEqualTo("/var/www/my media/a.png");
    }

    @Test
    void aCommandThatAnotherStandsForIsNeverRun() {
        box.standsFor("rm -rf /var/cache/*", ":");

        assertThat(box.toLocal("set -eu\nrm -rf /var/cache/*\necho rm -rf /var/cache/*"))
                .isEqualTo("set -eu\n:\necho rm -rf /var/cache/*");
    }
}
