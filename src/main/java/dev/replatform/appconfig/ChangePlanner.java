package dev.replatform.appconfig;

import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.appconfig.AppConfigSteps.RunCommand;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules of what is run after a change. */
final class ChangePlanner {
    /** A command that failed restarts a service: it is not repeated hot. */
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMinutes(5);

    private static final int INSTANCES_OF_A_COMMAND = 50;

    private final EffectiveAppConfig spec;
    private final ObservedAppConfig observed;
    private final AllowTag allow;
    private final Instant now;
    private final Plan.Builder<Means> plan;

    ChangePlanner(
            EffectiveAppConfig spec,
            ObservedAppConfig observed,
            AllowTag allow,
            Instant now,
            Plan.Builder<Means> plan) {
        this.spec = spec;
        this.observed = observed;
        this.allow = allow;
        this.now = now;
        this.plan = plan;
    }

    /**
     * Once after all writes. A source that is not ready holds it up only where there is no earlier value to run with.
     *
     * @param isSettled whether all is in SSM, and nothing is to be written any more
     */
    void plan(boolean isSettled) {
        if (!isSettled) {
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
            observed.change().instances().value().ifPresent(all -> planCommand(failedOf(all, where)));
        }
    }

    /** Where it succeeded nothing is restarted again. An instance that is gone can no longer fail. */
    private static List<Instance> failedOf(List<Instance> instances, Set<String> where) {
        var failed = instances.stream().filter(it -> where.contains(it.id())).toList();
        return failed.isEmpty() ? instances : failed;
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
