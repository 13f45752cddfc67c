package dev.replatform.migration.dms;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsInstances.SubnetGroup;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Sight;
import dev.replatform.reconcile.Seen;

/**
 * What DMS has under a Migration's names.
 *
 * @param subnetGroup not asked where the replication instance is not this Migration's own
 */
public record DmsResources(
        Seen<SubnetGroup> subnetGroup,
        Seen<Instance> instance,
        Seen<Endpoint> source,
        Seen<Endpoint> target,
        Seen<Task> task) {

    public static DmsResources see(EffectiveMigration spec, Sight sight) {
        var instances = sight.aws().dmsInstances();
        var endpoints = sight.aws().dmsEndpoints();
        return new DmsResources(
                spec.makesInstance() ? instances.subnetGroup(spec.name()) : Seen.notAsked(),
                instances.one(spec.instanceName()),
                endpoints.one(spec.sourceEndpointName()),
                endpoints.one(spec.targetEndpointName()),
                sight.aws().dmsTasks().one(spec.name()));
    }

    /** @return whether a task can be made with it */
    public boolean isComplete() {
        return instance.is(Instance::isAvailable) && isActive(source) && isActive(target);
    }

    public static boolean isActive(Seen<Endpoint> endpoint) {
        return endpoint.is(it -> "active".equals(it.status()));
    }
}
