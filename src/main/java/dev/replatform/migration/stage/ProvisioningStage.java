package dev.replatform.migration.stage;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsInstances.NewInstance;
import dev.replatform.aws.DmsInstances.SubnetGroup;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.Map;

/** Replication subnet group, replication instance and endpoints. */
public final class ProvisioningStage implements Stage {
    /** What DMS has. */
    public record Facts(
            Seen<SubnetGroup> subnetGroup, Seen<Instance> instance, Seen<Endpoint> source, Seen<Endpoint> target) {
        boolean isComplete() {
            return instance.is(Instance::isAvailable) && isActive(source) && isActive(target);
        }

        private static boolean isActive(Seen<Endpoint> endpoint) {
            return endpoint.is(it -> "active".equals(it.status()));
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "Provisioning";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.with(see(spec, sight));
    }

    /** @return what DMS has under this Migration's names */
    static Facts see(EffectiveMigration spec, Sight sight) {
        var instances = sight.aws().dmsInstances();
        var endpoints = sight.aws().dmsEndpoints();
        return new Facts(
                instances.subnetGroup(spec.name()),
                instances.one(spec.name()),
                endpoints.one(spec.sourceEndpointName()),
                endpoints.one(spec.targetEndpointName()));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.facts(Facts.class).filter(Facts::isComplete).isPresent();
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        plan.unless(facts.subnetGroup())
                .unless(facts.instance())
                .unless(facts.source())
                .unless(facts.target());
        refuseForeign(spec, facts, plan);
        if (plan.hasProblems()) {
            return;
        }
        if (facts.subnetGroup().isAbsent()) {
            plan.step(new AwsStep("Create replication subnet group " + spec.name(), aws -> aws.dmsInstances()
                    .createSubnetGroup(spec.name(), spec.subnetIds(), spec.tags())));
        }
        var ends = seen.ends().value().orElseThrow();
        planEndpoint(spec, ends.source(), ends.dms(), true, facts.source(), plan);
        planEndpoint(spec, ends.target(), ends.master(), false, facts.target(), plan);
        planInstance(spec, facts.instance(), plan);
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // The stage has no condition of its own: ConnectionsTested, the next one, stands on it.
    }

    private static void planInstance(EffectiveMigration spec, Seen<Instance> instance, Plan.Builder<Means> plan) {
        if (instance.isAbsent()) {
            plan.step(new AwsStep(
                    "Create replication instance %s (%s)".formatted(spec.name(), spec.instanceClass()),
                    true,
                    aws -> aws.dmsInstances().create(wanted(spec))));
        } else if (instance.is(Instance::hasFailed)) {
            plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "Replication instance %s is in state %s"
                            .formatted(
                                    spec.name(),
                                    instance.value().map(Instance::status).orElse(""))));
        } else if (!instance.is(Instance::isAvailable)) {
            plan.waitFor("Wait for replication instance %s (%s)"
                    .formatted(
                            spec.name(), instance.value().map(Instance::status).orElse("")));
        }
    }

    private static void planEndpoint(
            EffectiveMigration spec,
            PostgresAddress address,
            Login login,
            boolean isSource,
            Seen<Endpoint> endpoint,
            Plan.Builder<Means> plan) {
        var name = isSource ? spec.sourceEndpointName() : spec.targetEndpointName();
        if (endpoint.isAbsent()) {
            var wanted = new NewEndpoint(
                    name,
                    isSource,
                    address.host(),
                    address.port(),
                    address.database(),
                    login.username(),
                    login.password(),
                    address.sslMode(),
                    spec.tags());
            plan.step(new AwsStep(
                    "Create %s endpoint %s".formatted(isSource ? "source" : "target", name),
                    aws -> aws.dmsEndpoints().create(wanted)));
        } else if (!Facts.isActive(endpoint)) {
            plan.waitFor("Wait for endpoint " + name);
        }
    }

    private static NewInstance wanted(EffectiveMigration spec) {
        return new NewInstance(
                spec.name(),
                spec.instanceClass(),
                spec.dmsEngineVersion(),
                spec.allocatedStorageGiB(),
                spec.name(),
                spec.securityGroupIds(),
                spec.multiAz(),
                spec.tags());
    }

    private static void refuseForeign(EffectiveMigration spec, Facts facts, Plan.Builder<Means> plan) {
        facts.instance()
                .value()
                .ifPresent(it -> refuse(spec, "Replication instance", it.identifier(), it.tags(), plan));
        facts.source().value().ifPresent(it -> refuse(spec, "Endpoint", it.identifier(), it.tags(), plan));
        facts.target().value().ifPresent(it -> refuse(spec, "Endpoint", it.identifier(), it.tags(), plan));
    }

    private static void refuse(
            EffectiveMigration spec, String what, String name, Map<String, String> tags, Plan.Builder<Means> plan) {
        if (!spec.owner().owns(tags)) {
            plan.problem(new Problem(
                    FailureReason.CONFLICT,
                    "%s %s exists and does not belong to this Migration: it is not touched; remove it or choose another metadata.name"
                            .formatted(what, name)));
        }
    }

    /** @return whether the run is past the need for connection tests */
    static boolean isUnderWay(ObservedMigration seen) {
        return seen.reached(Step.SCHEMA_PREPARED);
    }

    /** @return the ends' digest, which changes with any address or password */
    static String inputs(ObservedMigration seen) {
        return seen.ends().value().map(Ends::digest).orElse("");
    }
}
