package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the chart as a whole; what a single value does is in {@link ChartValuesTest}. */
class ChartTest {
    private static final String OPERATOR = "replatform:replatform-system:replatform";

    @Test
    void lintHasNothingToSay() {
        var lint = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(lint.isFailed()).isFalse();
        assertThat(lint.getMessages()).allMatch(it -> it.startsWith("[INFO] Chart.yaml: icon is recommended"));
    }

    /** A tool that renders without a cluster would leave out what stands behind it: cert-manager#5162. */
    @Test
    void nothingDependsOnWhatTheClusterSaysItHas() throws IOException {
        try (var files = Files.walk(Chart.FOLDER.resolve("templates"))) {
            assertThat(files.filter(Files::isRegularFile).map(ChartTest::read))
                    .hasSizeGreaterThan(10)
                    .noneMatch(text -> text.contains("Capabilities") || text.contains("lookup"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", Values.EVERYTHING})
    void nothingEmptyIsRendered(String values) {
        assertThat(Rendered.with(values).objects().stream()
                        .filter(it -> !Chart.id(it).startsWith("CustomResourceDefinition"))
                        .flatMap(it -> empty(Chart.id(it), it)))
                .containsOnly(
                        emptyVolume("Deployment replatform-system/replatform"),
                        emptyVolume("Pod replatform-system/replatform-ready"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"watchNamespaces: []", "watchNamespaces: [shop]"})
    void twoReleasesShareNoNameOutsideTheirNamespace(String values) {
        var releases = List.of(
                Chart.ofThisProject("replatform", "one"),
                Chart.ofThisProject("replatform", "two"),
                Chart.ofThisProject("other", "one"),
                Chart.ofThisProject("one-replatform", "x"),
                Chart.ofThisProject("replatform", "x-one"));

        var names = releases.stream()
                .flatMap(release -> release.objects(Chart.LEAST + "\ncrds: {enabled: false}\n" + values).stream()
                        .filter(it -> !it.at("/metadata/namespace").asText().equals(release.namespace())))
                .map(Chart::id)
                .toList();

        assertThat(names).hasSizeGreaterThan(5 * releases.size()).doesNotHaveDuplicates();
    }

    @Test
    void twoReleasesOfANamespaceShareNoNameAndNoLease() {
        var one = Chart.ofThisProject("one", "shop").objects(Chart.LEAST);
        var two = Chart.ofThisProject("two", "shop").objects(Chart.LEAST);
        one.addAll(two);

        assertThat(one.stream().map(Chart::id).filter(it -> !it.startsWith("CustomResourceDefinition")))
                .doesNotHaveDuplicates();
        assertThat(one.stream()
                        .map(it -> new Rendered(List.of(it)))
                        .map(it -> it.at(
                                "Deployment",
                                "/spec/template/spec/containers/[operator]/env/[REPLATFORM_LEASE_NAME]/value"))
                        .filter(it -> !it.isMissingNode())
                        .map(JsonNode::asText))
                .containsExactly("one-replatform-operator", "two-replatform-operator");
    }

    @Test
    void theOperatorMayDoThisAndNoMore() {
        var rendered = Rendered.with("");

        assertThat(rights(rendered.one("ClusterRole " + OPERATOR)))
                .containsExactlyInAnyOrder(
                        "replatform.dev databases,migrations,imagestores,appconfigs: get,list,watch,patch",
                        "replatform.dev databases/status,migrations/status,imagestores/status,appconfigs/status: patch",
                        " secrets: get,create,patch,delete",
                        "events.k8s.io events: get,create,patch",
                        " namespaces: get");
        assertThat(rights(rendered.one("ClusterRole " + OPERATOR + ":crds")))
                .containsExactly(
                        "apiextensions.k8s.io customresourcedefinitions databases.replatform.dev,migrations.replatform.dev,imagestores.replatform.dev,appconfigs.replatform.dev: get");
        assertThat(rights(rendered.one("Role replatform-operator")))
                .containsExactlyInAnyOrder(
                        "coordination.k8s.io leases: create",
                        "coordination.k8s.io leases replatform-operator: get,update,patch");
        assertThat(bound(rendered))
                .containsExactlyInAnyOrder(
                        "ClusterRole " + OPERATOR + " in *",
                        "ClusterRole " + OPERATOR + ":crds in *",
                        "Role replatform-operator in replatform-system");
    }

    @Test
    void withAListItHasNoRightOnOtherNamespacesSecrets() {
        assertThat(bound(Rendered.with("watchNamespaces: [shop, blog]")))
                .containsExactlyInAnyOrder(
                        "ClusterRole " + OPERATOR + " in shop",
                        "ClusterRole " + OPERATOR + " in blog",
                        "ClusterRole " + OPERATOR + ":crds in *",
                        "Role replatform-operator in replatform-system");
    }

    @Test
    void peopleHaveNoRightOnAnyStatus() {
        var roles = Rendered.with("")
                .all("ClusterRole")
                .filter(it -> it.at("/metadata/name").asText().matches(".*:(view|edit|migration-approver)"));

        assertThat(roles.flatMap(it -> rights(it).stream()))
                .containsExactlyInAnyOrder(
                        "replatform.dev databases,migrations,imagestores,appconfigs: get,list,watch",
                        "replatform.dev databases,migrations,imagestores,appconfigs: create,update,patch,delete,deletecollection",
                        "replatform.dev migrations: get,list,watch,patch");
    }

    @Test
    void noUserIsNamedSoThatOpenShiftMayGiveOne() {
        assertThat(Rendered.with(Values.EVERYTHING).objects().stream().map(JsonNode::toString))
                .noneMatch(it ->
                        it.contains("\"runAsUser\"") || it.contains("\"runAsGroup\"") || it.contains("\"fsGroup\""));
    }

    @Test
    void aSinglePodHasNoDisruptionBudget() {
        assertThat(Rendered.with("replicaCount: 1").all("PodDisruptionBudget")).isEmpty();
        assertThat(Rendered.with("replicaCount: 2").all("PodDisruptionBudget")).hasSize(1);
    }

    @Test
    void theServiceAsksNoPodOfTheTest() {
        var rendered = Rendered.with("");
        var selector = rendered.at("Service", "/spec/selector");

        assertThat(selector).isNotEmpty();
        assertThat(carries(rendered.at("Deployment", "/spec/template/metadata/labels"), selector))
                .isTrue();
        assertThat(carries(rendered.at("Pod", "/metadata/labels"), selector)).isFalse();
    }

    @Test
    void aReleaseOfTheSameLabelsIsSelectedByItsMonitorsAndPolicy() {
        var rendered = Rendered.with(Values.EVERYTHING);
        var pods = rendered.at("Deployment", "/spec/template/metadata/labels");

        assertThat(Stream.of(
                        rendered.at("Deployment", "/spec/selector/matchLabels"),
                        rendered.at("PodMonitor", "/spec/selector/matchLabels"),
                        rendered.at("NetworkPolicy", "/spec/podSelector/matchLabels"),
                        rendered.at("PodDisruptionBudget", "/spec/selector/matchLabels")))
                .allSatisfy(selector -> {
                    assertThat(selector).isNotEmpty();
                    assertThat(carries(pods, selector)).isTrue();
                });
        assertThat(carries(
                        rendered.at("Service", "/metadata/labels"),
                        rendered.at("ServiceMonitor", "/spec/selector/matchLabels")))
                .isTrue();
        assertThat(carries(
                        rendered.at("Pod", "/metadata/labels"),
                        rendered.at("NetworkPolicy", "/spec/ingress/0/from/1/podSelector/matchLabels")))
                .as("helm test is let in")
                .isTrue();
    }

    @Test
    void itIsRenderedBelowAChartOfSomebodyElse(@TempDir Path folder) throws IOException {
        // given
        copy(Chart.FOLDER, folder.resolve("charts/replatform"));
        Files.writeString(folder.resolve("Chart.yaml"), """
                apiVersion: v2
                name: platform
                version: 1.0.0
                dependencies: [{name: replatform, version: 0.1.0, condition: replatform.enabled}]
                """);

        // when
        var objects = new Chart(folder, "platform", "platform")
                .text("global: {team: shop}\nreplatform: {enabled: true, clusterName: prod}");

        // then
        assertThat(Chart.documents(objects))
                .anyMatch(it -> Chart.id(it).equals("Deployment platform/platform-replatform"));
        assertThatIllegalStateException()
                .isThrownBy(() -> new Chart(folder, "platform", "platform").text("replatform: {clustername: prod}"))
                .withMessageContaining("'clustername' not allowed");
    }

    @Test
    void notesSayWhatToDoNext() {
        assertThat(notes(""))
                .contains(
                        "watches all namespaces as cluster prod.",
                        "--namespace replatform-system --service-account replatform\n",
                        "without a region the operator does not start",
                        "replatform.dev/allow = prod/<namespace>",
                        "kubectl -n shop apply -f -",
                        "helm test replatform -n replatform-system --logs",
                        "helm uninstall leaves the CustomResourceDefinitions and all objects.");
        assertThat(notes("""
                watchNamespaces: [blog, news]
                requireAllowTag: false
                aws: {region: eu-west-1}
                crds: {keep: false}
                serviceAccount: {annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/mover"}}
                """))
                .contains(
                        "watches namespaces blog, news as cluster prod.",
                        "ServiceAccount replatform takes the role arn:aws:iam::111122223333:role/mover.",
                        "requireAllowTag is false",
                        "kubectl -n blog apply -f -",
                        "helm uninstall deletes the CustomResourceDefinitions")
                .doesNotContain("pod-identity", "without a region", "leaves the CustomResourceDefinitions");
    }

    /** Helm shows them only to who installs; a template can ask for them. */
    private static String notes(String values) {
        return Rendered.with(values + """

                extraObjects:
                  - |
                    kind: Notes
                    text: |
                      {{- include (print .Template.BasePath "/NOTES.txt") . | nindent 2 }}
                """).at("Notes", "/text").asText();
    }

    private static List<String> rights(JsonNode role) {
        return items(role.path("rules"))
                .map(rule -> Stream.of(
                                joined(rule.path("apiGroups")),
                                joined(rule.path("resources")),
                                joined(rule.path("resourceNames")))
                        .collect(Collectors.joining(" "))
                        .stripTrailing()
                        .concat(": " + joined(rule.path("verbs"))))
                .toList();
    }

    /** @return which roles the release's ServiceAccount holds where */
    private static List<String> bound(Rendered rendered) {
        return Stream.concat(rendered.all("ClusterRoleBinding"), rendered.all("RoleBinding"))
                .map(it -> {
                    var subject = it.path("subjects").get(0);
                    assertThat(it.path("subjects")).hasSize(1);
                    assertThat(subject.path("kind").asText()).isEqualTo("ServiceAccount");
                    assertThat(subject.path("name").asText()).isEqualTo("replatform");
                    assertThat(subject.path("namespace").asText()).isEqualTo("replatform-system");
                    return "%s %s in %s"
                            .formatted(
                                    it.at("/roleRef/kind").asText(),
                                    it.at("/roleRef/name").asText(),
                                    it.at("/metadata/namespace").asText("*"));
                })
                .toList();
    }

    private static boolean carries(JsonNode labels, JsonNode selector) {
        return selector.properties().stream().allMatch(it -> it.getValue().equals(labels.get(it.getKey())));
    }

    private static String joined(JsonNode list) {
        return items(list).map(JsonNode::asText).collect(Collectors.joining(","));
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String emptyVolume(String id) {
        return id + (id.startsWith("Pod") ? "/spec" : "/spec/template/spec") + "/volumes/0/emptyDir";
    }

    private static Stream<String> empty(String path, JsonNode node) {
        if (node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isTextual() && node.asText().isEmpty())) {
            return Stream.of(path).filter(it -> !it.endsWith("/apiGroups/0"));
        }
        if (node.isArray()) {
            return IntStream.range(0, node.size()).boxed().flatMap(i -> empty(path + "/" + i, node.get(i)));
        }
        return node.properties().stream().flatMap(it -> empty(path + "/" + it.getKey(), it.getValue()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
