package dev.replatform.migration.dms;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of the replication instance and the endpoints is not as it is declared. DMS changes an endpoint only while no task
 * runs on it, so the task is stopped for it; the replication stage resumes it.
 */
public final class Alterations {
    private Alterations() {}

    /** @return whether nothing is to be changed, or nothing may be changed now */
    public static boolean areDone(EffectiveMigration spec, ObservedMigration seen, DmsResources dms) {
        return isHeldBack(seen, dms.task())
                || seen.ends()
                        .value()
                        .map(ends -> changes(spec, ends, MovingTables.largest(seen), dms))
                        .filter(it -> !it.isEmpty())
                        .isEmpty();
    }

    /** @return what is to be changed, behind a stop of the task where it runs */
    public static Plan<Means> plan(EffectiveMigration spec, Ends ends, LargestValues largest, DmsResources dms) {
        var changes = changes(spec, ends, largest, dms);
        var task = dms.task().value().filter(it -> it.isRunning() || it.isBetweenStates());
        if (task.isEmpty() || changes.steps().isEmpty()) {
            return changes;
        }
        var plan = new Plan.Builder<Means>();
        changes.drift().forEach(plan::differs);
        return plan.and(TaskSteps.rest(task.get(), " for: " + String.join("; ", changes.sentences())))
                .build();
    }

    /**
     * A load that is stopped begins its unfinished tables again, over the rows that are there; and behind the fence nothing
     * may come between the application and the switch.
     */
    private static boolean isHeldBack(ObservedMigration seen, Seen<Task> task) {
        var isLoading =
                task.is(it -> !it.wasNeverStarted() && !it.stoppedAfterFullLoad()) && !seen.reached(Step.INDEXED);
        return isLoading || seen.reached(Step.FENCED) || task.isUnknown();
    }

    private static Plan<Means> changes(EffectiveMigration spec, Ends ends, LargestValues largest, DmsResources dms) {
        var plan = new Plan.Builder<Means>();
        dms.source()
                .value()
                .map(it -> changes("spec.source", "source", it, DeclaredResources.sourceEndpoint(spec, ends, largest)))
                .ifPresent(plan::and);
        dms.target()
                .value()
                .map(it -> changes("spec.target", "target", it, DeclaredResources.targetEndpoint(spec, ends, largest)))
                .ifPresent(plan::and);
        if (spec.makesInstance()) {
            dms.instance()
                    .value()
                    .filter(Instance::isAvailable)
                    .map(it -> changes(spec, it))
                    .ifPresent(plan::and);
        }
        return plan.build();
    }

    private static Plan<Means> changes(String field, String which, Endpoint live, NewEndpoint declared) {
        var plan = new Plan.Builder<Means>();
        var words = new ArrayList<String>();
        plan.compare(field + ".host", declared.host(), live.host(), it -> words.add("host"))
                .compare(field + ".port", declared.port(), live.port(), it -> words.add("port"))
                .compare(field + ".database", declared.database(), live.database(), it -> words.add("database"))
                .compare(field + ".username", declared.username(), live.username(), it -> words.add("user name"))
                .compare(field + ".sslMode", declared.sslMode(), live.sslMode(), it -> words.add("TLS mode"));
        declared.settings()
                .forEach((name, value) ->
                        plan.compare(field + " " + name, value, live.settings().get(name), it -> words.add(name)));
        if (!declared.tags().get(DeclaredResources.LOGIN_TAG).equals(live.tags().get(DeclaredResources.LOGIN_TAG))) {
            words.add("password");
        }
        if (!words.isEmpty()) {
            plan.step(new AwsStep(
                    "Modify %s endpoint %s: %s".formatted(which, live.identifier(), String.join(", ", words)),
                    true,
                    aws -> aws.dmsEndpoints().modify(live.arn(), declared)));
        }
        return plan.build();
    }

    private static Plan<Means> changes(EffectiveMigration spec, Instance live) {
        var plan = new Plan.Builder<Means>();
        var field = "spec.replicationInstance.create.";
        if (spec.allocatedStorageGiB() < live.allocatedStorageGiB()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "%sallocatedStorageGiB is %d, and replication instance %s has %d: storage never shrinks, declare at least that"
                            .formatted(
                                    field, spec.allocatedStorageGiB(), live.identifier(), live.allocatedStorageGiB())));
        }
        var words = new ArrayList<String>();
        plan.compare(field + "class", spec.instanceClass(), live.instanceClass(), it -> words.add("class " + it))
                .compare(
                        field + "engineVersion",
                        isUpgraded(spec.dmsEngineVersion(), live.engineVersion())
                                ? live.engineVersion()
                                : spec.dmsEngineVersion(),
                        live.engineVersion(),
                        it -> words.add("engine version " + it))
                .compare(field + "multiAZ", spec.multiAz(), live.multiAz(), it -> words.add("multi-AZ " + it));
        if (spec.allocatedStorageGiB() > live.allocatedStorageGiB()) {
            plan.differs(new Drift(
                    field + "allocatedStorageGiB",
                    String.valueOf(spec.allocatedStorageGiB()),
                    String.valueOf(live.allocatedStorageGiB())));
            words.add("storage %d GiB".formatted(spec.allocatedStorageGiB()));
        }
        if (!spec.securityGroupIds().isEmpty()) {
            plan.compare(
                    field + "securityGroupIds",
                    Set.copyOf(spec.securityGroupIds()),
                    Set.copyOf(live.securityGroupIds()),
                    it -> words.add("security groups " + String.join(", ", spec.securityGroupIds())));
        }
        if (!words.isEmpty() && !plan.hasProblems()) {
            plan.step(new AwsStep(
                    "Modify replication instance %s: %s".formatted(live.identifier(), String.join(", ", words)),
                    true,
                    aws -> aws.dmsInstances().modify(live.arn(), DeclaredResources.instance(spec))));
        }
        return plan.build();
    }

    /** AWS upgrades an instance by itself when a version is retired, and none goes back: a higher one is no difference. */
    private static boolean isUpgraded(String declared, String live) {
        return declared != null && live != null && Version.parse(live).compareTo(Version.parse(declared)) > 0;
    }

    /** @return the tags that are declared and not there; others are left alone. They can be set at any time, on what is ours */
    public static Plan<Means> tags(EffectiveMigration spec, DmsResources dms) {
        var plan = new Plan.Builder<Means>();
        dms.instance().value().ifPresent(it -> plan.and(tags(spec, it.identifier(), it.arn(), it.tags())));
        for (var endpoint : List.of(dms.source(), dms.target())) {
            endpoint.value().ifPresent(it -> plan.and(tags(spec, it.identifier(), it.arn(), it.tags())));
        }
        dms.task().value().ifPresent(it -> plan.and(tags(spec, it.identifier(), it.arn(), it.tags())));
        return plan.build();
    }

    private static Plan<Means> tags(EffectiveMigration spec, String identifier, String arn, Map<String, String> live) {
        var missing = new HashMap<>(spec.tags());
        missing.entrySet().removeAll(live.entrySet());
        var plan = new Plan.Builder<Means>();
        if (spec.owner().owns(live) && !missing.isEmpty()) {
            missing.forEach((key, value) ->
                    plan.differs(new Drift("spec.tags." + key, value, live.getOrDefault(key, "nothing"))));
            plan.step(new AwsStep("Tag " + identifier, aws -> aws.dmsInstances().tag(arn, missing)));
        }
        return plan.build();
    }
}
