package dev.replatform.migration.dms;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.reconcile.Plan;
import java.util.List;
import java.util.Map;

/**
 * Removes what DMS has of a Migration, in the one order that DMS takes: the task is stopped and gone before its endpoints
 * and its instance, the instance is gone before its subnet group. Only what carries the owner's tag.
 */
public final class Removal {
    private Removal() {}

    /** @return what is due; nothing where nothing is left */
    public static Plan<Means> plan(EffectiveMigration spec, DmsResources remaining, boolean keepInstance) {
        var plan = new Plan.Builder<Means>()
                .unless(remaining.task())
                .unless(remaining.source())
                .unless(remaining.target())
                .unless(remaining.instance())
                .unless(remaining.subnetGroup());
        if (plan.hasProblems()) {
            return plan.build();
        }
        var task = remaining.task().value().filter(it -> owns(spec, it.tags()));
        if (task.isPresent()) {
            return TaskSteps.remove(task.get());
        }
        for (var endpoint : List.of(remaining.source(), remaining.target())) {
            endpoint.value().filter(it -> owns(spec, it.tags())).ifPresent(it -> plan.and(removeEndpoint(it)));
        }
        if (!keepInstance && spec.makesInstance()) {
            plan.and(removeInstance(spec, remaining));
        }
        return plan.build();
    }

    private static Plan<Means> removeEndpoint(Endpoint endpoint) {
        return "deleting".equals(endpoint.status())
                ? Plan.waitFor("Wait until endpoint %s is gone".formatted(endpoint.identifier()))
                : Plan.of(new AwsStep("Delete endpoint " + endpoint.identifier(), aws -> aws.dmsEndpoints()
                        .delete(endpoint.arn())));
    }

    private static Plan<Means> removeInstance(EffectiveMigration spec, DmsResources remaining) {
        var instance = remaining.instance().value().filter(it -> owns(spec, it.tags()));
        if (instance.filter(Instance::isDeleting).isPresent()) {
            return Plan.waitFor("Wait until replication instance %s is gone".formatted(spec.name()));
        }
        if (instance.isPresent()) {
            return Plan.of(new AwsStep("Delete replication instance " + spec.name(), true, aws -> aws.dmsInstances()
                    .delete(instance.get().arn())));
        }
        return remaining.instance().isAbsent() && remaining.subnetGroup().isPresent()
                ? Plan.of(new AwsStep("Delete replication subnet group " + spec.name(), aws -> aws.dmsInstances()
                        .deleteSubnetGroup(spec.name())))
                : Plan.nothing();
    }

    private static boolean owns(EffectiveMigration spec, Map<String, String> tags) {
        return spec.owner().owns(tags);
    }
}
