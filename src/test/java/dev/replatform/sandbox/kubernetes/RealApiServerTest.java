package dev.replatform.sandbox.kubernetes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The same suite on a real kube-apiserver: where it differs, the sandbox is wrong. */
@Tag("kube")
class RealApiServerTest {
    private static KubeCluster cluster;

    @BeforeAll
    static void start() {
        assumeTrue(KubeCluster.REAL_BINARIES.isPresent(), "KUBE_API_TEST_DIR names no API server");
        cluster = KubeCluster.real();
        WidgetDefinition.installOn(cluster.client());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Nested
    class Writing extends WritesContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }

    @Nested
    class Applying extends AppliesContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }

    @Nested
    class Reading extends ReadsContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }

    @Nested
    class Telling extends EventsContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }

    @Nested
    class Ending extends EndsContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }

    @Nested
    class AtATerminal extends KubectlContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }
    }
}
