package dev.replatform.appconfig;

import dev.replatform.appconfig.AppConfigSteps.CreateParameter;
import dev.replatform.appconfig.AppConfigSteps.GenerateParameter;
import dev.replatform.appconfig.AppConfigSteps.GrantAccess;
import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.appconfig.AppConfigSteps.OverwriteParameter;
import dev.replatform.appconfig.AppConfigSteps.RunCommand;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
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
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules of an AppConfig: what is due for what was seen. */
final class AppConfigPlanner {
    /** A command that failed restarts a service: it is not repeated hot. */
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMinutes(5);

    private static final int INSTANCES_OF_A_COMMAND = 50;

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
        if (spec.deleting()) {
            return planner.plan.buildForDeletion(); // Retain: everything lives on, untouched
        }
        planner.plan.unless(observed.live());
        observed.live().value().ifPresent(planner::plan);
        return planner.plan.build();
    }

    private void plan(Map<String, Live> live) {
        var standings = Standing.all(spec, observed, live);
        standings.stream()
                .flatMap(it -> Optional.ofNullable(it.problem()).stream())
                .forEach(plan::problem);
        Standing.grouped(standings, Standing::waitsFor).forEach(plan::problem);
        planWrites(standings);
        var grant = dueGrant();
        grant.ifPresent(plan::step);
        planChange(standings, grant.isPresent());
    }

    /** Those that change together: credentials first, addresses last. */
    private void planWrites(List<Standing> standings) {
        standings.stream()
                .filter(Standing::isDue)
                .sorted(Comparator.comparing(
                        standing -> standing.parameter().source().turn()))
                .forEach(this::planWrite);
    }

    private void planWrite(Standing standing) {
        var parameter = standing.parameter();
        if (standing.value() instanceof Value.Random random) {
            plan.step(new GenerateParameter(
                    parameter.fullName(), parameter.secure(), spec.kmsKeyId(), random.length(), spec.tags()));
        } else if (standing.value() instanceof Value.Known known) {
            var wanted = new Wanted(parameter.fullName(), parameter.secure(), spec.kmsKeyId(), known.text());
            plan.step(standing.isInSsm() ? new OverwriteParameter(wanted) : new CreateParameter(wanted, spec.tags()));
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

    /** Once after all writes. A source that is not ready holds it up only where there is no earlier value to run with. */
    private void planChange(List<Standing> standings, boolean grantIsDue) {
        if (spec.onChange() == null) {
            return;
        }
        if (grantIsDue || !standings.stream().allMatch(it -> it.isInSsm() && !it.isDue())) {
            plan.waitFor("Run the command of spec.onChange once all parameters are written");
            return;
        }
        var change = observed.change();
        plan.unless(change.instances())
                .unless(change.command())
                .unless(change.failed())
                .unless(change.offline());
        if (observed.isApplied(spec, now)) {
            return;
        }
        if (change.command().isAbsent()) {
            change.instances().value().ifPresent(this::planCommand);
        }
        change.command().value().ifPresent(this::planAround);
    }

    private void planAround(Command command) {
        if (!command.hasEnded()) {
            plan.waitFor("Wait for Run Command %s (%s)".formatted(command.id(), command.status()));
            return;
        }
        var where = observed.change().failed().value().orElse(List.of()).stream()
                .map(Invocation::instanceId)
                .collect(Collectors.toCollection(TreeSet::new));
        plan.problem(new Problem(
                FailureReason.COMMAND_FAILED,
                "the command of spec.onChange ended as %s on %s: its output stands in SSM's history"
                        .formatted(command.status(), String.join(", ", where))));
        if (command.requestedAt().plus(BEFORE_ANOTHER_TRY).isBefore(now)) {
            observed.change().instances().value().ifPresent(this::planCommand);
        }
    }

    private void planCommand(List<Instance> instances) {
        var problem = obstacle(instances);
        problem.ifPresent(plan::problem);
        if (problem.isEmpty() && observed.change().offline().is(List::isEmpty)) {
            var ids = instances.stream().map(Instance::id).toList();
            var comment = spec.comment(observed.revision().orElseThrow());
            plan.step(new RunCommand(ids, comment, spec.onChange().commands()));
        }
    }

    private Optional<Problem> obstacle(List<Instance> instances) {
        if (instances.isEmpty()) {
            return Optional.of(
                    new Problem(
                            FailureReason.REFERENCE_NOT_FOUND,
                            "no running EC2 instance matches spec.onChange.runCommand.targets: start one, or change the targets"));
        }
        if (instances.size() > INSTANCES_OF_A_COMMAND) {
            return Optional.of(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.onChange.runCommand.targets match %d instances and Run Command takes %d: narrow them"
                            .formatted(instances.size(), INSTANCES_OF_A_COMMAND)));
        }
        return instances.stream()
                .flatMap(it -> allow.refuses(spec.owner(), "EC2 instance " + it.id(), it.tags()).stream())
                .findFirst()
                .or(this::offline);
    }

    private Optional<Problem> offline() {
        return observed.change()
                .offline()
                .value()
                .filter(ids -> !ids.isEmpty())
                .map(ids -> new Problem(
                        FailureReason.AGENT_OFFLINE,
                        "the SSM agent of EC2 instance %s does not answer: start it"
                                .formatted(String.join(", ", ids))));
    }
}
