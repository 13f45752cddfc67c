package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.appconfig.AppConfigSteps.CreateParameter;
import dev.replatform.appconfig.AppConfigSteps.DeleteParameters;
import dev.replatform.appconfig.AppConfigSteps.GenerateParameter;
import dev.replatform.appconfig.AppConfigSteps.GrantAccess;
import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.appconfig.AppConfigSteps.OverwriteParameter;
import dev.replatform.appconfig.AppConfigSteps.RemoveForOtherType;
import dev.replatform.appconfig.AppConfigSteps.RevokeAccess;
import dev.replatform.appconfig.AppConfigSteps.TagParameter;
import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.SsmParameters;
import dev.replatform.aws.SsmParameters.Wanted;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of an AppConfig's parameters and of who may read them. */
final class AppConfigPlanner {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final EffectiveAppConfig spec;
    private final ObservedAppConfig observed;
    private final AllowTag allow;
    private final Instant now;
    private final Plan.Builder<Means> plan = new Plan.Builder<>();

    private AppConfigPlanner(EffectiveAppConfig spec, ObservedAppConfig observed, AllowTag allow, Instant now) {
        this.spec = spec;
        this.observed = observed;
        this.allow = allow;
        this.now = now;
    }

    static Plan<Means> plan(EffectiveAppConfig spec, ObservedAppConfig observed, AllowTag allow, Instant now) {
        var planner = new AppConfigPlanner(spec, observed, allow, now);
        planner.plan.unless(observed.live()).unless(observed.keys()).unless(observed.strays());
        if (spec.deleting()) {
            planner.planDeletion();
            return planner.plan.buildForDeletion();
        }
        if (spec.claim().observing() && spec.parameters().isEmpty()) {
            planner.askForDeclaration();
            return planner.plan.build();
        }
        observed.live().value().ifPresent(planner::plan);
        return planner.plan.build();
    }

    /** Nothing is declared that could be compared: an object that only observes has to be told what to declare. */
    private void askForDeclaration() {
        observed.under()
                .value()
                .ifPresent(found -> plan.problem(
                        found.isEmpty()
                                ? new Problem(
                                        FailureReason.REFERENCE_NOT_FOUND,
                                        "no SSM parameter stands under %s".formatted(spec.path()))
                                : new Problem(
                                        FailureReason.OBSERVED_ONLY,
                                        "the spec declares no parameter: status.live says what stands under %s; apply it"
                                                .formatted(spec.path()))));
    }

    /** Under Retain nothing was looked at, and everything lives on, untouched. */
    private void planDeletion() {
        plan.unless(observed.policy());
        planPruning();
        observed.policy().value().ifPresent(it -> plan.step(new RevokeAccess(spec.roleName(), spec.policyName())));
        planRevocations();
    }

    private void plan(Map<String, Live> live) {
        var standings = Standing.all(spec, observed, live);
        standings.stream()
                .flatMap(it -> Optional.ofNullable(it.problem()).stream())
                .forEach(plan::problem);
        Standing.grouped(standings, Standing::waitsFor).forEach(plan::problem);
        standings.forEach(it -> it.differences(spec).forEach(plan::differs));
        planTags(standings);
        planWrites(standings);
        planPruning();
        var grant = dueGrant();
        grant.ifPresent(this::planGrant);
        planRevocations();
        var isSettled = grant.isEmpty()
                && !observed.strays().is(strays -> !strays.isEmpty())
                && standings.stream().allMatch(it -> it.isInSsm() && !it.isDue());
        if (spec.onChange() != null) {
            new ChangePlanner(spec, observed, allow, now, plan).plan(isSettled);
        }
    }

    /** What is adopted is ours before it is written. */
    private void planTags(List<Standing> standings) {
        standings.stream()
                .filter(it -> it.hasOtherTags(spec))
                .forEach(it -> plan.step(new TagParameter(
                        it.parameter().fullName(),
                        spec.tags().declared(),
                        spec.tags().superfluous(it.tags()))));
    }

    /** Those that change together: credentials first, addresses last, and no more at once than SSM takes. */
    private void planWrites(List<Standing> standings) {
        var due = standings.stream()
                .filter(Standing::isDue)
                .sorted(Comparator.comparing(
                        standing -> standing.parameter().source().turn()))
                .toList();
        due.stream().limit(SsmParameters.WRITES_A_SECOND).forEach(this::planWrite);
        if (due.size() > SsmParameters.WRITES_A_SECOND) {
            plan.waitFor("Write %d more parameters: SSM takes %d a second"
                            .formatted(due.size() - SsmParameters.WRITES_A_SECOND, SsmParameters.WRITES_A_SECOND))
                    .pause(A_SECOND);
        }
    }

    private void planWrite(Standing standing) {
        var parameter = standing.parameter();
        if (standing.hasOtherType()) {
            plan.step(new RemoveForOtherType(
                    parameter.fullName(), standing.live().parameter().type(), parameter.type()));
        } else if (!standing.isInSsm() && !isFree(parameter)) {
            plan.waitFor("Wait 30 seconds until SSM takes a new parameter of the name %s (%s)"
                    .formatted(parameter.fullName(), parameter.type()));
        } else if (standing.isInSsm()) {
            plan.step(new OverwriteParameter(wanted(parameter, standing.text())));
        } else if (standing.value() instanceof Value.Random random) {
            plan.step(new GenerateParameter(
                    parameter.fullName(),
                    parameter.secure(),
                    spec.kmsKeyId(),
                    random.length(),
                    spec.tags().declared()));
        } else {
            plan.step(new CreateParameter(
                    wanted(parameter, standing.text()), spec.tags().declared()));
        }
    }

    private boolean isFree(Parameter parameter) {
        var removed = observed.removals().get(parameter.fullName());
        return removed == null
                || !removed.plus(KnownParameters.BEFORE_THE_NAME_IS_FREE).isAfter(now);
    }

    private Wanted wanted(Parameter parameter, String text) {
        return new Wanted(parameter.fullName(), parameter.secure(), spec.kmsKeyId(), text);
    }

    private void planPruning() {
        var strays = observed.strays().value().orElse(List.of());
        for (int from = 0; from < strays.size(); from += SsmParameters.DELETED_AT_ONCE) {
            var to = Math.min(strays.size(), from + SsmParameters.DELETED_AT_ONCE);
            plan.step(new DeleteParameters(List.copyOf(strays.subList(from, to))));
        }
    }

    private Optional<GrantAccess> dueGrant() {
        if (spec.roleName() == null) {
            return Optional.empty();
        }
        plan.unless(observed.role()).unless(observed.policy());
        if (observed.role().isAbsent()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "role %s of spec.access.roleName does not exist: create it".formatted(spec.roleName())));
        }
        return observed.role().value().filter(this::isAllowed).flatMap(this::dueGrant);
    }

    private boolean isAllowed(Role role) {
        var refused = allow.refuses(spec.owner(), "role " + role.name(), role.tags());
        refused.ifPresent(plan::problem);
        return refused.isEmpty();
    }

    private Optional<GrantAccess> dueGrant(Role role) {
        var wanted = ReadPolicy.of(spec, role);
        return observed.policy().isUnknown() || observed.policy().is(wanted::equals)
                ? Optional.empty()
                : Optional.of(new GrantAccess(role.name(), spec.policyName(), wanted));
    }

    private void planGrant(GrantAccess grant) {
        plan.differs(new Drift(
                "spec.access",
                "inline policy %s of role %s".formatted(grant.policyName(), grant.roleName()),
                observed.policy().isPresent() ? "another policy" : "nothing"));
        plan.step(grant);
    }

    private void planRevocations() {
        plan.unless(observed.formerGrants());
        observed.formerGrants()
                .value()
                .ifPresent(roles -> roles.forEach(role -> plan.step(new RevokeAccess(role, spec.policyName()))));
    }
}
