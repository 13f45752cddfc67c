package dev.replatform.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the objects in {@code deploy/} from the chart, for those who install without Helm. What is Helm's own is left out:
 * its labels, its annotations, its hooks. Run its main after a change of the chart.
 */
public final class DeployFiles {
    static final Path FOLDER = Path.of("deploy");

    /** The namespace that stands in the overlay for the reader's own. */
    static final String WATCHED = "my-app";

    private static final String BINDINGS = "rbac-watched.yaml";
    private static final Pattern HELMS =
            Pattern.compile("(?m)^ +(helm\\.sh/chart: .*|app\\.kubernetes\\.io/managed-by: Helm)\\R");
    private static final Pattern SOURCE = Pattern.compile("(?m)^# Source: .*\\R");
    private static final Pattern CLUSTER_NAME =
            Pattern.compile("(?m)^ +- name: REPLATFORM_CLUSTER_NAME\\R +value: .*\\R");

    private static final String MADE = "# Made from the chart by DeployFiles: do not edit.\n";
    private static final String WHOLE = MADE + """
            #
            # A whole install. The operator does not start until it has been told two things, once; an upgrade leaves them:
            #
            #   kubectl apply --server-side -f install.yaml
            #   kubectl -n replatform-system set env deployment/replatform REPLATFORM_CLUSTER_NAME=... AWS_REGION=...
            #
            # The cluster's name is part of every owner tag: never the same for two clusters of an AWS account.
            # To remove it, delete the objects first, as their finalizers need the operator; then kubectl delete -f install.yaml, which takes
            # the CustomResourceDefinitions away too.
            """;

    private DeployFiles() {}

    /** Writes the files into {@code deploy/}. */
    public static void main(String[] args) throws IOException {
        for (var file : generate().entrySet()) {
            Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
        }
    }

    /** @return path below {@code deploy/} and content, for each file */
    static Map<String, String> generate() throws IOException {
        var everywhere = documents("");
        var watched = documents("watchNamespaces: [" + WATCHED + "]");
        var namespace = Files.readString(FOLDER.resolve("base/namespace.yaml"));

        var files = new TreeMap<String, String>();
        files.put("base/crds.yaml", yaml(everywhere, DeployFiles::isCrd));
        files.put("base/rbac.yaml", yaml(everywhere, it -> isRights(it) && !isBindingOfWatched(it)));
        files.put("base/operator.yaml", yaml(everywhere, it -> !isCrd(it) && !isRights(it) && !isBindingOfWatched(it)));
        files.put("overlays/cluster/" + BINDINGS, yaml(everywhere, DeployFiles::isBindingOfWatched));
        files.put("overlays/namespaced/" + BINDINGS, yaml(watched, DeployFiles::isBindingOfWatched));
        files.put("install.yaml", WHOLE + "---\n" + namespace + joined(everywhere.stream()));
        return files;
    }

    private static List<String> documents(String values) {
        var text = Chart.ofThisProject().text(Chart.LEAST + "\ncrds: {keep: false}\n" + values);
        return Arrays.stream(text.split("(?m)^---\\R"))
                .map(it -> SOURCE.matcher(it).replaceAll(""))
                .map(it -> HELMS.matcher(it).replaceAll(""))
                .map(it -> CLUSTER_NAME.matcher(it).replaceAll(""))
                .filter(it -> !it.isBlank())
                .filter(it -> !it.contains("helm.sh/hook"))
                .map(it -> it.strip() + "\n")
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String yaml(List<String> documents, Predicate<String> which) {
        return MADE + joined(documents.stream().filter(which));
    }

    private static String joined(Stream<String> documents) {
        return documents.map(it -> "---\n" + it).collect(Collectors.joining());
    }

    private static boolean isCrd(String document) {
        return kind(document).equals("CustomResourceDefinition");
    }

    private static boolean isRights(String document) {
        return kind(document).matches("(Cluster)?Role(Binding)?");
    }

    /** What differs between all namespaces and a list: who holds the role of watched namespaces, and where. */
    private static boolean isBindingOfWatched(String document) {
        var object = Chart.documents(document).get(0);
        return kind(document).endsWith("Binding")
                && object.at("/roleRef/name").asText().equals("replatform:replatform-system:replatform");
    }

    private static String kind(String document) {
        return Chart.documents(document).get(0).path("kind").asText();
    }
}
