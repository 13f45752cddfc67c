package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.sandbox.kubernetes.Kubectl.Output;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees. */
abstract class KubectlContract extends OnACluster {
    @TempDir
    Path folder;

    private Kubectl kubectl;

    @BeforeEach
    void findKubectl() {
        var found = Kubectl.of(cluster(), folder);
        assumeTrue(found.isPresent(), "no kubectl on this machine");
        kubectl = found.get();
    }

    @Test
    void anObjectIsAppliedAgainAndAgain() {
        assertThat(apply("size: 3, code: abc")).isEqualTo("widget.sandbox.example.dev/a created\n");
        assertThat(apply("size: 3, code: abc")).isEqualTo("widget.sandbox.example.dev/a unchanged\n");
        assertThat(apply("size: 4")).isEqualTo("widget.sandbox.example.dev/a configured\n");
        assertThat(run("get", "wdg", "a", "-o", "jsonpath={.spec}")).isEqualTo("""
                {"colour":"red","size":4}""");
        assertThat(apply("size: 5", "--server-side")).isEqualTo("widget.sandbox.example.dev/a serverside-applied\n");
        assertThat(apply("size: 6", "--dry-run=server"))
                .isEqualTo("widget.sandbox.example.dev/a configured (server dry run)\n");
        assertThat(run("get", "wdg", "a", "-o", "jsonpath={.spec.size}")).isEqualTo("5");
    }

    @Test
    void anUnknownFieldAndAWrongValueAreExplained() {
        assertThat(apply("size: 3, foo: 1"))
                .contains("Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field"
                        + " \"spec.foo\"");
        assertThat(apply("size: 30"))
                .isEqualTo("The Widget \"a\" is invalid: spec.size: Invalid value: 30: spec.size in body should be less"
                        + " than or equal to 10\n");
        assertThat(apply("size: 3, foo: 1", "--validate=warn")).contains("Warning: unknown field \"spec.foo\"");
    }

    @Test
    void columnsShortNamesAndCategoriesAreTheDefinitions() {
        apply("size: 3");
        ready();

        assertThat(columns("get", "wdg", "-o", "wide")).isEqualTo("""
                NAME READY SIZE COLOUR AGE
                a True 3 red <age>
                """);
        assertThat(columns("get", "gadgets")).isEqualTo("""
                NAME READY SIZE AGE
                a True 3 <age>
                """);
        assertThat(run("get", "wdg", "--field-selector", "spec.colour=blue"))
                .isEqualTo("No resources found in " + namespace + " namespace.\n");
        assertThat(run("get", "wdg", "b"))
                .isEqualTo("Error from server (NotFound): widgets.sandbox.example.dev \"b\" not found\n");
        assertThat(run("explain", "widgets.spec.size")).contains("How big. From 1 to 10.");
    }

    @Test
    void aPersonWaitsForAConditionAndForADeletion() throws IOException {
        apply("size: 3");
        var condition = kubectl.start("", "wait", "--for=condition=Ready", "wdg/a", "-n", namespace, "--timeout=60s");
        ready();
        assertThat(Kubectl.textOf(condition)).isEqualTo("widget.sandbox.example.dev/a condition met\n");

        merge("""
                {"metadata": {"finalizers": ["example.dev/one"]}}""");
        var deletion = kubectl.start("", "delete", "wdg", "a", "-n", namespace);
        Eventually.until(() -> widgets.withName("a").get().isMarkedForDeletion());
        merge("""
                {"metadata": {"finalizers": null}}""");
        assertThat(Kubectl.textOf(deletion)).contains("\"a\" deleted");
    }

    @Test
    void aWatchPrintsARowForEveryChange() throws IOException {
        apply("size: 3");
        var watch =
                kubectl.start("", "get", "wdg", "-n", namespace, "--watch", "--no-headers", "--request-timeout=60s");

        try (var lines = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).matches("a +3 .*");
            merge("""
                    {"spec": {"size": 7}}""");
            assertThat(lines.readLine()).matches("a +7 .*");
        } finally {
            watch.destroy();
        }
    }

    @Test
    void secretsAndNamespacesAreCreatedByCommand() {
        assertThat(run("create", "secret", "generic", "db", "--from-literal=username=mvp"))
                .isEqualTo("secret/db created\n");
        assertThat(run("get", "secret", "db", "-o", "jsonpath={.type} {.data}")).isEqualTo("""
                Opaque {"username":"bXZw"}""");
        assertThat(columns("get", "secret", "db")).isEqualTo("""
                NAME TYPE DATA AGE
                db Opaque 1 <age>
                """);
        assertThat(run("create", "namespace", namespace))
                .isEqualTo("Error from server (AlreadyExists): namespaces \"" + namespace + "\" already exists\n");
    }

    @Test
    void anObjectIsDescribedWithItsEvents() {
        apply("size: 3");
        kubectl.runWith(
                """
                apiVersion: v1
                kind: Event
                metadata: {name: e, namespace: %1$s}
                involvedObject: {kind: Widget, name: a, namespace: %1$s, uid: %2$s}
                reason: Tried
                message: it was tried
                type: Normal
                """.formatted(
                        namespace, widgets.withName("a").get().getMetadata().getUid()),
                "create",
                "-f",
                "-");

        assertThat(run("describe", "wdg", "a")).contains("Size:    3").contains("it was tried");
        assertThat(run("get", "events")).containsPattern("Normal +Tried +widget/a +it was tried");
    }

    @Test
    void anEventOfTodayHasAnAge() {
        kubectl.runWith("""
                apiVersion: events.k8s.io/v1
                kind: Event
                metadata: {name: e, namespace: %1$s}
                eventTime: "2026-11-20T12:00:00.000001Z"
                reportingController: example.dev/test
                reportingInstance: one
                regarding: {kind: Widget, name: a, namespace: %1$s}
                action: Try
                reason: Tried
                note: it was tried
                type: Normal
                """.formatted(namespace), "create", "-f", "-");

        assertThat(run("get", "events")).containsPattern("[0-9]+[dhms]\\S* +Normal +Tried +widget/a +it was tried");
    }

    @Test
    void anObjectIsAnnotatedLabelledAndPatched() {
        apply("size: 3");

        assertThat(run("annotate", "wdg", "a", "x=y")).isEqualTo("widget.sandbox.example.dev/a annotated\n");
        assertThat(run("label", "wdg", "a", "l=1")).isEqualTo("widget.sandbox.example.dev/a labeled\n");
        assertThat(run("patch", "wdg", "a", "--type=merge", "-p", "{\"spec\":{\"size\":3}}"))
                .isEqualTo("widget.sandbox.example.dev/a patched (no change)\n");
        assertThat(run("get", "wdg", "-l", "l in (1,2)", "-o", "name")).isEqualTo("widget.sandbox.example.dev/a\n");
        assertThat(run("auth", "can-i", "delete", "widgets")).isEqualTo("yes\n");
    }

    private String apply(String spec, String... flags) {
        var widget = """
                apiVersion: sandbox.example.dev/v1
                kind: Widget
                metadata: {name: a, namespace: %s}
                spec: {%s}
                """.formatted(namespace, spec);
        var arguments = new String[flags.length + 3];
        System.arraycopy(flags, 0, arguments, 3, flags.length);
        System.arraycopy(new String[] {"apply", "-f", "-"}, 0, arguments, 0, 3);
        return kubectl.runWith(widget, arguments).text();
    }

    private void ready() {
        applyStatus("one", condition("Ready", "True"));
    }

    private void merge(String patch) {
        widgets.withName("a").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    private String run(String... arguments) {
        return inNamespace(arguments).text();
    }

    /** A table with one blank between its columns, and no age. */
    private String columns(String... arguments) {
        return run(arguments).replaceAll(" +", " ").replaceAll("(?m) \\d+s$", " <age>");
    }

    private Output inNamespace(String... arguments) {
        var withNamespace = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, withNamespace, 0, arguments.length);
        withNamespace[arguments.length] = "--namespace=" + namespace;
        return kubectl.run(withNamespace);
    }
}
