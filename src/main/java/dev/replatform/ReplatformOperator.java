package dev.replatform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.appconfig.AppConfigKind;
import dev.replatform.appconfig.AppConfigReconciler;
import dev.replatform.aws.AwsRegions;
import dev.replatform.database.DatabaseKind;
import dev.replatform.database.DatabaseReconciler;
import dev.replatform.imagestore.ImageStoreKind;
import dev.replatform.imagestore.ImageStoreReconciler;
import dev.replatform.migration.MigrationKind;
import dev.replatform.migration.MigrationReconciler;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Events;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.KindReconciler;
import dev.replatform.reconcile.Peers;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main: configuration, clients, the four kinds. */
public final class ReplatformOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplatformOperator.class);
    private static final int THREADS = 12;
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(8);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final AwsRegions regions;
    private final Operator operator;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, KindReconciler<?, ?>> reconcilers = new HashMap<>();
    private final List<Kind<?, ?, ?, ?, ?>> kinds = new ArrayList<>();

    public ReplatformOperator(OperatorConfig config, KubernetesClient client) {
        this.config = config;
        this.client = client;
        this.regions = new AwsRegions(config.region());
        this.operator = new Operator(overrides -> overrides
                .withKubernetesClient(client)
                .withConcurrentReconciliationThreads(THREADS)
                .withReconciliationTerminationTimeout(TIME_TO_FINISH)
                .withCloseClientOnStop(false)
                .checkingCRDAndValidateLocalModel(true));
        registerKinds();
    }

    /** Starts the operator and stays until the process is told to stop. */
    public static void main(String[] args) {
        try {
            var config = OperatorConfig.fromEnvironment(System.getenv());
            LOG.info("Starting with {}", config);
            var operator = new ReplatformOperator(config, kubernetesClient());
            Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "shutdown"));
            operator.start();
        } catch (IllegalArgumentException e) {
            LOG.error("The operator cannot start: {}", e.getMessage());
            System.exit(2);
        } catch (RuntimeException e) {
            LOG.error("The operator cannot start", e);
            System.exit(1);
        }
    }

    public static KubernetesClient kubernetesClient() {
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(serialization())
                .build();
    }

    /** @return for clients of the operator: a field or value of a newer version in one object must not stop it for all */
    public static KubernetesSerialization serialization() {
        var mapper = new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE, true)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        return new KubernetesSerialization(mapper, true);
    }

    public void start() {
        operator.start();
    }

    @Override
    public void close() {
        operator.stop();
        kinds.forEach(Kind::close);
        regions.close();
        client.close();
    }

    private void registerKinds() {
        var cluster = config.clusterName();
        var secrets = new Secrets(client);
        var peers = new Peers(client);
        var allowTag = new AllowTag(config.requireAllowTag());

        Events events = (about, type, reason, action, note) ->
                LOG.debug("{} {}: {} {}", about.getKind(), about.getMetadata().getName(), reason, note);

        var databases = new DatabaseKind(cluster, regions, secrets);
        register("database", databases, new DatabaseReconciler(databases, client, clock, events));

        var migrations = new MigrationKind(cluster, regions, secrets, peers, clock, wake("migration"));
        register("migration", migrations, new MigrationReconciler(migrations, client, clock, events));

        var imageStores = new ImageStoreKind(cluster, regions, peers, allowTag, clock, wake("imagestore"));
        register("imagestore", imageStores, new ImageStoreReconciler(imageStores, client, clock, events));

        var appConfigs = new AppConfigKind(cluster, config.parameterPrefix(), allowTag, regions, peers, secrets, clock);
        register("appconfig", appConfigs, new AppConfigReconciler(appConfigs, client, clock, events));
    }

    /** @return looks at an object of that kind again, now: one of its jobs has ended */
    private Consumer<Owner> wake(String kind) {
        return owner -> reconcilers.get(kind).wake(owner.namespace(), owner.name());
    }

    private <R extends CustomResource<? extends KindSpec, ?>> void register(
            String name, Kind<?, ?, ?, ?, ?> kind, KindReconciler<R, ?> reconciler) {
        kinds.add(kind);
        reconcilers.put(name, reconciler);
        operator.register(reconciler, overrides -> {
            overrides
                    .withName(name)
                    .withFinalizer("replatform.dev/finalizer")
                    .withGenerationAware(false)
                    .withOnUpdateFilter(KindReconciler::matters)
                    .withRetry(new GenericRetry().setMaxAttempts(-1).setMaxInterval(LONGEST_RETRY.toMillis()));
            if (config.namespaces().isEmpty()) {
                overrides.watchingAllNamespaces();
            } else {
                overrides.settingNamespaces(config.namespaces());
            }
        });
    }
}
