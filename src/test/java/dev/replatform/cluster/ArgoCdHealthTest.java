package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.install.argocd.ArgoCd;
import dev.replatform.install.argocd.ArgoCd.Health;
import dev.replatform.reconcile.Standings;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every standing on the real Argo CD, without an operator: its verdict is the one that the unit tests have from luaj. */
@Tag("wholeCluster")
class ArgoCdHealthTest {
    private static final String NAMESPACE = "standings";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path folder;

    private static WholeCluster cluster;

    @BeforeAll
    static void giveArgoCdItsScripts() {
        cluster = WholeCluster.ofThisRun();
        cluster.kubectl("apply", "--server-side", "-f", "crds");
        cluster.kubectl("apply", "--server-side", "-f", "deploy/argocd/argocd-cm.yaml");
    }

    @AfterAll
    static void leaveTheClusterEmpty() {
        cluster.kubectl("delete", "namespace", NAMESPACE);
        cluster.kubectl("delete", "-f", "crds");
        cluster.close();
    }

    @Test
    void theRealArgoCdSeesEachStandingAsTheUnitTestsDo() throws InterruptedException {
        // given
        var standings = standings();
        assertThat(standings).hasSizeGreaterThan(200);
        var repository = GitRepository.init(folder.resolve("repository"));
        standings.values().forEach(it -> repository.write(it.getMetadata().getName() + ".yaml", manifest(it)));
        repository.commit("Every object");
        var application = new ArgoCdApplication(cluster.client(), NAMESPACE);
        cluster.apply(application(repository));
        application.await("synced", PATIENCE, it -> "Succeeded"
                .equals(it.status().path("operationState").path("phase").asText()));

        // when
        var expected = new HashMap<String, Health>();
        standings.values().forEach(it -> {
            var live = makeSo(it);
            expected.put(live.getKind() + "/" + live.getMetadata().getName(), ArgoCd.health(live));
        });

        // then
        application.await("all seen as they are", PATIENCE, it -> it.health().equals(expected));
        assertThat(expected.values())
                .extracting(Health::status)
                .contains("Healthy", "Progressing", "Degraded", "Suspended");
        application.delete();
    }

    /** @return one of those that look alike to whoever reads conditions, by what they look like */
    private static Map<String, HasMetadata> standings() {
        var different = new LinkedHashMap<String, HasMetadata>();
        for (var standing : Standings.all()) {
            different.putIfAbsent(looks(standing.object()), standing.object());
        }
        different.values().forEach(it -> {
            var meta = it.getMetadata();
            meta.setNamespace(NAMESPACE);
            meta.setName(it.getKind().toLowerCase(Locale.ROOT) + "-"
                    + Integer.toHexString(looks(it).hashCode()));
        });
        return different;
    }

    private static String looks(HasMetadata object) {
        var conditions = status(object).conditions() == null
                ? List.of()
                : status(object).conditions().stream()
                        .filter(it -> !it.type().equals("DriftDetected"))
                        .map(it -> it.type() + it.status() + it.reason())
                        .toList();
        var behind = object.getMetadata().getGeneration() - status(object).observedGeneration();
        return object.getKind()
                + conditions
                + behind
                + object.getMetadata().getAnnotations().get("replatform.dev/paused");
    }

    private static String manifest(HasMetadata standing) {
        var object = Serialization.clone(standing);
        object.getMetadata().setGeneration(null);
        object.getMetadata().getAnnotations().keySet().removeIf(it -> it.startsWith("argocd"));
        setStatus(object, null);
        return Serialization.asYaml(object);
    }

    /** @return the object on the cluster, with the status as far behind its spec as the standing's */
    private static HasMetadata makeSo(HasMetadata standing) {
        var live = cluster.client().resource(Serialization.clone(standing)).get();
        long behind = standing.getMetadata().getGeneration() - status(standing).observedGeneration();
        setStatus(
                live,
                status(standing)
                        .withConditions(
                                live.getMetadata().getGeneration() - behind,
                                status(standing).conditions()));
        return cluster.client().resource(live).updateStatus();
    }

    private static KindStatus status(HasMetadata object) {
        return (KindStatus) ((CustomResource<?, ?>) object).getStatus();
    }

    @SuppressWarnings("unchecked") // the status is of the object's own kind
    private static void setStatus(HasMetadata object, KindStatus status) {
        ((CustomResource<?, KindStatus>) object).setStatus(status);
    }

    private static String application(GitRepository repository) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: %1$s, namespace: argocd}
                spec:
                  project: default
                  source: {repoURL: "%2$s", targetRevision: main, path: .}
                  destination: {server: "https://kubernetes.default.svc", namespace: %1$s}
                  syncPolicy:
                    automated: {}
                    syncOptions: [CreateNamespace=true]
                """.formatted(NAMESPACE, repository.url());
    }
}
