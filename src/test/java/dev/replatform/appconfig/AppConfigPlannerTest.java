package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfigSpec.CommandTarget;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.appconfig.AppConfigSteps.Means;
import dev.replatform.appconfig.AppConfigSteps.OverwriteParameter;
import dev.replatform.appconfig.AppConfigSteps.RunCommand;
import dev.replatform.appconfig.EffectiveAppConfig.Applied;
import dev.replatform.appconfig.EffectiveAppConfig.OnChange;
import dev.replatform.appconfig.EffectiveAppConfig.Parameter;
import dev.replatform.appconfig.ObservedAppConfig.Change;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.aws.SsmParameters;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AppConfigPlannerTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Instant JUST_BEFORE = NOW.minusSeconds(20);
    private static final Owner OWNER = new Owner("demo", "cloudtalents", "startup", "uid-1");
    private static final Map<String, String> ALLOWED = Map.of(AllowTag.TAG, "demo/cloudtalents");
    private static final Role ROLE = new Role("app", "arn:aws:iam::123456789012:role/app", ALLOWED);
    private static final Instance BOX = new Instance("i-0abc", "running", ALLOWED);
    private static final Problem NOT_READY = new Problem(FailureReason.REFERENCE_NOT_READY, "Migration mvp waits");
    private static final OnChange RESTART =
            new OnChange(List.of(new CommandTarget("tag:App", List.of("mvp"))), List.of("systemctl restart app"));

    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Live> live = new HashMap<>();
    private String roleName;
    private OnChange onChange;
    private Applied applied;
    private Seen<Role> role = Seen.absent();
    private Seen<PolicyDocument> policy = Seen.absent();
    private Seen<List<Instance>> instances = Seen.present(List.of(BOX));
    private Seen<Command> command = Seen.absent();
    private Seen<List<String>> offline = Seen.present(List.of());

    @Test
    void whatIsMissingIsCreatedAndWhatDiffersIsOverwritten() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        declare("size", new Source.Literal("large"), new Value.Known("large"));
        inSsm("size", "small", 4);

        assertThat(sentences())
                .containsExactly(
                        "Create SSM parameter /cloudtalents/startup/color (String)",
                        "Overwrite SSM parameter /cloudtalents/startup/size");
    }

    @Test
    void whatIsAsDeclaredIsNotWritten() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aGeneratedValueIsMadeOnceAndNeverChanged() {
        declare("secret_key", new Source.Generated(50), new Value.Random(50));

        assertThat(sentences())
                .containsExactly("Create SSM parameter /cloudtalents/startup/secret_key with a generated value");

        inSsm("secret_key", "whatever it is", 1);
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aSwitchIsWrittenCredentialsFirstAndTheHostLast() {
        fromMigration("database_endpoint", MigrationField.activeHost, "target.example");
        fromMigration("db_name", MigrationField.activeDatabase, "mvp2");
        fromMigration("db_password", MigrationField.activePassword, "new");
        fromMigration("db_user", MigrationField.activeUsername, "new");
        for (var name : List.of("database_endpoint", "db_name", "db_password", "db_user")) {
            inSsm(name, "old", 1);
        }

        assertThat(plan().steps())
                .extracting(step -> ((OverwriteParameter) step).wanted().name())
                .containsExactly(
                        "/cloudtalents/startup/db_password",
                        "/cloudtalents/startup/db_user",
                        "/cloudtalents/startup/db_name",
                        "/cloudtalents/startup/database_endpoint");
    }

    @Test
    void aSourceThatIsNotReadyHoldsUpItsOwnParametersOnly() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        declare("db_user", ofMigration(MigrationField.activeUsername), new Value.Waiting(NOT_READY));
        declare("database_endpoint", ofMigration(MigrationField.activeHost), new Value.Waiting(NOT_READY));

        var plan = plan();

        assertThat(plan.sentences()).containsExactly("Create SSM parameter /cloudtalents/startup/color (String)");
        assertThat(plan.problems())
                .containsExactly(new Problem(
                        FailureReason.REFERENCE_NOT_READY, "Migration mvp waits (database_endpoint, db_user)"));
    }

    @Test
    void aMigrationThatIsGoneLeavesItsLastValueAndIsMissedOnlyWhereThereIsNone() {
        var gone = new Problem(FailureReason.REFERENCE_NOT_FOUND, "Migration mvp does not exist: create it");
        declare("db_user", ofMigration(MigrationField.activeUsername), new Value.Gone(gone));
        inSsm("db_user", "mvp", 3);
        assertThat(plan().isEmpty()).isTrue();

        declare("database_endpoint", ofMigration(MigrationField.activeHost), new Value.Gone(gone));
        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void aForeignParameterIsAConflictAndIsNotTouched() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        live.put("color", new Live(parameter("color", "String", "red", 1, JUST_BEFORE), Seen.present(false)));

        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.CONFLICT);
    }

    @Test
    void aParameterWhoseOwnerCouldNotBeSeenIsNotTouched() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        var throttled = new Problem(FailureReason.THROTTLED, "ListTagsForResource: asked too often");
        live.put("color", new Live(parameter("color", "String", "red", 1, JUST_BEFORE), Seen.unknown(throttled)));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(throttled);
    }

    @Test
    void anotherTypeIsSaidAndNotWritten() {
        declare("db_password", new Source.SecretKey("mvp", "password"), new Value.Known("secret"));
        live.put("db_password", new Live(parameter("db_password", "String", "x", 1, JUST_BEFORE), Seen.present(true)));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems().get(0).message())
                .contains("is a String and cannot become a SecureString")
                .contains("declare type String");
    }

    @Test
    void aValueThatSsmRefusesIsNamedByItsFieldAndNeverQuoted() {
        declare("template", new Source.Literal("{{x}}"), new Value.Known("{{x}}"));
        declare("db_password", new Source.SecretKey("mvp", "password"), new Value.Known("canary".repeat(1366)));

        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.INVALID_SPEC, FailureReason.INVALID_SECRET);
        assertThat(plan().problems().get(0).message())
                .startsWith("spec.parameters[template].value: SSM takes no value");
        assertThat(plan().toString()).doesNotContain("canary");
    }

    @Test
    void nothingIsPlannedOutOfWhatCouldNotBeSeen() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        var denied = new Problem(FailureReason.ACCESS_DENIED, "GetParametersByPath: no (AccessDeniedException)");
        var observed = new ObservedAppConfig(Seen.unknown(denied), values, Map.of(), role, policy, Change.NOT_ASKED);

        var plan = AppConfigPlanner.plan(spec(false), observed, new AllowTag(true), NOW);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.problems()).containsExactly(denied);
    }

    @Test
    void aRoleWithItsOwnersConsentMayReadThePathAndNothingElse() {
        roleName = "app";
        role = Seen.present(ROLE);

        assertThat(sentences())
                .containsExactly(
                        "Put inline policy %s on role app".formatted(spec(false).policyName()));

        policy = Seen.present(PolicyDocument.parse("""
                {"Statement": {"Effect": "Allow", "Sid": "ReadParameters",
                  "Action": ["ssm:GetParametersByPath", "ssm:GetParameter", "ssm:GetParameters"],
                  "Resource": ["arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtalents/startup",
                               "arn:aws:ssm:eu-west-1:123456789012:parameter/cloudtalents/startup/*"]},
                 "Version": "2012-10-17"}"""));
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aRoleWithoutItsOwnersConsentIsNotGivenAPolicy() {
        roleName = "app";
        role = Seen.present(new Role("app", ROLE.arn(), Map.of(AllowTag.TAG, "demo/other")));

        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.NOT_ALLOWED_BY_OWNER);
    }

    @Test
    void aRoleThatDoesNotExistIsNamed() {
        roleName = "app";

        assertThat(plan().problems().get(0).message()).contains("role app of spec.access.roleName does not exist");
    }

    @Test
    void theCommandIsSentOnceAllIsWritten() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        assertThat(sentences())
                .containsExactly(
                        "Create SSM parameter /cloudtalents/startup/color (String)",
                        "Run the command of spec.onChange once all parameters are written");

        inSsm("color", "blue", 1);
        assertThat(plan().steps())
                .containsExactly(new RunCommand(
                        List.of("i-0abc"),
                        spec(false).comment(ObservedAppConfig.revision(live)),
                        List.of("systemctl restart app")));

        command = Seen.present(new Command("c-1", "", "InProgress", NOW));
        assertThat(sentences()).containsExactly("Wait for Run Command c-1 (InProgress)");

        command = Seen.present(new Command("c-1", "", "Success", NOW));
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aSourceThatIsNotReadyDoesNotKeepTheApplicationFromARestartItNeeds() {
        onChange = RESTART;
        declare("bucket", new Source.OfImageStore("images", null), new Value.Waiting(NOT_READY));
        inSsm("bucket", "earlier", 1);
        assertThat(plan().steps()).hasSize(1);

        live.clear();
        assertThat(plan().steps())
                .as("without any value the application could not start")
                .isEmpty();
    }

    @Test
    void aCommandThatFailedIsNamedByItsInstanceAndTriedAgainAfterAWhile() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);

        command = Seen.present(new Command("c-1", "", "Failed", NOW.minus(Duration.ofMinutes(4))));
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.COMMAND_FAILED,
                        "the command of spec.onChange ended as Failed on i-0abc: its output stands in SSM's history"));

        command = Seen.present(new Command("c-1", "", "Failed", NOW.minus(Duration.ofMinutes(6))));
        assertThat(plan().steps()).hasSize(1);
    }

    @Test
    void anInstanceWithoutItsOwnersConsentRunsNothing() {
        onChange = RESTART;
        instances = Seen.present(List.of(BOX, new Instance("i-0other", "running", Map.of())));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems().get(0).reason()).isEqualTo(FailureReason.NOT_ALLOWED_BY_OWNER);
        assertThat(plan().problems().get(0).message()).contains("i-0other");
    }

    @Test
    void noInstanceAndAnInstanceWhoseAgentIsOfflineAreProblems() {
        onChange = RESTART;
        instances = Seen.present(List.of());
        assertThat(reasons()).containsExactly(FailureReason.REFERENCE_NOT_FOUND);

        instances = Seen.present(List.of(BOX));
        offline = Seen.present(List.of("i-0abc"));
        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.AGENT_OFFLINE);
    }

    @Test
    void aCommandThatSsmHasForgottenIsNotSentAgain() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        live.put(
                "color",
                new Live(parameter("color", "String", "blue", 1, NOW.minus(Duration.ofDays(31))), Seen.present(true)));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aRevisionThatTheStatusRemembersNeedsNoInstance() {
        onChange = RESTART;
        instances = Seen.present(List.of());
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);
        applied = new Applied(ObservedAppConfig.revision(live), NOW);
        assertThat(plan().isEmpty()).isTrue();

        applied = new Applied(applied.revision(), JUST_BEFORE.minus(Duration.ofMinutes(2)));
        assertThat(reasons()).as("made again since").containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void deletionWithRetainTouchesNothing() {
        var plan = AppConfigPlanner.plan(spec(true), ObservedAppConfig.NOTHING, new AllowTag(true), NOW);

        assertThat(plan.finished()).isTrue();
        assertThat(plan.isEmpty()).isTrue();
    }

    @Test
    void theRevisionMovesWithAnyVersionAndWithNothingElse() {
        inSsm("a", "1", 1);
        inSsm("b", "2", 1);
        var before = ObservedAppConfig.revision(live);
        inSsm("b", "another value", 1);
        assertThat(ObservedAppConfig.revision(live)).isEqualTo(before).hasSize(6);

        inSsm("b", "2", 2);
        assertThat(ObservedAppConfig.revision(live)).isNotEqualTo(before);
    }

    private void fromMigration(String name, MigrationField field, String value) {
        declare(name, ofMigration(field), new Value.Known(value));
    }

    private static Source ofMigration(MigrationField field) {
        return new Source.OfMigration("mvp", field);
    }

    private void declare(String name, Source source, Value value) {
        parameters.add(new Parameter(name, "/cloudtalents/startup/" + name, source.isSecret(), source));
        values.put(name, value);
    }

    private void inSsm(String name, String value, long version) {
        var type = parameters.stream()
                .filter(it -> it.name().equals(name))
                .map(Parameter::type)
                .findFirst()
                .orElse("String");
        live.put(name, new Live(parameter(name, type, value, version, JUST_BEFORE), Seen.present(true)));
    }

    private static SsmParameters.Parameter parameter(
            String name, String type, String value, long version, Instant lastModified) {
        var path = "/cloudtalents/startup/" + name;
        return new SsmParameters.Parameter(path, "arn:" + path, type, value, version, lastModified);
    }

    private EffectiveAppConfig spec(boolean deleting) {
        return new EffectiveAppConfig(
                OWNER,
                deleting,
                "eu-west-1",
                "/cloudtalents/startup",
                List.copyOf(parameters),
                null,
                roleName,
                OWNER.derivedName("appconfig", 64),
                onChange,
                applied,
                OWNER.tagsWith(Map.of()));
    }

    private Plan<Means> plan() {
        Seen<List<Invocation>> failed = Seen.present(List.of(new Invocation("i-0abc", "Failed", "Failed")));
        var change = live.size() == parameters.size() && onChange != null
                ? new Change(instances, command, failed, offline)
                : Change.NOT_ASKED;
        var observed = new ObservedAppConfig(Seen.present(Map.copyOf(live)), values, Map.of(), role, policy, change);
        return AppConfigPlanner.plan(spec(false), observed, new AllowTag(true), NOW);
    }

    private List<String> sentences() {
        return plan().sentences();
    }

    private List<FailureReason> reasons() {
        return plan().problems().stream().map(Problem::reason).toList();
    }
}
