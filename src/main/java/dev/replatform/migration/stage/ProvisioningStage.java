package dev.replatform.migration.stage;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsInstances.NewInstance;
import dev.replatform.aws.DmsInstances.SubnetGroup;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.dms.Alterations;
import dev.replatform.migration.dms.AwsStep;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Replication subnet group, replication instance and endpoints. */
public final class ProvisioningStage implements Stage {
    /**
     * What DMS has.
     *
     * @param subnetGroup not asked where the replication instance is not this Migration's own
     */
    public record Facts(
            Seen<SubnetGroup> subnetGroup,
            Seen<Instance> instance,
            Seen<Endpoint> source,
            Seen<Endpoint> target,
            Seen<Task> task) {
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
    public static Facts see(EffectiveMigration spec, Sight sight) {
        var instances = sight.aws().dmsInstances();
        var endpoints = sight.aws().dmsEndpoints();
        return new Facts(
                spec.makesInstance() ? instances.subnetGroup(spec.name()) : Seen.notAsked(),
                instances.one(spec.instanceName()),
                endpoints.one(spec.sourceEndpointName()),
                endpoints.one(spec.targetEndpointName()),
                sight.aws().dmsTasks().one(spec.name()));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.facts(Facts.class)
                .filter(Facts::isComplete)
                .filter(facts -> Alterations.areDone(spec, seen, facts))
                .isPresent();
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        plan.unless(facts.subnetGroup())
                .unless(facts.instance())
                .unless(facts.source())
                .unless(facts.target())
                .unless(facts.task());
        refuseForeign(spec, facts, plan);
        if (plan.hasProblems()) {
            return;
        }
        var ends = seen.ends().value().orElseThrow();
        if (facts.isComplete()) {
            Alterations.plan(spec, seen, facts, plan);
            return;
        }
        if (spec.makesInstance() && facts.subnetGroup().isAbsent()) {
            plan.step(new AwsStep("Create replication subnet group " + spec.name(), aws -> aws.dmsInstances()
                    .createSubnetGroup(spec.name(), spec.subnetIds(), spec.tags())));
        }
        planEndpoint(sourceEndpoint(spec, ends, seen), facts.source(), plan);
        planEndpoint(targetEndpoint(spec, ends, seen), facts.target(), plan);
        planInstance(spec, facts.instance(), plan);
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // The stage has no condition of its own: ConnectionsTested, the next one, stands on it.
    }

    private static void planInstance(EffectiveMigration spec, Seen<Instance> instance, Plan.Builder<Means> plan) {
        if (instance.isAbsent() && !spec.makesInstance()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "Replication instance %s of spec.replicationInstance.existing does not exist"
                            .formatted(spec.instanceName())));
        } else if (instance.isAbsent()) {
            plan.step(new AwsStep(
                    "Create replication instance %s (%s)".formatted(spec.name(), spec.instanceClass()),
                    true,
                    aws -> aws.dmsInstances().create(wanted(spec))));
        } else if (instance.is(Instance::hasFailed)) {
            plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "Replication instance %s is in state %s"
                            .formatted(
                                    spec.instanceName(),
                                    instance.value().map(Instance::status).orElse(""))));
        } else if (!instance.is(Instance::isAvailable)) {
            plan.waitFor("Wait for replication instance %s (%s)"
                    .formatted(
                            spec.instanceName(),
                            instance.value().map(Instance::status).orElse("")));
        }
    }

    private static void planEndpoint(NewEndpoint wanted, Seen<Endpoint> endpoint, Plan.Builder<Means> plan) {
        if (endpoint.isAbsent()) {
            plan.step(new AwsStep(
                    "Create %s endpoint %s".formatted(wanted.source() ? "source" : "target", wanted.identifier()),
                    aws -> aws.dmsEndpoints().create(wanted)));
        } else if (!Facts.isActive(endpoint)) {
            plan.waitFor("Wait for endpoint " + wanted.identifier());
        }
    }

    public static NewEndpoint sourceEndpoint(EffectiveMigration spec, Ends ends, ObservedMigration seen) {
        return endpoint(spec, spec.sourceEndpointName(), true, ends.source(), ends.dms(), seen);
    }

    public static NewEndpoint targetEndpoint(EffectiveMigration spec, Ends ends, ObservedMigration seen) {
        return endpoint(spec, spec.targetEndpointName(), false, ends.target(), ends.master(), seen);
    }

    private static NewEndpoint endpoint(
            EffectiveMigration spec,
            String name,
            boolean isSource,
            PostgresAddress address,
            Login login,
            ObservedMigration seen) {
        var tags = new HashMap<>(spec.tags());
        tags.put(Alterations.LOGIN_TAG, login.version());
        return new NewEndpoint(
                name,
                isSource,
                address.host(),
                address.port(),
                address.database(),
                login.username(),
                login.password(),
                address.sslMode(),
                PreflightStage.largest(seen).varcharRoom(),
                Map.copyOf(tags));
    }

    public static NewInstance wanted(EffectiveMigration spec) {
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
        if (spec.makesInstance()) {
            facts.instance()
                    .value()
                    .ifPresent(it -> refuse(spec, "Replication instance", it.identifier(), it.tags(), plan));
        } else {
            facts.instance().value().flatMap(it -> refusal(spec, it)).ifPresent(plan::problem);
        }
        facts.source().value().ifPresent(it -> refuse(spec, "Endpoint", it.identifier(), it.tags(), plan));
        facts.target().value().ifPresent(it -> refuse(spec, "Endpoint", it.identifier(), it.tags(), plan));
    }

    /** Migrations of one namespace may share what one of them has made. */
    private static Optional<Problem> refusal(EffectiveMigration spec, Instance existing) {
        var owner = spec.owner();
        var isOfThisNamespace = existing.tags()
                .getOrDefault(Owner.TAG, "")
                .startsWith("%s/%s/".formatted(owner.clusterName(), owner.namespace()));
        return isOfThisNamespace
                ? Optional.empty()
                : spec.allowTag().refuses(owner, "Replication instance " + existing.identifier(), existing.tags());
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

    /** @return the ends' digest, which changes with any address or password */
    static String inputs(ObservedMigration seen) {
        return seen.ends().value().map(Ends::digest).orElse("");
    }
}
