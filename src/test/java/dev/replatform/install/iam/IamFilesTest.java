package dev.replatform.install.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/iam} and {@code deploy/aws} against each other, and against the program that writes them. */
class IamFilesTest {
    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: characters without white space. */
    private static final int LONGEST_MANAGED_POLICY = 6144;

    private static final Path FOLDER = Path.of("deploy", "iam");
    private static final Path TEMPLATE = Path.of("deploy", "aws", "prerequisites.yaml");
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern TRUST = Pattern.compile("(?s)!Sub \\|\n( +\\{\"Version\".*?}]}\n)");

    @Test
    void theCommittedFilesAreWhatTheProgramWrites() throws IOException {
        for (var file : IamFiles.generate().entrySet()) {
            assertThat(Files.readString(file.getKey()))
                    .as("%s; after a change of Policies run IamFiles", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void noPolicyIsLongerThanAwsTakesWithTheLongestNames() {
        var longest = new PolicyFiles(FOLDER, "c".repeat(40))
                .with("REGION", "ap-southeast-1")
                .with("DATABASES", "d".repeat(24))
                .with("BUCKETS", "b".repeat(40))
                .with("PARAMETERS", "p".repeat(40));

        assertThat(longest.all()).hasSize(4).allSatisfy(policy -> assertThat(policy.replaceAll("\\s", ""))
                .hasSizeLessThanOrEqualTo(LONGEST_MANAGED_POLICY));
    }

    @Test
    void theReadmesCommandLeavesNoWordToFillIn(@TempDir Path copy) throws IOException, InterruptedException {
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        var command = SHELL.matcher(Files.readString(FOLDER.resolve("README.md")));
        assertThat(command.find()).isTrue();

        var process = new ProcessBuilder("/bin/bash", "-euc", command.group(1))
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
        try (var filled = Files.list(copy.resolve("filled-in"))) {
            assertThat(filled).hasSize(7).allSatisfy(file -> assertThat(Files.readString(file))
                    .isNotBlank()
                    .doesNotContain("@"));
        }
    }

    @Test
    void theStackTrustsWhomTheFilesTrust() throws IOException {
        var parameters = Map.of(
                "${AWS::Partition}", "@PARTITION@",
                "${AWS::AccountId}", "@ACCOUNT@",
                "${AWS::Region}", "@REGION@",
                "${OidcProvider}", "@OIDC_PROVIDER@",
                "${EksClusterName}", "@EKS_CLUSTER@",
                "${OperatorNamespace}", "@NAMESPACE@",
                "${ServiceAccountName}", "@SERVICE_ACCOUNT@");
        var json = new ObjectMapper();
        var trusts = TRUST.matcher(Files.readString(TEMPLATE));
        for (var file : new String[] {"trust-irsa.json", "trust-pod-identity.json"}) {
            assertThat(trusts.find()).isTrue();
            var inStack = trusts.group(1);
            for (var parameter : parameters.entrySet()) {
                inStack = inStack.replace(parameter.getKey(), parameter.getValue());
            }
            assertThat(json.readTree(inStack))
                    .as(file)
                    .isEqualTo(json.readTree(Files.readString(FOLDER.resolve(file))));
        }
    }

    @Test
    void theStackHasEveryParameterThatTheDocsName() throws IOException {
        var docs = Files.readString(Path.of("docs", "iam.md"));
        var command = docs.substring(docs.indexOf("--parameter-overrides"), docs.indexOf("describe-stacks"));
        var named = Pattern.compile("[ ']([A-Z][A-Za-z]+)=")
                .matcher(command)
                .results()
                .toList();

        var template = Files.readString(TEMPLATE);

        assertThat(named).isNotEmpty().allSatisfy(name -> assertThat(template)
                .contains("\n  " + name.group(1) + ":\n    Type: "));
    }
}
