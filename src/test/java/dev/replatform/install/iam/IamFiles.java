package dev.replatform.install.iam;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the policies of {@code deploy/iam}, the table in its README, and the policies in {@code deploy/aws}. Run its main. */
public final class IamFiles {
    private static final Path FOLDER = Path.of("deploy", "iam");
    private static final Path README = FOLDER.resolve("README.md");
    private static final Path TEMPLATE = Path.of("deploy", "aws", "prerequisites.yaml");
    private static final String BELOW_POLICY_DOCUMENT = "        ";

    private IamFiles() {}

    public static void main(String[] args) throws IOException {
        for (var file : generate().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** @return what each file should hold */
    static Map<Path, String> generate() throws IOException {
        var files = new LinkedHashMap<Path, String>();
        var template = Files.readString(TEMPLATE);
        for (var policy : Policies.all()) {
            files.put(FOLDER.resolve(policy.name() + ".json"), json(policy));
            template = Generated.replace(template, policy.name(), Template.document(policy, BELOW_POLICY_DOCUMENT));
        }
        files.put(TEMPLATE, template);
        files.put(README, Generated.replace(Files.readString(README), "table", table()));
        return files;
    }

    static String json(Policy policy) throws IOException {
        var indented = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter()
                .withObjectIndenter(indented)
                .withArrayIndenter(indented)
                .withSeparators(
                        DefaultPrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        return new ObjectMapper().writer(printer).writeValueAsString(policy.members()) + "\n";
    }

    /** One line a reason and service. */
    private static String table() {
        var actionsByReason = new TreeMap<String, List<String>>();
        var pages = new TreeMap<String, String>();
        Unconditioned.byAction(Policies.all()).forEach((action, why) -> {
            var row = action.split(":", -1)[0] + "|" + why;
            actionsByReason.merge(row, List.of(action), IamFiles::joined);
            pages.put(row, ServiceAuthorization.page(action));
        });
        var table = new StringBuilder("| service | actions | why |\n|---|---|---|\n");
        actionsByReason.forEach((row, actions) -> {
            var service = row.split("\\|", 2)[0];
            table.append("| [%s](%s) | %s | %s |\n"
                    .formatted(
                            service,
                            pages.get(row),
                            String.join(
                                    ", ",
                                    actions.stream()
                                            .map(action -> "`" + action.split(":", -1)[1] + "`")
                                            .toList()),
                            row.split("\\|", 2)[1]));
        });
        return table.toString();
    }

    private static List<String> joined(List<String> some, List<String> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
