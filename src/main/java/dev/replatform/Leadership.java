package dev.replatform;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several operators acts: the one that holds the Lease. A lease is no fence, so one that has lost it without
 * having given it back ends at once, whatever it is doing.
 */
final class Leadership {
    /** Counted from a renewal; another operator takes the Lease 15 s after it, the framework's default. */
    private static final Duration SURE = Duration.ofSeconds(12);

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String identity;
    private final Runnable end;
    private volatile boolean leading;
    private volatile boolean givingBack;
    private volatile long sureUntil = System.nanoTime();

    /**
     * @param namespace where the Lease lies
     * @param name the Lease's name
     * @param identity no other process's, not even this one's after a restart
     * @param end ends this process at once
     */
    Leadership(KubernetesClient client, String namespace, String name, String identity, Runnable end) {
        this.client = client;
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
        this.end = end;
    }

    /** @return what the framework is to do; its own way to end waits for itself for ever, so it is switched off */
    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(name)
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::won, this::lost, it -> {}))
                .build();
    }

    /**
     * A process that was paused goes on before it notices that the Lease is another's. So the Lease is read again, unless it
     * is sure to be this one's still.
     *
     * @return whether no other operator acts now; false where that cannot be seen
     */
    boolean mayAct() {
        return isSure() || isSureNow();
    }

    private boolean isSure() {
        return System.nanoTime() - sureUntil < 0;
    }

    private synchronized boolean isSureNow() {
        var now = System.nanoTime(); // before the question: a pause after it must count
        try {
            var lease = client.leases().inNamespace(namespace).withName(name).get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                var age = Duration.between(lease.getSpec().getRenewTime(), ZonedDateTime.now(ZoneOffset.UTC));
                sureUntil = now + SURE.minus(age).toNanos();
            }
        } catch (KubernetesClientException e) {
            LOG.warn("The Lease cannot be read: {}", e.getMessage());
        }
        return isSure();
    }

    /** From now on losing the Lease is no accident. */
    void beforeStop() {
        givingBack = true;
    }

    /** Lets another one lead at once, rather than after the Lease has run out. */
    void giveBack() {
        try {
            var lease = client.leases().inNamespace(namespace).withName(name);
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

    /** @return whether this operator is the one that acts, as far as it knows without asking */
    boolean leads() {
        return leading;
    }

    private void won() {
        LOG.info("This operator leads");
        leading = true;
    }

    private void lost() {
        leading = false;
        if (!givingBack) {
            LOG.error("The Lease is lost: another operator may act now, so this one ends");
            end.run();
        }
    }
}
