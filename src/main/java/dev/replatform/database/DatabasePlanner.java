package dev.replatform.database;

import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.NewInstance;
import dev.replatform.database.DatabaseSteps.AdoptInstance;
import dev.replatform.database.DatabaseSteps.CreateInstance;
import dev.replatform.database.DatabaseSteps.CreateParameterGroup;
import dev.replatform.database.DatabaseSteps.CreateSubnetGroup;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.DatabaseSteps.SetParameters;
import dev.replatform.ownership.Claim.Standing;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rules of a Database: what is due for what was seen. What becomes of an instance that runs: {@link InstancePlanner}. */
final class DatabasePlanner {
    private static final String ELSEWHERE = "choose another spec.identifier or remove it";

    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Instant now;
    private final Plan.Builder<Means> plan = new Plan.Builder<>();

    private DatabasePlanner(EffectiveDatabase spec, ObservedDatabase observed, Instant now) {
        this.spec = spec;
        this.observed = observed;
        this.now = now;
    }

    static Plan<Means> plan(EffectiveDatabase spec, ObservedDatabase observed, Instant now) {
        if (!spec.complete()) {
            return new DatabasePlanner(spec, observed, now).askForDeclaration();
        }
        return spec.deleting() ? DeletionPlanner.plan(spec, observed) : new DatabasePlanner(spec, observed, now).plan();
    }

    /** Nothing is declared that could be compared: an object that only observes has to be told what to declare. */
    private Plan<Means> askForDeclaration() {
        plan.unless(observed.instance());
        if (observed.instance().isAbsent()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "RDS instance %s of spec.identifier does not exist".formatted(spec.identifier())));
        } else if (observed.instance().isPresent()) {
            plan.problem(new Problem(
                    FailureReason.OBSERVED_ONLY,
                    "the spec does not say what an instance is made of: status.live says what RDS instance %s has; apply it"
                            .formatted(spec.identifier())));
        }
        return plan.build();
    }

    private Plan<Means> plan() {
        plan.unless(observed.credentials())
                .unless(observed.generated())
                .unless(observed.instance())
                .unless(observed.parameterGroup())
                .unless(observed.everyParameterGroup())
                .unless(observed.parameters())
                .unless(observed.subnetGroup())
                .unless(observed.versions())
                .unless(observed.orderable())
                .unless(observed.holdsRows())
                .unless(observed.connectionSecret());
        refuseForeignOnes();
        new CredentialsPlanner(spec, observed, plan).plan();
        if (plan.hasProblems() || observed.credentials().isAbsent()) {
            return plan.build();
        }
        var login = observed.credentials().value().orElseThrow();
        if (observed.instance() instanceof Seen.Present<Instance> instance) {
            return planAround(instance.it(), login);
        }
        planSubnetGroup();
        planInstance(login);
        return plan.build();
    }

    private Plan<Means> planAround(Instance live, Login login) {
        var adopting = spec.claim().on(live.tags()) == Standing.TO_BE_ADOPTED;
        if (adopting && live.isUsable()) {
            plan.step(new AdoptInstance(
                    live.identifier(), live.arn(), spec.owner().id()));
        }
        var instance = new InstancePlanner(spec, observed, live, plan, now);
        instance.planChanges(login);
        if (adopting && spec.claim().onlyUnchanged() && instance.wouldChange()) {
            return plan.build()
                    .withheld(new Problem(
                            FailureReason.CONFLICT,
                            "RDS instance %s would change: status.plan says how; declare what it is, or set spec.adoption to Always"
                                    .formatted(live.identifier())));
        }
        if (spec.claim().on(live.tags()) != Standing.OBSERVED) {
            instance.planConnection(login);
            if (live.isModifiable()) {
                new ParametersPlanner(spec, observed, live).tidying().forEach(plan::step);
            }
        }
        return plan.build();
    }

    private void refuseForeignOnes() {
        observed.instance()
                .value()
                .filter(it -> spec.claim().on(it.tags()) == Standing.FOREIGN)
                .ifPresent(it ->
                        plan.problem(spec.claim().conflict("RDS instance " + spec.identifier(), it.tags(), ELSEWHERE)));
        observed.parameterGroup()
                .value()
                .ifPresent(group -> refuseUnlessOurs("DB parameter group " + group.name(), group.tags()));
        if (spec.makesSubnetGroup()) {
            observed.subnetGroup()
                    .value()
                    .ifPresent(group -> refuseUnlessOurs("DB subnet group " + group.name(), group.tags()));
        }
    }

    private void refuseUnlessOurs(String what, Map<String, String> tags) {
        if (!spec.owner().owns(tags)) {
            plan.problem(spec.claim().conflict(what, tags, "remove it"));
        }
    }

    private void planSubnetGroup() {
        if (!observed.subnetGroup().isAbsent()) {
            return;
        }
        if (spec.makesSubnetGroup()) {
            plan.step(new CreateSubnetGroup(spec.subnetGroup(), spec.subnetIds(), spec.tags()));
        } else {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "DB subnet group %s of spec.network.subnetGroupName does not exist".formatted(spec.subnetGroup())));
        }
    }

    private void planInstance(Login login) {
        var version = observed.versions().value().flatMap(versions -> Versions.choose(spec, versions));
        if (version.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.engineVersion %s: RDS offers no such version of PostgreSQL in %s"
                            .formatted(spec.engineVersion(), spec.region())));
            return;
        }
        if (!observed.orderable().is(orderable -> orderable)) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.instanceClass %s cannot be ordered with PostgreSQL %s in %s: choose another"
                            .formatted(spec.instanceClass(), version.get().version(), spec.region())));
            return;
        }
        var group = spec.parameterGroup(spec.majorVersion());
        if (observed.parameterGroup().isAbsent()) {
            plan.step(new CreateParameterGroup(group, version.get().family(), spec.tags()));
        }
        if (!observed.parameters().value().orElse(Map.of()).equals(spec.parameters())) {
            plan.step(new SetParameters(group, spec.parameters()));
        }
        plan.step(new CreateInstance(wanted(version.get().version(), group, login)));
    }

    private NewInstance wanted(String version, String parameterGroup, Login login) {
        return new NewInstance(
                spec.identifier(),
                version,
                spec.instanceClass(),
                spec.allocatedStorageGiB(),
                spec.storageType(),
                spec.maxAllocatedStorageGiB(),
                spec.kmsKeyId(),
                spec.databaseName(),
                spec.port(),
                login.username(),
                login.password(),
                parameterGroup,
                spec.subnetGroup(),
                List.copyOf(spec.securityGroupIds()),
                spec.publiclyAccessible(),
                spec.backupRetentionDays(),
                spec.backupWindow(),
                spec.maintenanceWindow(),
                spec.multiAz(),
                List.copyOf(spec.logExports()),
                spec.deletionProtection(),
                spec.tags());
    }
}
