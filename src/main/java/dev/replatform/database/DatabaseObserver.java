package dev.replatform.database;

import dev.replatform.api.v1alpha1.DatabaseSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsClients;
import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.Snapshot;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets;
import java.util.List;
import java.util.Optional;

/** Reads what stands behind a Database, and no more of it than the planner needs. */
final class DatabaseObserver {
    private final AwsClients aws;
    private final Secrets secrets;
    private final Peers peers;
    private final DatabaseMemory memory;

    DatabaseObserver(AwsClients aws, Secrets secrets, Peers peers, DatabaseMemory memory) {
        this.aws = aws;
        this.secrets = secrets;
        this.peers = peers;
        this.memory = memory;
    }

    ObservedDatabase observe(EffectiveDatabase spec) {
        var instance = aws.rdsInstances().one(spec.identifier());
        if (!spec.complete()) {
            return ObservedDatabase.only(
                    instance,
                    instance.then(it -> spec.makes(it.parameterGroup())
                            ? aws.rdsGroups().parameters(it.parameterGroup())
                            : Seen.notAsked()));
        }
        var generated = generated(spec);
        var credentials = credentials(spec, generated);
        var name = parameterGroup(spec, instance);
        var known = known(spec, name, instance);
        var groups = known.isPresent() || (spec.deleting() && !instance.isAbsent())
                ? Seen.<List<ParameterGroup>>notAsked()
                : parameterGroups(spec, instance);
        var group = known.map(Seen::present).orElseGet(() -> groups.then(all -> named(name, all)));
        var versions = versions(spec, instance);
        var login = login(spec, instance, credentials);
        if (login.is(LoginProof.Outcome.LOGGED_IN)) {
            memory.modifications().forgetPassword(spec.owner().uid());
        }
        return new ObservedDatabase(
                credentials,
                generated,
                subnetGroup(spec, instance),
                group,
                spec.deleting()
                        ? Seen.notAsked()
                        : group.then(it -> aws.rdsGroups().parameters(it.name())),
                instance,
                versions,
                instance.isAbsent() ? versions.then(list -> orderable(spec, list)) : Seen.notAsked(),
                secrets.written(spec.owner().namespace(), spec.connectionSecretName()),
                login,
                instance.is(it -> "pending-reboot".equals(it.parameterStatus())) ? holdsRows(spec) : Seen.notAsked(),
                groups,
                lastSnapshot(spec),
                memory.modifications().of(spec.owner().uid()));
    }

    private Seen<Secrets.Written> generated(EffectiveDatabase spec) {
        var generate = spec.credentials().generate();
        return generate == null ? Seen.notAsked() : secrets.written(spec.owner().namespace(), generate.secretName());
    }

    private Seen<Login> credentials(EffectiveDatabase spec, Seen<Secrets.Written> generated) {
        var toBeGenerated = spec.credentials().generate() != null && generated.isAbsent();
        return toBeGenerated
                ? Seen.absent()
                : secrets.login(spec.owner().namespace(), spec.credentials().login());
    }

    /** While the object is there the instance tells its subnets, so the group itself matters only before and after. */
    private Seen<SubnetGroup> subnetGroup(EffectiveDatabase spec, Seen<Instance> instance) {
        return instance.isPresent() ? Seen.notAsked() : aws.rdsGroups().subnetGroup(spec.subnetGroup());
    }

    /** @return name of the group for the major version that runs or is to run */
    private static String parameterGroup(EffectiveDatabase spec, Seen<Instance> instance) {
        return spec.parameterGroup(instance.value()
                .filter(it -> !Versions.isAllowedMajorUpgrade(it.engineVersion(), spec))
                .map(Instance::majorVersion)
                .orElse(spec.majorVersion()));
    }

    /** RDS deletes none that is in use. */
    private Optional<ParameterGroup> known(EffectiveDatabase spec, String name, Seen<Instance> instance) {
        return Optional.ofNullable(memory.groups().get(spec.owner().uid()))
                .filter(it -> it.name().equals(name))
                .filter(it -> instance.is(live -> name.equals(live.parameterGroup())));
    }

    /** Where the only group of ours is the one that the instance uses, it is not asked for again as long as that is so. */
    private Seen<List<ParameterGroup>> parameterGroups(EffectiveDatabase spec, Seen<Instance> instance) {
        var groups = aws.rdsGroups().parameterGroups(spec.groupName());
        groups.value()
                .map(all ->
                        all.stream().filter(it -> spec.owner().owns(it.tags())).toList())
                .filter(ours ->
                        ours.size() == 1 && instance.is(it -> ours.get(0).name().equals(it.parameterGroup())))
                .ifPresent(ours -> memory.groups().put(spec.owner().uid(), ours.get(0)));
        return groups;
    }

    private static Seen<ParameterGroup> named(String name, List<ParameterGroup> groups) {
        return groups.stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .map(Seen::present)
                .orElseGet(Seen::absent);
    }

    private Seen<List<EngineVersion>> versions(EffectiveDatabase spec, Seen<Instance> instance) {
        if (instance.isAbsent() && !spec.deleting()) {
            return aws.rdsInstances().engineVersions(spec.majorVersion());
        }
        return instance.value()
                .filter(it -> Versions.isUpgradeDue(it.engineVersion(), spec))
                .map(it -> upgrades(spec, it))
                .orElse(Seen.notAsked());
    }

    /** What RDS would create by default is the better choice among what it would upgrade to. */
    private Seen<List<EngineVersion>> upgrades(EffectiveDatabase spec, Instance instance) {
        var rds = aws.rdsInstances();
        return rds.upgradesFrom(instance.engineVersion()).then(targets -> {
            var allowed = targets.stream().map(EngineVersion::version).toList();
            return rds.engineVersions(spec.majorVersion()).map(versions -> versions.stream()
                    .filter(version -> allowed.contains(version.version()))
                    .toList());
        });
    }

    private Seen<Boolean> orderable(EffectiveDatabase spec, List<EngineVersion> versions) {
        return Versions.choose(spec, versions)
                .map(version -> aws.rdsInstances().canBeOrdered(spec.instanceClass(), version.version()))
                .orElse(Seen.notAsked());
    }

    private LoginProof login(EffectiveDatabase spec, Seen<Instance> instance, Seen<Login> credentials) {
        return instance.value()
                .filter(it -> it.isUsable() && it.isModifiable() && !spec.deleting())
                .flatMap(it -> credentials.value().map(login -> memory.logins()
                        .of(
                                spec.owner().uid(),
                                new PostgresAddress(it.host(), it.port(), spec.databaseName(), "require"),
                                login,
                                spec.lookedAtFor())))
                .orElse(LoginProof.NOT_TRIED);
    }

    private Seen<Boolean> holdsRows(EffectiveDatabase spec) {
        return peers.all(Migration.class, spec.owner().namespace()).map(migrations -> migrations.stream()
                .filter(it -> it.getSpec()
                        .target()
                        .databaseRef()
                        .name()
                        .equals(spec.owner().name()))
                .anyMatch(DatabaseObserver::hasLoaded));
    }

    private static boolean hasLoaded(Migration migration) {
        var status = migration.getStatus();
        var rows = status == null || status.tables() == null
                ? null
                : status.tables().rowsLoaded();
        return status != null && (status.switched() || status.isTrue("FullLoaded") || (rows != null && rows > 0));
    }

    private Seen<Snapshot> lastSnapshot(EffectiveDatabase spec) {
        return spec.deleting() && spec.deletionPolicy() == DeletionPolicy.Snapshot
                ? aws.rdsInstances().snapshot(spec.lastSnapshot())
                : Seen.notAsked();
    }
}
