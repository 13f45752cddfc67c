package dev.replatform.migration.dms;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.stage.ProvisioningStage;
import dev.replatform.postgres.Journal.Step;
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
    /** Tag of an endpoint: the version of the Secret that it was given. DMS never tells a password. */
    public static final String LOGIN_TAG = "replatform.dev/login";

    private Alterations() {}

    /** @return whether nothing is to be changed, or nothing may be changed now */
    public static boolean areDone(EffectiveMigration spec, ObservedMigration seen, ProvisioningStage.Facts facts) {
        if (isHeldBack(seen, facts.task())) {
            return true;
        }
        var plan = new Plan.Builder<Means>();
        if (seen.ends().isPresent()) {
            planChanges(spec, seen, facts, plan);
        }
        return plan.isIdle();
    }

    /** Stops the task where it runs, then changes. */
    public static void plan(
            EffectiveMigration spec, ObservedMigration seen, ProvisioningStage.Facts facts, Plan.Builder<Means> plan) {
        var changes = new Plan.Builder<Means>();
        planChanges(spec, seen, facts, changes);
        var due = changes.build();
        var task = facts.task().value().filter(it -> it.isRunning() || it.isBetweenStates());
        if (task.isEmpty() || due.steps().isEmpty()) {
            planChanges(spec, seen, facts, plan);
            return;
        }
        due.drift().forEach(plan::differs);
        if (task.get().isRunning()) {
            plan.step(new AwsStep(
                    "Stop replication task %s for: %s"
                            .formatted(task.get().identifier(), String.join("; ", due.sentences())),
                    true,
                    aws -> aws.dmsTasks().stop(task.get().arn())));
        } else {
            plan.waitFor("Wait for replication task %s (%s)"
                    .formatted(task.get().identifier(), task.get().status()));
        }
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

    private static void planChanges(
            EffectiveMigration spec, ObservedMigration seen, ProvisioningStage.Facts facts, Plan.Builder<Means> plan) {
        var ends = seen.ends().value().orElseThrow();
        facts.source()
                .value()
                .ifPresent(it -> planEndpoint(
                        "spec.source", "source", it, ProvisioningStage.sourceEndpoint(spec, ends, seen), plan));
        facts.target()
                .value()
                .ifPresent(it -> planEndpoint(
                        "spec.target", "target", it, ProvisioningStage.targetEndpoint(spec, ends, seen), plan));
        if (spec.makesInstance()) {
            facts.instance().value().filter(Instance::isAvailable).ifPresent(it -> planInstance(spec, it, plan));
        }
    }

    private static void planEndpoint(
            String field, String which, Endpoint live, NewEndpoint declared, Plan.Builder<Means> plan) {
        var words = new ArrayList<String>();
        plan.compare(field + ".host", declared.host(), live.host(), it -> words.add("host"))
                .compare(field + ".port", declared.port(), live.port(), it -> words.add("port"))
                .compare(field + ".database", declared.database(), live.database(), it -> words.add("database"))
                .compare(field + ".username", declared.username(), live.username(), it -> words.add("user name"))
                .compare(field + ".sslMode", declared.sslMode(), live.sslMode(), it -> words.add("TLS mode"));
        declared.settings()
                .forEach((name, value) ->
                        plan.compare(field + " " + name, value, live.settings().get(name), it -> words.add(name)));
        if (!declared.tags().get(LOGIN_TAG).equals(live.tags().get(LOGIN_TAG))) {
            words.add("password");
        }
        if (!words.isEmpty()) {
            plan.step(new AwsStep(
                    "Modify %s endpoint %s: %s".formatted(which, live.identifier(), String.join(", ", words)),
                    true,
                    aws -> aws.dmsEndpoints().modify(live.arn(), declared)));
        }
    }

    private static void planInstance(EffectiveMigration spec, Instance live, Plan.Builder<Means> plan) {
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
                    aws -> aws.dmsInstances().modify(live.arn(), ProvisioningStage.wanted(spec))));
        }
    }

    /** AWS upgrades an instance by itself when a version is retired, and none goes back: a higher one is no difference. */
    private static boolean isUpgraded(String declared, String live) {
        return declared != null && live != null && Version.parse(live).compareTo(Version.parse(declared)) > 0;
    }

    /** Tags that are declared and not there; others are left alone. They can be set at any time, on what is ours. */
    public static void planTags(EffectiveMigration spec, ProvisioningStage.Facts facts, Plan.Builder<Means> plan) {
        facts.instance().value().ifPresent(it -> planTags(spec, it.identifier(), it.arn(), it.tags(), plan));
        for (var endpoint : List.of(facts.source(), facts.target())) {
            endpoint.value().ifPresent(it -> planTags(spec, it.identifier(), it.arn(), it.tags(), plan));
        }
        facts.task().value().ifPresent(it -> planTags(spec, it.identifier(), it.arn(), it.tags(), plan));
    }

    private static void planTags(
            EffectiveMigration spec,
            String identifier,
            String arn,
            Map<String, String> live,
            Plan.Builder<Means> plan) {
        var missing = new HashMap<>(spec.tags());
        missing.entrySet().removeAll(live.entrySet());
        if (spec.owner().owns(live) && !missing.isEmpty()) {
            missing.forEach((key, value) ->
                    plan.differs(new Drift("spec.tags." + key, value, live.getOrDefault(key, "nothing"))));
            plan.step(new AwsStep("Tag " + identifier, aws -> aws.dmsInstances().tag(arn, missing)));
        }
    }
}
