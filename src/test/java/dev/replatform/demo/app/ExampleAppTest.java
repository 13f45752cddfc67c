package dev.replatform.demo.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code examples/cloudtalents/app} beside the object that writes its settings and the witness that behaves like it. */
class ExampleAppTest {
    private static final Path APP = Path.of("examples/cloudtalents/app");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("A[KS]IA[0-9A-Z]{16}"),
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"),
            Pattern.compile("://[^/\\s:@]+:[^/\\s@$]+@"),
            Pattern.compile("\\$\\{\\{[^}]*secrets\\."),
            Pattern.compile("(?<![@0-9a-zA-Z])(?=[A-Za-z+/]*[0-9])[0-9a-zA-Z+/]{36,}"),
            Pattern.compile("(?i)(password|passwd|secret|token|access_?key)[a-z_]*[\"']?\\s*[:=]\\s*[\"']"
                    + "(?!none\"|canary\"|required\")[^\"'$<{]+[\"']"));

    @Test
    void theExampleTheWitnessAndTheObjectAgreeOnSixNames() throws IOException {
        List<Map<String, String>> parameters = appConfig().get("spec", "parameters");
        var written =
                parameters.stream().map(parameter -> parameter.get("name")).collect(Collectors.toSet());

        assertThat(written).hasSize(6);
        assertThat(namesOfTheExample()).isEqualTo(written);
        assertThat(Settings.NAMES).isEqualTo(written);
    }

    @Test
    void theUnitReadsThePathThatTheObjectWritesAndIsWhatItRestarts() throws IOException {
        var unit = Files.readString(APP.resolve("deploy/gunicorn.service"));

        String path = appConfig().get("spec", "path");
        List<String> commands = appConfig().get("spec", "onChange", "runCommand", "commands");
        assertThat(unit).contains("Environment=PARAMETER_PATH=" + path + "\n");
        assertThat(commands).containsExactly("systemctl restart gunicorn");
    }

    @Test
    void nothingInTheExampleLooksLikeASecret() throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(APP)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                secrets(Files.readString(file)).forEach(secret -> found.add(file + ": " + secret));
            }
        }
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws_key = AKIAABCDEFGHIJKLMNOP",
                "SECRET_KEY = 'django-insecure'",
                "\"PASSWORD\": \"mvp\",",
                "role: ${{ secrets.AWS_ROLE }}",
                "DATABASE_URL=postgresql://mvp:mvp@10.10.10.10/mvp",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
            })
    void whatLooksLikeASecretIsFound(String line) {
        assertThat(secrets(line)).isNotEmpty();
    }

    private static List<String> secrets(String text) {
        return SECRETS.stream()
                .flatMap(secret -> secret.matcher(text).results())
                .map(found -> found.group())
                .toList();
    }

    private static GenericKubernetesResource appConfig() throws IOException {
        var yaml = Files.readString(Path.of("examples/cloudtalents/appconfig.yaml"));
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }

    private static Set<String> namesOfTheExample() throws IOException {
        var program = Files.readString(APP.resolve("mvp/parameters.py"));
        int begin = program.indexOf("NAMES = (");
        return QUOTED.matcher(program.substring(begin, program.indexOf(")", begin)))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }
}
