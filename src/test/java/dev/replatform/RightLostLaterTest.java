package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.UnsteadyCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A binding that goes while the operator runs: what it watches goes on until the API server ends it. */
@Tag("kube")
class RightLostLaterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NAMESPACE = OperatorOnSandbox.NAMESPACE;

    @Test
    void whoMayFollowNoMoreIsNotReadyAndSaysWhereAndFollowsAgainWhenItMay(@TempDir Path folder) throws Exception {
        // given
        try (var unsteady = UnsteadyCluster.ofThisRun();
                var sandbox = OperatorOnSandbox.withoutOperator(folder, unsteady.cluster())) {
            var roles = ShippedRoles.read();
            roles.installFor(unsteady.cluster(), NAMESPACE);
            sandbox.startOperator(
                    Set.of(NAMESPACE),
                    "",
                    unsteady.cluster().kubeconfigOf(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT));
            assertThat(sandbox.ask("/readyz").body()).isEqualTo("ok\n");

            // when
            sandbox.client().rbac().roleBindings().inNamespace(NAMESPACE).delete();
            unsteady.endWatches();

            // then
            Eventually.until(PATIENCE, () -> readiness(sandbox)
                    .contains("The operator may not watch appconfigs.replatform.dev in namespace cloudtalents.\n"));

            // when
            roles.installFor(unsteady.cluster(), NAMESPACE);
            sandbox.apply("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: AppConfig
                    metadata: {name: later}
                    spec:
                      path: /cloudtalents/later
                      parameters: [{name: theme, value: dark}]
                    """);

            // then
            sandbox.await(
                    AppConfig.class, "later", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        }
    }

    private static String readiness(OperatorOnSandbox sandbox) {
        try {
            return sandbox.ask("/readyz").body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
