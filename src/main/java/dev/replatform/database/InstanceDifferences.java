package dev.replatform.database;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsModification;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares an instance with what is declared, field by field, and collects the one call that puts it right. What RDS has
 * accepted and not made yet counts as live, so that nothing is asked for twice. No difference are a disk that RDS has grown
 * by itself, a minor version above the declared one, and whatever is not declared.
 */
final class InstanceDifferences {
    /** RDS grows a disk by at least a tenth, whatever was asked for. */
    private static final double LEAST_GROWTH = 1.1;

    private final EffectiveDatabase spec;
    private final Seen<List<EngineVersion>> versions;
    private final Instance live;
    private final Plan.Builder<Means> plan;
    private final RdsModification modification;
    private final List<String> changes = new ArrayList<>();

    InstanceDifferences(
            EffectiveDatabase spec, Seen<List<EngineVersion>> versions, Instance live, Plan.Builder<Means> plan) {
        this.spec = spec;
        this.versions = versions;
        this.live = live;
        this.plan = plan;
        this.modification = new RdsModification(live.identifier(), spec.applyImmediately());
    }

    /** @return what is to be changed in one call; empty where nothing is */
    RdsModification modification() {
        return modification;
    }

    /** @return the same in words */
    List<String> changes() {
        return changes;
    }

    /** @return what RDS has accepted and not made yet, by field of the spec */
    static Map<String, String> pending(Instance live) {
        var pending = live.pending();
        var words = new TreeMap<String, String>();
        note(words, "engineVersion", pending.engineVersion());
        note(words, "instanceClass", pending.instanceClass());
        note(words, "storage.allocatedStorageGiB", pending.allocatedStorageGiB());
        note(words, "storage.type", pending.storageType());
        note(words, "port", pending.port());
        note(words, "backup.retentionDays", pending.backupRetentionDays());
        note(words, "multiAZ", pending.multiAz());
        return words;
    }

    private static void note(Map<String, String> words, String field, Object value) {
        if (value != null) {
            words.put(field, value.toString());
        }
    }

    void compare() {
        var pending = live.pending();
        compareVersion();
        compareStorage();
        field(
                "instanceClass",
                spec.instanceClass(),
                live.instanceClass(),
                pending.instanceClass(),
                modification::instanceClass);
        field("storage.type", spec.storageType(), live.storageType(), pending.storageType(), modification::storageType);
        field("port", spec.port(), live.port(), pending.port(), modification::port);
        field("multiAZ", spec.multiAz(), live.multiAz(), pending.multiAz(), modification::multiAz);
        field(
                "backup.retentionDays",
                spec.backupRetentionDays(),
                live.backupRetentionDays(),
                pending.backupRetentionDays(),
                modification::backupRetentionDays);
        field("backup.window", spec.backupWindow(), live.backupWindow(), null, modification::backupWindow);
        field(
                "maintenanceWindow",
                spec.maintenanceWindow(),
                live.maintenanceWindow(),
                null,
                modification::maintenanceWindow);
        field(
                "network.publiclyAccessible",
                spec.publiclyAccessible(),
                live.publiclyAccessible(),
                null,
                modification::publiclyAccessible);
        field(
                "deletionProtection",
                spec.deletionProtection(),
                live.deletionProtection(),
                null,
                modification::deletionProtection);
        field(
                "network.securityGroupIds",
                spec.securityGroupIds().isEmpty() ? null : new TreeSet<>(spec.securityGroupIds()),
                new TreeSet<>(live.securityGroupIds()),
                null,
                modification::securityGroupIds);
        field(
                "cloudwatchLogsExports",
                new TreeSet<>(spec.logExports()),
                new TreeSet<>(live.logExports()),
                null,
                declared -> modification.logExports(
                        without(declared, live.logExports()), without(live.logExports(), declared)));
    }

    /** The group of another family comes with the version that needs it; a new one is in force after a reboot. */
    void compareParameterGroup(String declared) {
        if (live.pending().engineVersion() == null) {
            field("parameters", declared, live.parameterGroup(), null, modification::parameterGroup);
        }
    }

    private static List<String> without(Set<String> all, Set<String> those) {
        return all.stream().filter(it -> !those.contains(it)).sorted().toList();
    }

    private void compareVersion() {
        var target = live.pending().engineVersion() == null
                ? live.engineVersion()
                : live.pending().engineVersion();
        if (Versions.satisfies(target, spec)) {
            if (spec.applyImmediately() && live.pending().engineVersion() != null) {
                change("engineVersion", target, live.engineVersion(), this::version);
            }
        } else if (Versions.isUpgradeDue(target, spec)) {
            upgrade(target);
        } else {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    Versions.major(target) > Versions.major(spec.engineVersion())
                            ? "spec.engineVersion %s is below the %s that runs, and RDS never goes back: declare %s"
                                    .formatted(spec.engineVersion(), target, Versions.major(target))
                            : "spec.engineVersion %s is another major version than the %s that runs: set spec.allowMajorUpgradeTo to \"%s\" to upgrade"
                                    .formatted(spec.engineVersion(), target, spec.majorVersion())));
        }
    }

    private void upgrade(String from) {
        var chosen = versions.value().flatMap(offered -> Versions.choose(spec, offered));
        if (chosen.isPresent()) {
            plan.differs(new Drift("spec.engineVersion", spec.engineVersion() + " or above", from));
            change("engineVersion", chosen.get().version(), from, this::version);
        } else if (versions.isPresent()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.engineVersion %s: RDS offers no upgrade from %s to it"
                            .formatted(spec.engineVersion(), from)));
        }
    }

    private void version(String version) {
        modification.engineVersion(version, Versions.major(version) != Versions.major(live.engineVersion()));
    }

    private void compareStorage() {
        var pending = live.pending().allocatedStorageGiB();
        var size = pending == null ? live.allocatedStorageGiB() : pending;
        var declared = spec.allocatedStorageGiB();
        var grownByRds = spec.maxAllocatedStorageGiB() != null || !spec.storageIsNamed();
        if (declared >= size) {
            field(
                    "storage.allocatedStorageGiB",
                    declared,
                    live.allocatedStorageGiB(),
                    pending,
                    modification::allocatedStorageGiB);
        } else if (!grownByRds && size > Math.ceil(declared * LEAST_GROWTH)) {
            plan.differs(new Drift("spec.storage.allocatedStorageGiB", String.valueOf(declared), String.valueOf(size)));
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.storage.allocatedStorageGiB %d is less than the %d GiB that the disk has, and RDS never shrinks a disk: declare %d"
                            .formatted(declared, size, size)));
        }
        var limit = live.maxAllocatedStorageGiB() == null ? size : live.maxAllocatedStorageGiB();
        field(
                "storage.maxAllocatedStorageGiB",
                spec.maxAllocatedStorageGiB() == null
                        ? Integer.valueOf(Math.max(size, declared))
                        : spec.maxAllocatedStorageGiB(),
                Math.max(limit, spec.maxAllocatedStorageGiB() == null ? declared : 0),
                null,
                modification::maxAllocatedStorageGiB);
    }

    /** @param declared null where nothing is declared: what is live is left alone then */
    private <T> void field(String name, T declared, T live, T pending, Consumer<T> set) {
        if (pending == null) {
            plan.compare("spec." + name, declared, live, it -> change(name, it, live, set));
        } else if (!pending.equals(declared)) {
            plan.differs(new Drift("spec." + name, declared.toString(), pending + " (pending)"));
            change(name, declared, pending, set);
        } else if (spec.applyImmediately()) {
            change(name, declared, live, set); // it waits for the window; asked for again it does not
        }
    }

    private <T> void change(String name, T declared, Object live, Consumer<T> set) {
        changes.add("%s %s -> %s".formatted(name, live, declared));
        set.accept(declared);
    }
}
