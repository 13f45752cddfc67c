package dev.replatform.sandbox.kubernetes;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The suite on the sandbox's API server. */
class SandboxApiServerTest {
    private static KubeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KubeCluster.sandbox();
        WidgetDefinition.installOn(cluster.client());
    }

    @AfterAll
    static void stop() {
        cluster.close();
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
