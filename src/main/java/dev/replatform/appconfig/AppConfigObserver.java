package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec.CommandTarget;
import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.appconfig.ObservedAppConfig.Change;
import dev.replatform.appconfig.ObservedAppConfig.Found;
import dev.replatform.aws.AwsClients;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.aws.SsmParameters;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads what stands behind an AppConfig. */
final class AppConfigObserver {
    private static final String RUNNING = "running";
    private static final String TAG = "tag:";
    private static final String SECURE = "SecureString";

    private final AwsClients aws;
    private final KnownParameters known;
    private final AllowTag allow;

    AppConfigObserver(AwsClients aws, KnownParameters known, AllowTag allow) {
        this.aws = aws;
        this.known = known;
        this.allow = allow;
    }

    ObservedAppConfig observe(EffectiveAppConfig spec, Sources sources) {
        if (spec.deleting() && !spec.removes()) {
            return ObservedAppConfig.NOTHING;
        }
        var values = spec.parameters().stream()
                .collect(Collectors.toMap(Parameter::name, it -> it.source().value(sources)));
        var sides = new HashMap<String, List<Side>>();
        spec.migrations().forEach(name -> sources.sides(name).value().ifPresent(all -> sides.put(name, all)));
        var all = aws.ssmParameters().under(spec.path());
        var keys = all.then(it -> learnKeys(spec, it));
        Seen<Map<String, Live>> live = all.map(it -> declared(spec, it));
        var roles = aws.iamRoles();
        var asked = spec.roleName() != null;
        Seen<PolicyDocument> policy = asked ? roles.inlinePolicy(spec.roleName(), spec.policyName()) : Seen.notAsked();
        return new ObservedAppConfig(
                live,
                values,
                sides,
                asked ? roles.role(spec.roleName(), it -> mayStay(spec, it, policy)) : Seen.notAsked(),
                policy,
                each(spec.formerRoles(), role -> roles.inlinePolicy(role, spec.policyName())
                        .map(it -> role)),
                spec.removesStrays() ? all.then(it -> strays(spec, it)) : Seen.notAsked(),
                removals(spec),
                keys,
                spec.claim().observing() ? all.map(it -> found(spec, it)) : Seen.notAsked(),
                live.value()
                        .filter(it -> mayBeToldOf(spec, it))
                        .map(it -> change(spec, it))
                        .orElse(Change.NOT_ASKED));
    }

    /** What was granted with the role's owner's consent; nothing new is granted by a consent that is remembered. */
    private boolean mayStay(EffectiveAppConfig spec, Role role, Seen<PolicyDocument> policy) {
        return allow.allows(spec.owner(), role.tags()) && policy.is(ReadPolicy.of(spec, role)::equals);
    }

    private static boolean mayBeToldOf(EffectiveAppConfig spec, Map<String, Live> live) {
        return spec.onChange() != null
                && live.size() == spec.parameters().size()
                && !ObservedAppConfig.isRemembered(spec, live);
    }

    private Map<String, Live> declared(EffectiveAppConfig spec, List<SsmParameters.Parameter> all) {
        var names = spec.parameters().stream().collect(Collectors.toMap(Parameter::fullName, Parameter::name));
        var live = new HashMap<String, Live>();
        for (var parameter : all) {
            var name = names.get(parameter.name());
            if (name != null) {
                var tags = known.tags(spec.owner(), parameter, aws.ssmParameters());
                if (!tags.isAbsent()) {
                    live.put(name, new Live(parameter, tags, known.key(spec.owner(), parameter)));
                }
            }
        }
        return Map.copyOf(live);
    }

    /** One question for all, and only where there is a SecureString whose key is not known. */
    private Seen<Boolean> learnKeys(EffectiveAppConfig spec, List<SsmParameters.Parameter> all) {
        var secure = spec.parameters().stream()
                .filter(Parameter::secure)
                .map(Parameter::fullName)
                .collect(Collectors.toUnmodifiableSet());
        var unknown = all.stream()
                .filter(it -> SECURE.equals(it.type()))
                .filter(it -> spec.claim().observing() || secure.contains(it.name()))
                .filter(it -> known.key(spec.owner(), it).isEmpty())
                .toList();
        if (unknown.isEmpty()) {
            return Seen.present(true);
        }
        return aws.ssmParameters().metadata(spec.path()).map(told -> {
            unknown.forEach(it -> known.learnKey(spec.owner(), it, told.get(it.name())));
            return true;
        });
    }

    private List<Found> found(EffectiveAppConfig spec, List<SsmParameters.Parameter> all) {
        return all.stream()
                .map(it -> new Found(
                        it.name().substring(spec.path().length() + 1), it.type(), known.key(spec.owner(), it)))
                .toList();
    }

    private Seen<List<String>> strays(EffectiveAppConfig spec, List<SsmParameters.Parameter> all) {
        var declared = spec.parameters().stream().map(Parameter::fullName).collect(Collectors.toUnmodifiableSet());
        var others = all.stream().filter(it -> !declared.contains(it.name())).toList();
        return each(others, it -> known.tags(spec.owner(), it, aws.ssmParameters())
                .then(tags -> spec.owner().owns(tags) ? Seen.present(it.name()) : Seen.absent()));
    }

    private Map<String, Instant> removals(EffectiveAppConfig spec) {
        var removals = new HashMap<String, Instant>();
        spec.parameters().forEach(parameter -> known.removedAt(parameter.fullName())
                .ifPresent(at -> removals.put(parameter.fullName(), at)));
        return Map.copyOf(removals);
    }

    private Change change(EffectiveAppConfig spec, Map<String, Live> live) {
        var comment = spec.comment(ObservedAppConfig.revision(live));
        var instances = instances(spec.onChange().targets());
        var command = instances.then(all ->
                newest(all, it -> it.comment().equals(comment) && ObservedAppConfig.isSince(it.requestedAt(), live)));
        var mayBeDue = command.isAbsent() || command.is(it -> it.hasEnded() && !it.hasSucceeded());
        return new Change(
                instances,
                command,
                command.then(this::failed),
                mayBeDue ? instances.then(this::offline) : Seen.notAsked());
    }

    /** Several targets are narrowed down by each other, as Run Command does it. */
    private Seen<List<Instance>> instances(List<CommandTarget> targets) {
        var matching = new HashMap<String, Instance>();
        for (var target : targets) {
            var seen = instances(target);
            if (seen.isUnknown()) {
                return seen;
            }
            var found = seen.value().orElse(List.of()).stream()
                    .filter(instance -> RUNNING.equals(instance.state()))
                    .collect(Collectors.toMap(Instance::id, Function.identity()));
            if (target.equals(targets.get(0))) {
                matching.putAll(found);
            }
            matching.keySet().retainAll(found.keySet());
        }
        return Seen.present(matching.values().stream()
                .sorted(Comparator.comparing(Instance::id))
                .toList());
    }

    private Seen<List<Instance>> instances(CommandTarget target) {
        return target.key().startsWith(TAG)
                ? aws.ec2Instances().tagged(target.key().substring(TAG.length()), target.values())
                : each(target.values(), aws.ec2Instances()::one);
    }

    /** SSM lists commands by instance. One that failed was sent again, but only to where it failed. */
    private Seen<Command> newest(List<Instance> instances, Predicate<Command> which) {
        Seen<Command> newest = Seen.absent();
        for (var instance : instances) {
            var command = aws.runCommands().newest(instance.id(), which);
            if (command.isUnknown() || command.is(Command::hasSucceeded)) {
                return command;
            }
            if (isNewer(command, newest)) {
                newest = command;
            }
        }
        return newest;
    }

    private static boolean isNewer(Seen<Command> one, Seen<Command> other) {
        return one.is(command -> !other.is(it -> it.requestedAt().isAfter(command.requestedAt())));
    }

    private Seen<List<Invocation>> failed(Command command) {
        return command.hasEnded() && !command.hasSucceeded()
                ? aws.runCommands().invocations(command.id()).map(all -> all.stream()
                        .filter(it -> !it.hasSucceeded())
                        .toList())
                : Seen.notAsked();
    }

    private Seen<List<String>> offline(List<Instance> instances) {
        var ids = instances.stream().map(Instance::id).toList();
        return each(ids, this::offline);
    }

    /** @return the id of an instance whose agent does not answer */
    private Seen<String> offline(String id) {
        var online = aws.runCommands().agentIsOnline(id);
        if (online.isUnknown()) {
            return online.map(it -> id);
        }
        return online.is(it -> it) ? Seen.absent() : Seen.present(id);
    }

    /** @return what is there of each; unknown where one is */
    private static <T, U> Seen<List<U>> each(Collection<T> all, Function<T, Seen<U>> look) {
        var found = new ArrayList<U>();
        for (var one : all) {
            var seen = look.apply(one);
            if (seen instanceof Seen.Unknown<U> unknown) {
                return Seen.unknown(unknown.why());
            }
            seen.value().ifPresent(found::add);
        }
        return Seen.present(List.copyOf(found));
    }
}
