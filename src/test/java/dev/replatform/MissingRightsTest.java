package dev.replatform;

import dev.replatform.ShippedRoles.Grant;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every right that is shipped is taken away once: what then breaks is what {@code docs/operating.md} says, and is told. */
@Tag("kube")
class MissingRightsTest {
    private static OperatorOnSandbox sandbox;
    private static ShippedRoles roles;
    private static LostRights lost;

    @BeforeAll
    static void startAsTheServiceAccount(@TempDir Path folder) throws Exception {
        var cluster = KubeCluster.real();
        sandbox = OperatorOnSandbox.withoutOperator(folder, cluster);
        roles = ShippedRoles.read();
        roles.install(cluster);
        var account = cluster.kubeconfigOf(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT);
        lost = new LostRights(sandbox, account);
        sandbox.startOperator(Set.of(), "", account);
        sandbox.secret("mvp-db", "mvp", "master-password-1");
        sandbox.apply(LostRights.database(LostRights.MADE, "{secretRef: {name: mvp-db}}"));
        sandbox.await(Database.class, LostRights.MADE, Duration.ofSeconds(60), it -> it.getStatus()
                .isTrue("Ready"));
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("rights")
    void withoutOneRightTheOperatorTellsWhatItCannotDo(Grant right) throws Exception {
        roles.take(sandbox.client(), right);
        try {
            lost.prove(right);
        } finally {
            roles.giveBack(sandbox.client(), right);
        }
    }

    static List<Grant> rights() throws Exception {
        return ShippedRoles.read().grants();
    }
}
