package dev.replatform.database;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.RdsInstances;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Secrets;
import java.util.List;

/** Reads what stands behind a Database. */
final class DatabaseObserver {
    private final AwsClients aws;
    private final Secrets secrets;

    DatabaseObserver(AwsClients aws, Secrets secrets) {
        this.aws = aws;
        this.secrets = secrets;
    }

    ObservedDatabase observe(EffectiveDatabase spec) {
        var instances = aws.rdsInstances();
        var groups = aws.rdsGroups();
        var instance = instances.one(spec.identifier());
        Seen<List<EngineVersion>> versions = instance.isAbsent() ? instances.engineVersions() : Seen.absent();
        return new ObservedDatabase(
                secrets.login(spec.owner().namespace(), spec.credentials()),
                groups.subnetGroup(spec.subnetGroup()),
                groups.parameterGroup(spec.groupName()),
                instance,
                versions,
                versions.then(list -> orderable(instances, spec, list)),
                secrets.written(spec.owner().namespace(), spec.connectionSecretName()));
    }

    private static Seen<Boolean> orderable(
            RdsInstances instances, EffectiveDatabase spec, List<EngineVersion> versions) {
        return DatabasePlanner.choose(spec, versions)
                .map(version -> instances.canBeOrdered(spec.instanceClass(), version.version()))
                .orElse(Seen.absent());
    }
}
