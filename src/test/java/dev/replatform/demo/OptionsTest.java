package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    @Test
    void allOptionsCanBeCombined(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x"), "").toString();

        var options = Options.parse(List.of("--database", file, "--keep", "--kubeconfig", file));

        assertThat(options.keep()).isTrue();
        assertThat(options.dump()).contains(Path.of(file));
        assertThat(options.kubeconfig()).contains(Path.of(file));
    }

    @Test
    void aWrongOptionIsNamed() {
        assertThatThrownBy(() -> Options.parse(List.of("--kep"))).hasMessageContaining("--kep");
        assertThatThrownBy(() -> Options.parse(List.of("--database")))
                .hasMessage("--database needs a file: see ./demo --help");
        assertThatThrownBy(() -> Options.parse(List.of("--database", "/no/such/file.sql")))
                .hasMessageContaining("/no/such/file.sql");
    }

    @Test
    void anOperatorInTheClusterNeedsACluster(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x"), "").toString();

        var options = Options.parse(List.of("--kubeconfig", file, "--in-cluster", "--address", "10.0.0.1"));

        assertThat(options.inCluster()).isTrue();
        assertThat(options.address().orElseThrow().getHostAddress()).isEqualTo("10.0.0.1");
        assertThatThrownBy(() -> Options.parse(List.of("--in-cluster")))
                .hasMessage("--in-cluster needs --kubeconfig FILE: see ./demo --help");
        assertThatThrownBy(() -> Options.parse(List.of("--address", "10.0.0.1")))
                .hasMessage("--address goes with --in-cluster: see ./demo --help");
        assertThatThrownBy(() -> Options.parse(List.of("--address", "localhost")))
                .hasMessage("--address needs an IP address of this machine: see ./demo --help");
    }

    @Test
    void theHelpTellsEveryOption() {
        assertThat(Options.HELP)
                .contains(
                        "--keep",
                        "--kubeconfig FILE",
                        "--database FILE",
                        "--manifests FOLDER",
                        "--manual",
                        "--in-cluster",
                        "--address IP",
                        "--help");
    }
}
