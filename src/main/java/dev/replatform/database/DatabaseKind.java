package dev.replatform.database;

import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseSpec;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.api.v1alpha1.Endpoint;
import dev.replatform.aws.AwsRegions;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.reconcile.Kind;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.Conditions;
import dev.replatform.status.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Database: an RDS PostgreSQL instance. */
public final class DatabaseKind implements Kind<Database, DatabaseStatus, EffectiveDatabase, ObservedDatabase, Means> {
    private final String clusterName;
    private final AwsRegions regions;
    private final Secrets secrets;
    private final Peers peers;
    private final DatabaseMemory memory;

    public DatabaseKind(String clusterName, AwsRegions regions, Secrets secrets, Peers peers, Clock clock) {
        this.clusterName = clusterName;
        this.regions = regions;
        this.secrets = secrets;
        this.peers = peers;
        this.memory = DatabaseMemory.empty(clock);
    }

    @Override
    public EffectiveDatabase effective(Database resource) {
        return EffectiveDatabase.of(resource, clusterName, regions.operatorsOwn());
    }

    @Override
    public ObservedDatabase observe(EffectiveDatabase spec) {
        return new DatabaseObserver(regions.clients(spec.region()), secrets, peers, memory).observe(spec);
    }

    @Override
    public Plan<Means> plan(EffectiveDatabase spec, ObservedDatabase observed, Instant now) {
        return DatabasePlanner.plan(spec, observed, now);
    }

    @Override
    public Means means(EffectiveDatabase spec) {
        return new Means(regions.clients(spec.region()), secrets, memory.modifications());
    }

    @Override
    public void forget(Database resource) {
        memory.forget(resource.getMetadata().getUid());
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
        if (spec.complete()) {
            available(observed, conditions);
            parametersInSync(spec, observed, conditions);
            credentialsInSync(spec, observed, conditions);
        } else {
            conditions.no("Available", "NotDeclared", "The spec does not say what an instance is made of.");
        }
        return new DatabaseStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                resources(spec, observed),
                instance.map(Instance::status).orElse(before.state()),
                instance.filter(Instance::isUsable)
                        .map(it -> new Endpoint(it.host(), it.port()))
                        .orElse(before.endpoint()),
                instance.map(Instance::engineVersion).orElse(before.engineVersion()),
                instance.map(InstanceDifferences::pending)
                        .filter(it -> !it.isEmpty())
                        .orElse(null),
                null);
    }

    @Override
    public Seen<DatabaseSpec> live(Database resource, EffectiveDatabase spec, ObservedDatabase observed) {
        return observed.instance().then(instance -> {
            Seen<Map<String, String>> own =
                    spec.makes(instance.parameterGroup()) ? observed.parameters() : Seen.present(Map.of());
            return own.map(parameters -> LiveDatabase.spec(resource, spec, instance, parameters));
        });
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
        var problem = observed.parameters().problem().or(observed.parameterGroup()::problem);
        if (problem.isPresent()) {
            unknown(type, problem.get(), conditions);
        } else if (!observed.parameters()
                .value()
                .orElse(Map.of())
                .entrySet()
                .containsAll(spec.parameters().entrySet())) {
            conditions.no(type, "OutOfDate", "The parameter group does not hold all parameters yet.");
        } else if ("applying".equals(applied)) {
            conditions.no(type, "Applying", "RDS is putting parameters into force.");
        } else if ("pending-reboot".equals(applied)) {
            conditions.no(type, "PendingReboot", "Static parameters wait for a reboot of the instance.");
        } else {
            conditions.yes(type, "InSync", "The parameter group holds all parameters.");
        }
    }

    private static void credentialsInSync(EffectiveDatabase spec, ObservedDatabase observed, Conditions conditions) {
        var type = "CredentialsInSync";
        var secret = spec.credentials().login().name();
        switch (observed.login().outcome()) {
            case LOGGED_IN ->
                conditions.yes(type, "LoggedIn", "The instance takes the login of Secret %s.".formatted(secret));
            case REFUSED ->
                conditions.no(type, "LoginRefused", "The instance refuses the login of Secret %s.".formatted(secret));
            case UNKNOWN -> unknown(type, observed.login().why(), conditions);
            case NOT_TRIED -> conditions.asBefore(type);
        }
    }

    private static void unknown(String type, Problem problem, Conditions conditions) {
        conditions.unknown(type, problem.reason().conditionReason(), problem.message());
    }

    private static List<AwsResource> resources(EffectiveDatabase spec, ObservedDatabase observed) {
        var resources = new ArrayList<AwsResource>();
        observed.instance()
                .value()
                .filter(it -> spec.owner().owns(it.tags()))
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "RDS instance", it.status())));
        observed.parameterGroup()
                .value()
                .filter(it -> spec.owner().owns(it.tags()))
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DB parameter group", null)));
        subnetGroupArn(spec, observed).ifPresent(arn -> resources.add(new AwsResource(arn, "DB subnet group", null)));
        return List.copyOf(resources);
    }

    /** Where there is an instance the group itself is not read; its ARN is the instance's but for its end. */
    private static Optional<String> subnetGroupArn(EffectiveDatabase spec, ObservedDatabase observed) {
        var seen = observed.subnetGroup()
                .value()
                .filter(it -> spec.owner().owns(it.tags()))
                .map(SubnetGroup::arn);
        return seen.or(() -> observed.instance()
                .value()
                .filter(it -> spec.makesSubnetGroup() && spec.subnetGroup().equals(it.subnetGroup()))
                .map(it -> it.arn().replaceFirst(":db:[^:]*$", ":subgrp:" + it.subnetGroup())));
    }
}
