package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigSpec;
import dev.replatform.api.v1alpha1.AppConfigSpec.TemplateValue;
import dev.replatform.api.v1alpha1.AppConfigSpec.ValueFrom;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.aws.AwsRegions;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** AppConfig: a set of SSM parameters. */
public final class AppConfigKind
        implements Kind<AppConfig, AppConfigStatus, EffectiveAppConfig, ObservedAppConfig, Means> {
    private final String clusterName;
    private final String parameterPrefix;
    private final AllowTag allow;
    private final AwsRegions regions;
    private final Peers peers;
    private final Secrets secrets;
    private final Clock clock;
    private final KnownParameters known = new KnownParameters();

    /** @param parameterPrefix what SSM paths begin with; {@code {namespace}} stands for the namespace */
    public AppConfigKind(
            String clusterName,
            String parameterPrefix,
            AllowTag allow,
            AwsRegions regions,
            Peers peers,
            Secrets secrets,
            Clock clock) {
        this.clusterName = clusterName;
        this.parameterPrefix = parameterPrefix;
        this.allow = allow;
        this.regions = regions;
        this.peers = peers;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @return whether a value comes from that Migration */
    public static boolean refersTo(AppConfig config, Migration migration) {
        var name = migration.getMetadata().getName();
        return takesFrom(
                config,
                from -> from.migrationRef() != null
                        && name.equals(from.migrationRef().name()));
    }

    /** @return whether a value comes from that ImageStore */
    public static boolean refersTo(AppConfig config, ImageStore store) {
        var name = store.getMetadata().getName();
        return takesFrom(
                config,
                from -> from.imageStoreRef() != null
                        && name.equals(from.imageStoreRef().name()));
    }

    /** @return whether a value comes from that Database */
    public static boolean refersTo(AppConfig config, Database database) {
        var name = database.getMetadata().getName();
        return takesFrom(
                config,
                from -> from.databaseRef() != null
                        && name.equals(from.databaseRef().name()));
    }

    private static boolean takesFrom(AppConfig config, Predicate<ValueFrom> source) {
        return config.getSpec().parameters().stream()
                .map(AppConfigSpec.Parameter::valueFrom)
                .filter(Objects::nonNull)
                .flatMap(AppConfigKind::parts)
                .anyMatch(source);
    }

    private static Stream<ValueFrom> parts(ValueFrom from) {
        return from.template() == null
                ? Stream.of(from)
                : from.template().values().stream().map(TemplateValue::asValueFrom);
    }

    @Override
    public EffectiveAppConfig effective(AppConfig resource) {
        var prefix =
                parameterPrefix.replace("{namespace}", resource.getMetadata().getNamespace());
        return EffectiveAppConfig.of(resource, clusterName, regions.operatorsOwn(), prefix);
    }

    @Override
    public ObservedAppConfig observe(EffectiveAppConfig spec) {
        var sources = new Sources(spec.owner().namespace(), spec::fieldsOf, peers, secrets);
        return new AppConfigObserver(regions.clients(spec.region()), known, allow).observe(spec, sources);
    }

    @Override
    public Plan<Means> plan(EffectiveAppConfig spec, ObservedAppConfig observed, Instant now) {
        return AppConfigPlanner.plan(spec, observed, allow, now);
    }

    @Override
    public Means means(EffectiveAppConfig spec) {
        return new Means(regions.clients(spec.region()), known, clock);
    }

    @Override
    public AppConfigStatus noStatus() {
        return AppConfigStatus.NONE;
    }

    @Override
    public Done done(EffectiveAppConfig spec, ObservedAppConfig observed) {
        return new Done("InSync", "Every parameter under %s is as declared.".formatted(spec.path()));
    }

    @Override
    public AppConfigStatus report(
            EffectiveAppConfig spec,
            ObservedAppConfig observed,
            Plan<Means> left,
            AppConfigStatus before,
            Conditions conditions) {
        return new AppConfigReport(spec, observed, before, conditions, clock.instant()).status(left);
    }

    @Override
    public Seen<AppConfigSpec> live(AppConfig resource, EffectiveAppConfig spec, ObservedAppConfig observed) {
        return observed.under()
                .then(found -> found.isEmpty()
                        ? Seen.absent()
                        : observed.keys().map(known -> LiveAppConfig.spec(resource.getSpec(), found)));
    }

    @Override
    public void forget(AppConfig resource) {
        var meta = resource.getMetadata();
        known.forget(new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid()));
    }
}
