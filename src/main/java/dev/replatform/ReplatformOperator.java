package dev.replatform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.aws.AwsRegions;
import dev.replatform.database.DatabaseKind;
import dev.replatform.reconcile.KindReconciler;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main: configuration, clients, the four kinds. */
public final class ReplatformOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplatformOperator.class);
    private static final int THREADS = 12;
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(8);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final AwsRegions regions;
    private final Operator operator;

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

    /** A field or value of a newer version in one object must not stop the operator for all. */
    public static KubernetesClient kubernetesClient() {
        var mapper = new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE, true)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }

    public void start() {
        operator.start();
    }

    @Override
    public void close() {
        operator.stop();
        regions.close();
        client.close();
    }

    private void registerKinds() {
        var secrets = new Secrets(client);
        register(
                new KindReconciler<>(
                        new DatabaseKind(config.clusterName(), regions, secrets),
                        client,
                        Clock.systemUTC(),
                        "replatform-database",
                        Database::new),
                "database");
    }

    private <R extends CustomResource<?, ?>> void register(KindReconciler<R, ?, ?, ?, ?> reconciler, String name) {
        operator.register(reconciler, overrides -> {
            overrides
                    .withName(name)
                    .withFinalizer("replatform.dev/finalizer")
                    .withGenerationAware(false)
                    .withOnUpdateFilter(KindReconciler::matters)
                    .withRetry(new GenericRetry()
                            .setMaxAttempts(-1)
                            .setMaxInterval(Duration.ofMinutes(5).toMillis()));
            if (config.namespaces().isEmpty()) {
                overrides.watchingAllNamespaces();
            } else {
                overrides.settingNamespaces(config.namespaces());
            }
        });
    }
}
