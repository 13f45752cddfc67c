package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.Adoption;
import dev.replatform.api.v1alpha1.AppConfigSpec.CommandTarget;
import dev.replatform.api.v1alpha1.AppConfigSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.appconfig.EffectiveAppConfig.Applied;
import dev.replatform.appconfig.EffectiveAppConfig.OnChange;
import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.appconfig.ObservedAppConfig.Change;
import dev.replatform.appconfig.ObservedAppConfig.Found;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.aws.SsmParameters;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Claim;
import dev.replatform.ownership.Owner;
import dev.replatform.ownership.WantedTags;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What planners of an AppConfig are given, put together test by test. */
abstract class AppConfigPlans {
    static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    static final Instant JUST_BEFORE = NOW.minusSeconds(20);
    static final Owner OWNER = new Owner("demo", "cloudtalents", "startup", "uid-1");
    static final Map<String, String> ALLOWED = Map.of(AllowTag.TAG, "demo/cloudtalents");
    static final Role ROLE = new Role("app", "arn:aws:iam::123456789012:role/app", ALLOWED);
    static final Instance BOX = new Instance("i-0abc", "running", ALLOWED);
    static final Problem NOT_READY = new Problem(FailureReason.REFERENCE_NOT_READY, "Migration mvp waits");
    static final OnChange RESTART =
            new OnChange(List.of(new CommandTarget("tag:App", List.of("mvp"))), List.of("systemctl restart app"));

    final List<Parameter> parameters = new ArrayList<>();
    final Map<String, Value> values = new HashMap<>();
    final Map<String, Live> live = new HashMap<>();
    String roleName;
    OnChange onChange;
    Applied applied;
    Adoption adoption = Adoption.Never;
    boolean observing;
    Seen<List<Found>> under = Seen.notAsked();
    DeletionPolicy deletion = DeletionPolicy.Retain;
    String kmsKeyId;
    boolean prune;
    Map<String, Long> known = Map.of();
    WantedTags tags = new WantedTags(OWNER.tagsWith(Map.of()), Set.of());
    Seen<List<String>> formerGrants = Seen.present(List.of());
    Seen<List<String>> strays = Seen.notAsked();
    Map<String, Instant> removals = Map.of();
    Seen<Role> role = Seen.absent();
    Seen<PolicyDocument> policy = Seen.absent();
    Seen<List<Instance>> instances = Seen.present(List.of(BOX));
    Seen<Command> command = Seen.absent();
    Seen<List<String>> offline = Seen.present(List.of());

    void fromMigration(String name, MigrationField field, String value) {
        declare(name, ofMigration(field), new Value.Known(value));
    }

    static Source ofMigration(MigrationField field) {
        return new Source.OfMigration("mvp", field);
    }

    void declare(String name, Source source, Value value) {
        parameters.add(new Parameter(name, "/cloudtalents/startup/" + name, source.isSecret(), source));
        values.put(name, value);
    }

    void inSsm(String name, String value, long version) {
        var type = parameters.stream()
                .filter(it -> it.name().equals(name))
                .map(Parameter::type)
                .findFirst()
                .orElse("String");
        live.put(name, ours(parameter(name, type, value, version, JUST_BEFORE)));
    }

    void underKey(String name, String value, String keyId) {
        live.put(
                name,
                new Live(
                        parameter(name, "SecureString", value, 1, JUST_BEFORE),
                        Seen.present(OWNER.tagsWith(Map.of())),
                        Optional.of(keyId)));
    }

    void foreign(String name, String value, Map<String, String> its) {
        live.put(name, new Live(parameter(name, "String", value, 1, JUST_BEFORE), Seen.present(its), Optional.empty()));
    }

    static SsmParameters.Parameter parameter(
            String name, String type, String value, long version, Instant lastModified) {
        var path = "/cloudtalents/startup/" + name;
        return new SsmParameters.Parameter(path, "arn:" + path, type, value, version, lastModified);
    }

    EffectiveAppConfig spec(boolean deleting) {
        return new EffectiveAppConfig(
                OWNER,
                new Claim(OWNER, adoption, true, observing),
                deleting,
                deletion,
                "eu-west-1",
                "/cloudtalents/startup",
                List.copyOf(parameters),
                kmsKeyId,
                roleName,
                OWNER.derivedName("appconfig", 64),
                onChange,
                applied,
                prune,
                Set.of(),
                known,
                tags);
    }

    ObservedAppConfig observed(Seen<Map<String, Live>> seen, Change change) {
        return new ObservedAppConfig(
                seen,
                values,
                Map.of(),
                role,
                policy,
                formerGrants,
                strays,
                removals,
                Seen.present(true),
                under,
                change);
    }

    Live ours(SsmParameters.Parameter parameter) {
        return new Live(parameter, Seen.present(OWNER.tagsWith(Map.of())), Optional.empty());
    }

    Plan<Means> plan() {
        Seen<List<Invocation>> failed = Seen.present(List.of(new Invocation("i-0abc", "Failed", "Failed")));
        var change = live.size() == parameters.size() && onChange != null
                ? new Change(instances, command, failed, offline)
                : Change.NOT_ASKED;
        var observed = observed(Seen.present(Map.copyOf(live)), change);
        return AppConfigPlanner.plan(spec(false), observed, new AllowTag(true), NOW);
    }

    List<String> sentences() {
        return plan().sentences();
    }

    List<FailureReason> reasons() {
        return plan().problems().stream().map(Problem::reason).toList();
    }
}
