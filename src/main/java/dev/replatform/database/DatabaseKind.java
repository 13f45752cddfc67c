package dev.replatform.database;

import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.api.v1alpha1.Endpoint;
import dev.replatform.aws.AwsRegions;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.Plan;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.Conditions;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Database: an RDS PostgreSQL instance. */
public final class DatabaseKind implements Kind<Database, DatabaseStatus, EffectiveDatabase, ObservedDatabase, Means> {
    private final String clusterName;
    private final AwsRegions regions;
    private final Secrets secrets;

    public DatabaseKind(String clusterName, AwsRegions regions, Secrets secrets) {
        this.clusterName = clusterName;
        this.regions = regions;
        this.secrets = secrets;
    }

    @Override
    public EffectiveDatabase effective(Database resource) {
        return EffectiveDatabase.of(resource, clusterName, regions.operatorsOwn());
    }

    @Override
    public ObservedDatabase observe(EffectiveDatabase spec) {
        return new DatabaseObserver(regions.clients(spec.region()), secrets).observe(spec);
    }

    @Override
    public Plan<Means> plan(EffectiveDatabase spec, ObservedDatabase observed, Instant now) {
        return DatabasePlanner.plan(spec, observed);
    }

    @Override
    public Means means(EffectiveDatabase spec) {
        return new Means(regions.clients(spec.region()), secrets);
    }

    @Override
    public DatabaseStatus noStatus() {
        return DatabaseStatus.NONE;
    }

    @Override
    public Done done(EffectiveDatabase spec, ObservedDatabase observed) {
        return new Done("Available", "RDS instance %s takes connections.".formatted(spec.identifier()));
    }

    @Override
    public DatabaseStatus report(
            EffectiveDatabase spec,
            ObservedDatabase observed,
            Plan<Means> left,
            DatabaseStatus before,
            Conditions conditions) {
        var instance = observed.instance().value();
        available(observed, conditions);
        parametersInSync(spec, observed, conditions);
        return new DatabaseStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                resources(observed),
                instance.map(Instance::status).orElse(before.state()),
                instance.filter(Instance::isUsable)
                        .map(it -> new Endpoint(it.host(), it.port()))
                        .orElse(before.endpoint()),
                instance.map(Instance::engineVersion).orElse(before.engineVersion()));
    }

    private static void available(ObservedDatabase observed, Conditions conditions) {
        var problem = observed.instance().problem();
        if (problem.isPresent()) {
            unknown("Available", problem.get(), conditions);
        } else if (observed.instance().isAbsent()) {
            conditions.no("Available", "NotCreated", "The RDS instance does not exist yet.");
        } else if (observed.instance().is(Instance::isUsable)) {
            conditions.yes("Available", "Available", "The RDS instance takes connections.");
        } else {
            var state = observed.instance().value().map(Instance::status).orElse("unknown");
            conditions.no("Available", "NotAvailable", "The RDS instance is in state %s.".formatted(state));
        }
    }

    private static void parametersInSync(EffectiveDatabase spec, ObservedDatabase observed, Conditions conditions) {
        var type = "ParametersInSync";
        var applied = observed.instance().value().map(Instance::parameterStatus).orElse("");
        var problem = observed.parameterGroup().problem();
        if (problem.isPresent()) {
            unknown(type, problem.get(), conditions);
        } else if (!observed.parameterGroup()
                .is(group ->
                        group.values().entrySet().containsAll(spec.parameters().entrySet()))) {
            conditions.no(type, "OutOfDate", "The parameter group does not hold all parameters yet.");
        } else if ("pending-reboot".equals(applied)) {
            conditions.no(type, "PendingReboot", "Static parameters wait for a reboot of the instance.");
        } else {
            conditions.yes(type, "InSync", "The parameter group holds all parameters.");
        }
    }

    private static void unknown(String type, Problem problem, Conditions conditions) {
        conditions.unknown(type, problem.reason().conditionReason(), problem.message());
    }

    private static List<AwsResource> resources(ObservedDatabase observed) {
        var resources = new ArrayList<AwsResource>();
        observed.instance()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "RDS instance", it.status())));
        observed.parameterGroup()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DB parameter group", null)));
        observed.subnetGroup()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DB subnet group", null)));
        return List.copyOf(resources);
    }
}
