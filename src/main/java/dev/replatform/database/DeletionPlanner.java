package dev.replatform.database;

import dev.replatform.api.v1alpha1.DatabaseSpec.DeletionPolicy;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.Snapshot;
import dev.replatform.aws.RdsModification;
import dev.replatform.database.DatabaseSteps.DeleteInstance;
import dev.replatform.database.DatabaseSteps.DeleteParameterGroup;
import dev.replatform.database.DatabaseSteps.DeleteSecret;
import dev.replatform.database.DatabaseSteps.DeleteSubnetGroup;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.DatabaseSteps.ModifyInstance;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;

/** What becomes of everything when a Database is deleted. Only what carries the object's owner tag is ever touched. */
final class DeletionPlanner {
    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Plan.Builder<Means> plan = new Plan.Builder<>();

    private DeletionPlanner(EffectiveDatabase spec, ObservedDatabase observed) {
        this.spec = spec;
        this.observed = observed;
    }

    /** @return finished where nothing is left to do */
    static Plan<Means> plan(EffectiveDatabase spec, ObservedDatabase observed) {
        var planner = new DeletionPlanner(spec, observed);
        if (spec.deletionPolicy() != DeletionPolicy.Retain) {
            planner.plan();
        }
        return planner.plan.buildForDeletion();
    }

    private void plan() {
        plan.unless(observed.instance())
                .unless(observed.lastSnapshot())
                .unless(observed.everyParameterGroup())
                .unless(observed.subnetGroup())
                .unless(observed.connectionSecret())
                .unless(observed.generated());
        if (plan.hasProblems()) {
            return;
        }
        var instance = observed.instance().value().filter(it -> spec.owner().owns(it.tags()));
        if (instance.isPresent()) {
            planInstance(instance.get());
        } else if (observed.lastSnapshot().is(it -> !it.isAvailable())) {
            var state = observed.lastSnapshot().value().map(Snapshot::status).orElseThrow();
            plan.waitFor("Wait for DB snapshot %s (%s)".formatted(spec.lastSnapshot(), state));
        } else {
            planTheRest();
        }
    }

    private void planInstance(Instance instance) {
        if (spec.protectionIsNamed()) {
            plan.problem(new Problem(
                    FailureReason.DELETION_PROTECTED,
                    "spec.deletionProtection is true: set it to false, or spec.deletionPolicy to Retain, and RDS instance %s is dealt with"
                            .formatted(instance.identifier())));
        } else if (instance.isBeingDeleted()) {
            plan.waitFor("Wait until RDS instance %s is gone".formatted(instance.identifier()));
        } else if (observed.lastSnapshot().isPresent()) {
            plan.problem(new Problem(
                    FailureReason.CONFLICT,
                    "DB snapshot %s exists already, so the last state of RDS instance %s could not be kept under this name: delete or copy it"
                            .formatted(spec.lastSnapshot(), instance.identifier())));
        } else if (!instance.isModifiable() && !instance.hasFailed()) {
            plan.waitFor("Wait for RDS instance %s (%s)".formatted(instance.identifier(), instance.status()));
        } else {
            if (instance.deletionProtection()) {
                plan.step(unprotect(instance));
            }
            plan.step(new DeleteInstance(
                    instance.identifier(),
                    spec.deletionPolicy() == DeletionPolicy.Snapshot ? spec.lastSnapshot() : null));
        }
    }

    private ModifyInstance unprotect(Instance instance) {
        var modification = new RdsModification(instance.identifier(), false);
        modification.deletionProtection(false);
        return new ModifyInstance(
                spec.owner(), instance.identifier(), modification, List.of("deletionProtection true -> false"));
    }

    private void planTheRest() {
        observed.everyParameterGroup().value().orElse(List.of()).stream()
                .filter(it -> spec.owner().owns(it.tags()))
                .forEach(it -> plan.step(new DeleteParameterGroup(it.name())));
        observed.subnetGroup()
                .value()
                .filter(it -> spec.makesSubnetGroup() && spec.owner().owns(it.tags()))
                .ifPresent(it -> plan.step(new DeleteSubnetGroup(it.name())));
        if (spec.deletionPolicy() == DeletionPolicy.Delete) {
            planSecrets();
        }
    }

    private void planSecrets() {
        observed.connectionSecret()
                .value()
                .filter(it -> spec.owner().id().equals(it.ownerId()))
                .ifPresent(it -> plan.step(new DeleteSecret(spec.owner(), spec.connectionSecretName())));
        observed.generated()
                .value()
                .filter(it -> spec.owner().id().equals(it.ownerId()))
                .ifPresent(it -> plan.step(new DeleteSecret(
                        spec.owner(), spec.credentials().generate().secretName())));
    }
}
