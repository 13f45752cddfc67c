package dev.replatform.migration.stage;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.dms.Alterations;
import dev.replatform.migration.dms.AwsStep;
import dev.replatform.migration.dms.DeclaredResources;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Replication subnet group, replication instance and endpoints. */
public final class ProvisioningStage implements Stage {
    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "Provisioning";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.withDms(DmsResources.see(spec, sight));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.dms()
                .filter(DmsResources::isComplete)
                .filter(dms -> Alterations.areDone(spec, seen, dms))
                .isPresent();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var dms = seen.dms().orElseThrow();
        var plan = new Plan.Builder<Means>()
                .unless(dms.subnetGroup())
                .unless(dms.instance())
                .unless(dms.source())
                .unless(dms.target())
                .unless(dms.task());
        refusals(spec, dms).forEach(plan::problem);
        if (plan.hasProblems()) {
            return plan.build();
        }
        var ends = seen.ends().value().orElseThrow();
        if (dms.isComplete()) {
            return Alterations.plan(spec, ends, MovingTables.largest(seen), dms);
        }
        if (spec.makesInstance() && dms.subnetGroup().isAbsent()) {
            plan.step(new AwsStep("Create replication subnet group " + spec.name(), aws -> aws.dmsInstances()
                    .createSubnetGroup(spec.name(), spec.subnetIds(), spec.tags())));
        }
        return plan.and(endpoint(
                        DeclaredResources.sourceEndpoint(spec, ends, MovingTables.largest(seen)), dms.source()))
                .and(endpoint(DeclaredResources.targetEndpoint(spec, ends, MovingTables.largest(seen)), dms.target()))
                .and(instance(spec, dms.instance()))
                .build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // The stage has no condition of its own: ConnectionsTested, the next one, stands on it.
    }

    private static Plan<Means> instance(EffectiveMigration spec, Seen<Instance> instance) {
        if (instance.isAbsent() && !spec.makesInstance()) {
            return Plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "Replication instance %s of spec.replicationInstance.existing does not exist"
                            .formatted(spec.instanceName())));
        }
        if (instance.isAbsent()) {
            return Plan.of(new AwsStep(
                    "Create replication instance %s (%s)".formatted(spec.name(), spec.instanceClass()),
                    true,
                    aws -> aws.dmsInstances().create(DeclaredResources.instance(spec))));
        }
        var status = instance.value().map(Instance::status).orElse("");
        if (instance.is(Instance::hasFailed)) {
            return Plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "Replication instance %s is in state %s".formatted(spec.instanceName(), status)));
        }
        return instance.is(Instance::isAvailable)
                ? Plan.nothing()
                : Plan.waitFor("Wait for replication instance %s (%s)".formatted(spec.instanceName(), status));
    }

    private static Plan<Means> endpoint(NewEndpoint wanted, Seen<Endpoint> endpoint) {
        if (endpoint.isAbsent()) {
            return Plan.of(new AwsStep(
                    "Create %s endpoint %s".formatted(wanted.source() ? "source" : "target", wanted.identifier()),
                    aws -> aws.dmsEndpoints().create(wanted)));
        }
        return DmsResources.isActive(endpoint)
                ? Plan.nothing()
                : Plan.waitFor("Wait for endpoint " + wanted.identifier());
    }

    /** @return what must not be touched, as it is another's */
    private static List<Problem> refusals(EffectiveMigration spec, DmsResources dms) {
        var instance = dms.instance()
                .value()
                .flatMap(it -> spec.makesInstance()
                        ? refusal(spec, "Replication instance", it.identifier(), it.tags())
                        : refusal(spec, it));
        var endpoints = Stream.of(dms.source(), dms.target())
                .flatMap(endpoint -> endpoint.value().stream())
                .flatMap(it -> refusal(spec, "Endpoint", it.identifier(), it.tags()).stream());
        return Stream.concat(instance.stream(), endpoints).toList();
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

    private static Optional<Problem> refusal(
            EffectiveMigration spec, String what, String name, Map<String, String> tags) {
        return spec.owner().owns(tags)
                ? Optional.empty()
                : Optional.of(new Problem(
                        FailureReason.CONFLICT,
                        "%s %s exists and does not belong to this Migration: it is not touched; remove it or choose another metadata.name"
                                .formatted(what, name)));
    }
}
