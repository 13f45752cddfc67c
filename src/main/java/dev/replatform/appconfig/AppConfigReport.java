package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.appconfig.Standing.State;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Builds the status of an AppConfig. All that it says of SSM comes out of one look, so that its parts fit each other. */
final class AppConfigReport {
    /** The condition that says whether the last change has reached the application. */
    static final String CHANGE_APPLIED = "ChangeApplied";

    private static final String SUCCESS = "Success";

    private final EffectiveAppConfig spec;
    private final ObservedAppConfig observed;
    private final AppConfigStatus before;
    private final Conditions conditions;
    private final Instant now;

    AppConfigReport(
            EffectiveAppConfig spec,
            ObservedAppConfig observed,
            AppConfigStatus before,
            Conditions conditions,
            Instant now) {
        this.spec = spec;
        this.observed = observed;
        this.before = before;
        this.conditions = conditions;
        this.now = now;
    }

    AppConfigStatus status(Plan<?> left) {
        if (!(observed.live() instanceof Seen.Present<Map<String, Live>> live)) {
            return unseen(left);
        }
        var standings = Standing.all(spec, observed, live.it());
        sourcesResolved(standings);
        parametersInSync(standings);
        accessGranted();
        changeApplied();
        return new AppConfigStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                resources(standings),
                observed.revision().orElse(null),
                (int) standings.stream()
                        .filter(it -> it.state() == State.InSync)
                        .count(),
                standings.stream().map(AppConfigReport::parameter).toList(),
                published(live.it()),
                onChange(),
                spec.tags().remembered(live.it().values().stream().flatMap(it -> it.tags().value().stream())),
                null);
    }

    private AppConfigStatus unseen(Plan<?> left) {
        observed.live().problem().ifPresent(why -> conditions
                .unknown("ParametersInSync", why.reason().conditionReason(), why.message())
                .asBefore("SourcesResolved")
                .asBefore("AccessGranted")
                .asBefore(CHANGE_APPLIED));
        return new AppConfigStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                before.resources(),
                before.revision(),
                before.parametersInSync(),
                before.parameters(),
                before.published(),
                before.onChange(),
                before.tagKeys(),
                null);
    }

    private void sourcesResolved(List<Standing> standings) {
        var type = "SourcesResolved";
        var waiting = Standing.grouped(standings, Standing::waitsFor);
        var gone = Standing.grouped(standings, Standing::gone);
        if (!waiting.isEmpty()) {
            conditions.no(type, waiting.get(0).reason().conditionReason(), sentence(waiting));
        } else if (!gone.isEmpty()) {
            conditions.no(type, "ReferenceGone", "The last values stay: " + sentence(gone));
        } else {
            conditions.yes(type, "Resolved", "Every parameter's source has a value.");
        }
    }

    private static String sentence(List<Problem> problems) {
        return problems.stream().map(Problem::message).collect(Collectors.joining("; "));
    }

    private void parametersInSync(List<Standing> standings) {
        var type = "ParametersInSync";
        var others = standings.stream()
                .filter(it -> it.state() != State.InSync)
                .map(it -> "%s is %s".formatted(it.parameter().name(), it.state()))
                .toList();
        if (others.isEmpty()) {
            conditions.yes(type, "InSync", "Every parameter is in SSM as declared.");
        } else {
            conditions.no(type, "OutOfSync", String.join(", ", others));
        }
    }

    private void accessGranted() {
        var type = "AccessGranted";
        var problem = observed.role().problem().or(observed.policy()::problem);
        if (spec.roleName() == null) {
            conditions.yes(type, "NotDeclared", "No role is declared.");
        } else if (problem.isPresent()) {
            conditions.unknown(
                    type,
                    problem.get().reason().conditionReason(),
                    problem.get().message());
        } else if (observed.role().is(role -> observed.policy().is(ReadPolicy.of(spec, role)::equals))) {
            conditions.yes(type, "Granted", "Role %s may read the parameters.".formatted(spec.roleName()));
        } else {
            conditions.no(type, "NotGranted", "Role %s may not read the parameters yet.".formatted(spec.roleName()));
        }
    }

    private void changeApplied() {
        var type = CHANGE_APPLIED;
        var change = observed.change();
        var problem = change.instances().problem().or(change.command()::problem);
        if (spec.onChange() == null) {
            conditions.yes(type, "NotDeclared", "Nothing is declared to be done after a change.");
        } else if (problem.isPresent()) {
            conditions.unknown(
                    type,
                    problem.get().reason().conditionReason(),
                    problem.get().message());
        } else if (observed.isApplied(spec, now)) {
            conditions.yes(type, "Applied", "The command of spec.onChange succeeded after the last change.");
        } else if (change.command().is(Command::hasEnded)) {
            conditions.no(type, "CommandFailed", "The command of spec.onChange did not succeed after the last change.");
        } else if (change.command().isPresent()) {
            conditions.no(type, "InProgress", "The command of spec.onChange runs.");
        } else {
            conditions.no(type, "NotSent", "The command of spec.onChange was not sent after the last change yet.");
        }
    }

    private List<AwsResource> resources(List<Standing> standings) {
        var resources = new ArrayList<AwsResource>();
        standings.stream()
                .map(Standing::live)
                .filter(live -> live != null && live.isOurs(spec.claim()))
                .forEach(live -> resources.add(new AwsResource(live.parameter().arn(), "SSM parameter", null)));
        observed.policy().value().ifPresent(it -> resources.add(grant(spec.roleName())));
        observed.formerGrants().value().ifPresent(roles -> roles.forEach(role -> resources.add(grant(role))));
        return List.copyOf(resources);
    }

    private AwsResource grant(String role) {
        return new AwsResource(role + "/" + spec.policyName(), EffectiveAppConfig.INLINE_POLICY, null);
    }

    private static AppConfigStatus.Parameter parameter(Standing standing) {
        return new AppConfigStatus.Parameter(
                standing.parameter().name(),
                standing.isInSsm() ? standing.live().parameter().version() : null,
                standing.state().name());
    }

    /** Only a side of which SSM holds every value that is declared is published: never one that is half written. */
    private List<AppConfigStatus.Published> published(Map<String, Live> live) {
        return spec.migrations().stream()
                .flatMap(migration -> publishedSide(migration, live).stream()
                        .map(side -> new AppConfigStatus.Published(migration, side.name())))
                .toList();
    }

    private Optional<Side> publishedSide(String migration, Map<String, Live> live) {
        return observed.sides().getOrDefault(migration, List.of()).stream()
                .filter(side -> spec.parameters().stream().allMatch(it -> says(it, migration, side, live)))
                .findFirst();
    }

    private boolean says(EffectiveAppConfig.Parameter parameter, String migration, Side side, Map<String, Live> live) {
        if (parameter.source().ofMigrations().noneMatch(source -> source.migration()
                .equals(migration))) {
            return true;
        }
        var written = live.get(parameter.name());
        return written != null && saysAlone(parameter, side, written);
    }

    /** A template says the active side, which its value was made of, or none. */
    private boolean saysAlone(EffectiveAppConfig.Parameter parameter, Side side, Live written) {
        return parameter.source() instanceof Source.OfMigration source
                ? side.value(source.field()).is(written::holds)
                : isActive(side)
                        && observed.values().get(parameter.name()) instanceof Value.Known known
                        && written.holds(known.text());
    }

    private boolean isActive(Side side) {
        return observed.sides().values().stream().anyMatch(sides -> sides.indexOf(side) == 0);
    }

    private AppConfigStatus.OnChange onChange() {
        if (spec.onChange() == null) {
            return null;
        }
        var revision = observed.revision().orElse(null);
        return observed.change()
                .command()
                .value()
                .map(command -> new AppConfigStatus.OnChange(revision, command.id(), command.status()))
                .or(() -> withoutCommand(revision))
                .orElse(before.onChange());
    }

    /** One that was applied and that SSM has forgotten. */
    private Optional<AppConfigStatus.OnChange> withoutCommand(String revision) {
        var isKnown = before.onChange() != null
                && revision != null
                && revision.equals(before.onChange().revision());
        return isKnown || !observed.isApplied(spec, now)
                ? Optional.empty()
                : Optional.of(new AppConfigStatus.OnChange(revision, null, SUCCESS));
    }
}
