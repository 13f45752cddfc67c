package dev.replatform.migration.dms;

import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Sight;
import dev.replatform.migration.stage.ProvisioningStage;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import java.util.Map;

/**
 * Removes what DMS has of a Migration, in the one order that DMS takes: the task is stopped and gone before its endpoints
 * and its instance, the instance is gone before its subnet group. Only what carries the owner's tag.
 */
public final class Removal {
    private Removal() {}

    /** What is still there. */
    public record Facts(ProvisioningStage.Facts provisioned) {
        public Seen<Task> task() {
            return provisioned.task();
        }
    }

    public static Facts see(EffectiveMigration spec, Sight sight) {
        return new Facts(ProvisioningStage.see(spec, sight));
    }

    /** Adds what is due; nothing where nothing is left. */
    public static void plan(EffectiveMigration spec, Facts facts, boolean keepInstance, Plan.Builder<Means> plan) {
        var provisioned = facts.provisioned();
        plan.unless(facts.task())
                .unless(provisioned.source())
                .unless(provisioned.target())
                .unless(provisioned.instance())
                .unless(provisioned.subnetGroup());
        if (plan.hasProblems()) {
            return;
        }
        var task = facts.task().value().filter(it -> owns(spec, it.tags()));
        if (task.isPresent()) {
            planTask(task.get(), plan);
            return;
        }
        for (var endpoint : new Seen<?>[] {provisioned.source(), provisioned.target()}) {
            endpoint.value()
                    .map(dev.replatform.aws.DmsEndpoints.Endpoint.class::cast)
                    .filter(it -> owns(spec, it.tags()))
                    .ifPresent(it -> planEndpoint(it, plan));
        }
        if (!keepInstance && spec.makesInstance()) {
            planInstance(spec, provisioned, plan);
        }
    }

    public static void planTask(Task task, Plan.Builder<Means> plan) {
        if (task.isRunning()) {
            plan.step(new AwsStep("Stop replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                    .stop(task.arn())));
        } else if (task.isBetweenStates()) {
            plan.waitFor("Wait for replication task %s (%s)".formatted(task.identifier(), task.status()));
        } else {
            plan.step(new AwsStep("Delete replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                    .delete(task.arn())));
        }
    }

    private static void planEndpoint(dev.replatform.aws.DmsEndpoints.Endpoint endpoint, Plan.Builder<Means> plan) {
        if ("deleting".equals(endpoint.status())) {
            plan.waitFor("Wait until endpoint %s is gone".formatted(endpoint.identifier()));
        } else {
            plan.step(new AwsStep("Delete endpoint " + endpoint.identifier(), aws -> aws.dmsEndpoints()
                    .delete(endpoint.arn())));
        }
    }

    private static void planInstance(
            EffectiveMigration spec, ProvisioningStage.Facts provisioned, Plan.Builder<Means> plan) {
        var instance = provisioned.instance().value().filter(it -> owns(spec, it.tags()));
        if (instance.filter(Instance::isDeleting).isPresent()) {
            plan.waitFor("Wait until replication instance %s is gone".formatted(spec.name()));
        } else if (instance.isPresent()) {
            plan.step(new AwsStep("Delete replication instance " + spec.name(), true, aws -> aws.dmsInstances()
                    .delete(instance.get().arn())));
        } else if (provisioned.instance().isAbsent()
                && provisioned.subnetGroup().isPresent()) {
            plan.step(new AwsStep("Delete replication subnet group " + spec.name(), aws -> aws.dmsInstances()
                    .deleteSubnetGroup(spec.name())));
        }
    }

    private static boolean owns(EffectiveMigration spec, Map<String, String> tags) {
        return spec.owner().owns(tags);
    }
}
