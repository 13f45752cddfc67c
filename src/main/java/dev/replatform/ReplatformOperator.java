package dev.replatform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.appconfig.AppConfigKind;
import dev.replatform.appconfig.AppConfigReconciler;
import dev.replatform.aws.AwsRegions;
import dev.replatform.database.DatabaseKind;
import dev.replatform.database.DatabaseReconciler;
import dev.replatform.imagestore.ImageStoreKind;
import dev.replatform.imagestore.ImageStoreReconciler;
import dev.replatform.migration.MigrationKind;
import dev.replatform.migration.MigrationReconciler;
import dev.replatform.network.Network;
import dev.replatform.operations.EventRecorder;
import dev.replatform.operations.KeptSecrets;
import dev.replatform.operations.Operations;
import dev.replatform.operations.ReadyProbe;
import dev.replatform.operations.RefusedLooks;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.KindReconciler;
import dev.replatform.reconcile.Peers;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.Problem;
import dev.replatform.watch.AsciiWatches;
import dev.replatform.watch.LastingWatches;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main: configuration, clients, the four kinds. */
public final class ReplatformOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplatformOperator.class);
    private static final int THREADS = 12;
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(6);
    private static final Duration TIME_TO_END = Duration.ofMillis(9_500);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private static final int REQUEST_RETRIES = 3;
    /** Doubled five times, so that what was missed in an outage is seen 8 s after it at the latest. */
    private static final Duration FIRST_WATCH_RETRY = Duration.ofMillis(250);

    private static final Duration TIME_TO_BE_READY = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int FAILED = 1;
    private static final int WRONGLY_CONFIGURED = 2;
    private static final int NO_CRDS = 3;
    private static final int NO_RIGHTS = 4;
    private static final int TERMINATED = 143;

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(Database.class, Migration.class, ImageStore.class, AppConfig.class);

    private final OperatorConfig config;
    private final Runnable end;
    private final KubernetesClient client;
    private final Clock clock = Clock.systemUTC();
    private final Operations operations = new Operations(clock, THREADS, LONGEST_RETRY);
    private final AwsRegions regions;
    private final EventRecorder events;
    private final Leadership leadership;
    private final Operator operator;
    private final Map<String, KindReconciler<?, ?>> reconcilers = new HashMap<>();
    private final List<Kind<?, ?, ?, ?, ?>> kinds = new ArrayList<>();
    private volatile boolean started;

    /**
     * @param clients makes the client, which hears what the API server refuses
     * @param end ends the process at once: another operator may act
     */
    public ReplatformOperator(OperatorConfig config, KubernetesClientBuilder clients, Runnable end) {
        this.config = config;
        this.end = end;
        this.client = clients.withHttpClientBuilderConsumer(
                        http -> http.addOrReplaceInterceptor("refusals", operations.refusals())
                                .addOrReplaceInterceptor("ascii-watches", new AsciiWatches()))
                .build();
        var watches = new LastingWatches(clock, operations.brokenWatches());
        KINDS.forEach(type -> watches.installOn(client, type));
        var identity = hostname() + "_" + UUID.randomUUID();
        this.leadership = new Leadership(client, config.leaseNamespace(), config.leaseName(), identity, this::lost);
        operations.leads(config.isOneOfSeveral() ? leadership::leads : () -> started);
        this.regions = new AwsRegions(
                config.region(), operations.awsCalls(), config.isOneOfSeveral() ? leadership::mayAct : () -> true);
        this.events = new EventRecorder(client, identity, clock);
        this.operator = new Operator(this::configure);
        registerKinds();
    }

    /**
     * Starts the operator and stays until the process is told to stop.
     *
     * @param args none; or {@code ask-ready}, a host and a port, to ask an operator there whether it is ready
     */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0) {
            System.exit(ask(args));
        }
        KeptSecrets.install();
        try {
            var config = OperatorConfig.fromEnvironment(System.getenv());
            var network = new Network(System.getenv());
            LOG.info("Starting with {}", config);
            network.use();
            var operator = new ReplatformOperator(config, clients(cluster(network)), () -> Runtime.getRuntime()
                    .halt(FAILED));
            Runtime.getRuntime().addShutdownHook(new Thread(operator::end, "shutdown"));
            operator.start();
        } catch (IllegalArgumentException e) {
            LOG.error("The operator cannot start: {}", e.getMessage());
            System.exit(WRONGLY_CONFIGURED);
        } catch (MissingCrdsException e) {
            LOG.error("The operator cannot start: {}", e.getMessage());
            System.exit(NO_CRDS);
        } catch (MissingRightsException e) {
            LOG.error("The operator cannot start: {}", e.getMessage());
            System.exit(NO_RIGHTS);
        } catch (RuntimeException e) {
            LOG.error("The operator cannot start", e);
            System.exit(FAILED);
        }
    }

    /** @return the exit code */
    private static int ask(String[] args) throws InterruptedException {
        if (args.length != 3 || !args[0].equals("ask-ready")) {
            System.err.println("Settings come by environment. The one command there is: ask-ready HOST PORT");
            return WRONGLY_CONFIGURED;
        }
        return new ReadyProbe(TIME_TO_BE_READY, PAUSE, System.out).isReady(args[1], Integer.parseInt(args[2]))
                ? 0
                : FAILED;
    }

    /** @return the cluster that the environment names, through the proxy that is meant for it */
    private static Config cluster(Network network) {
        var cluster = Config.autoConfigure(null);
        // fabric8 reads the same variables, but knows neither ranges of addresses nor that the API server is near
        var proxy = network.proxy(URI.create(cluster.getMasterUrl()));
        cluster.setHttpProxy(proxy.map(URI::toString).orElse(null));
        cluster.setHttpsProxy(proxy.map(URI::toString).orElse(null));
        cluster.setNoProxy(null);
        return cluster;
    }

    /** @return clients of the operator: they give up soon, as the operator itself tries again */
    public static KubernetesClientBuilder clients(Config cluster) {
        cluster.setRequestRetryBackoffLimit(REQUEST_RETRIES);
        cluster.setWatchReconnectInterval((int) FIRST_WATCH_RETRY.toMillis());
        return new KubernetesClientBuilder().withConfig(cluster).withKubernetesSerialization(serialization());
    }

    /** @return for clients of the operator: a field or value of a newer version in one object must not stop it for all */
    public static KubernetesSerialization serialization() {
        var mapper = new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE, true)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        return new KubernetesSerialization(mapper, true);
    }

    /**
     * Starts, and returns when all caches are filled.
     *
     * @throws MissingCrdsException where the cluster does not know one of the kinds
     * @throws MissingRightsException where the API server lets it not follow them, or not lead
     */
    public void start() {
        MissingCrdsException.throwIfMissing(client, KINDS);
        operations.serve(config.port(), this::objections);
        try {
            operator.start();
        } catch (OperatorException e) {
            throw MissingRightsException.of(e, operations.refusals().blinding())
                    .<RuntimeException>map(it -> it)
                    .orElse(e);
        }
        started = true;
    }

    /** @return where health and metrics are asked for */
    public int port() {
        return operations.port();
    }

    @Override
    public void close() {
        started = false;
        leadership.beforeStop();
        operator.stop();
        kinds.forEach(Kind::close);
        events.close();
        if (config.isOneOfSeveral()) {
            leadership.giveBack();
        }
        operations.close();
        regions.close();
        client.close();
    }

    /** Nobody waits for what this process began but for a fence, which must not stand until another one has found it. */
    private void lost() {
        kinds.forEach(Kind::close);
        end.run();
    }

    /**
     * What no {@link LastingWatches} can mend. The framework would exit by itself, while the start is still about to say why
     * it failed.
     */
    private void stopped(SharedIndexInformer<?> informer, Throwable why) {
        if (why != null && started) {
            LOG.error("Changes of {} are not seen any more, so this operator ends", informer, why);
            lost();
        }
    }

    /** As a pod is ended: what is cut off is found again by the next operator. */
    private void end() {
        CompletableFuture.delayedExecutor(TIME_TO_END.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> Runtime.getRuntime().halt(TERMINATED));
        close();
    }

    private void configure(ConfigurationServiceOverrider overrides) {
        overrides
                .withKubernetesClient(client)
                .withMetrics(new AggregatedMetrics(List.of(operations.reconciles(), new RefusedLooks(events))))
                .withConcurrentReconciliationThreads(THREADS)
                .withReconciliationTerminationTimeout(TIME_TO_FINISH)
                .withInformerStoppedHandler(this::stopped)
                .withCloseClientOnStop(false);
        if (config.isOneOfSeveral()) {
            overrides.withLeaderElectionConfiguration(leadership.configuration());
        }
    }

    /** @return what speaks against this operator being ready; credentials that have worked once are not tried again */
    private List<String> objections() {
        var objections = operations.refusals().blinding().stream()
                .map("The operator may not %s."::formatted)
                .collect(Collectors.toCollection(ArrayList::new));
        if (started) {
            regions.clients(config.region())
                    .account()
                    .identity()
                    .problem()
                    .map(Problem::message)
                    .ifPresent(objections::add);
        } else {
            objections.add("The caches are not filled yet.");
        }
        return objections;
    }

    private static String hostname() {
        var name = System.getenv("HOSTNAME");
        return name == null || name.isBlank() ? "operator" : name;
    }

    private void registerKinds() {
        var cluster = config.clusterName();
        var secrets = new Secrets(client);
        var peers = new Peers(client);
        var allowTag = new AllowTag(config.requireAllowTag());

        var databases = new DatabaseKind(cluster, regions, secrets, peers, clock);
        register("database", databases, new DatabaseReconciler(databases, client, clock, events));

        var migrations = new MigrationKind(
                cluster, allowTag, regions, secrets, peers, clock, operations.measurements(), wake("migration"));
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
