package dev.replatform;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several operators acts: the one that holds the Lease. A lease is no fence, so one that has lost it without
 * having given it back ends at once, whatever it is doing.
 */
final class Leadership {
    static final String LEASE = "replatform-operator";

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String identity;
    private final Runnable end;
    private volatile boolean givingBack;

    /**
     * @param namespace where the Lease lies
     * @param identity no other process's, not even this one's after a restart
     * @param end ends this process at once
     */
    Leadership(KubernetesClient client, String namespace, String identity, Runnable end) {
        this.client = client;
        this.namespace = namespace;
        this.identity = identity;
        this.end = end;
    }

    /** @return what the framework is to do; its own way to end waits for itself for ever, so it is switched off */
    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(() -> LOG.info("This operator leads"), this::lost, it -> {}))
                .build();
    }

    /** From now on losing the Lease is no accident. */
    void beforeStop() {
        givingBack = true;
    }

    /** Lets another one lead at once, rather than after the Lease has run out. */
    void giveBack() {
        try {
            var lease = client.leases().inNamespace(namespace).withName(LEASE);
            var held = lease.get();
            if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
                lease.edit(it -> {
                    it.getSpec().setHolderIdentity("");
                    return it;
                });
            }
        } catch (KubernetesClientException e) {
            LOG.warn("The Lease was not given back; it runs out by itself: {}", e.getMessage());
        }
    }

    private void lost() {
        if (!givingBack) {
            LOG.error("The Lease is lost: another operator may act now, so this one ends");
            end.run();
        }
    }
}
