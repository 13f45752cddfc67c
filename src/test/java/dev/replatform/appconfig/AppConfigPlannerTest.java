package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Adoption;
import dev.replatform.api.v1alpha1.AppConfigSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.appconfig.AppConfigSteps.DeleteParameters;
import dev.replatform.appconfig.AppConfigSteps.OverwriteParameter;
import dev.replatform.appconfig.AppConfigSteps.RevokeAccess;
import dev.replatform.appconfig.AppConfigSteps.TagParameter;
import dev.replatform.appconfig.ObservedAppConfig.Change;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.SsmParameters.Wanted;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.ownership.WantedTags;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is due of parameters and grants, for what was seen. */
class AppConfigPlannerTest extends AppConfigPlans {
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
                        "/cloudtalents/startup/db_name");
        assertThat(plan().waits()).containsExactly("Write 1 more parameters: SSM takes 3 a second");
        assertThat(plan().pause()).isEqualTo(Duration.ofSeconds(1));

        for (var name : List.of("db_name", "db_password", "db_user")) {
            inSsm(name, ((Value.Known) values.get(name)).text(), 2);
        }
        assertThat(sentences()).containsExactly("Overwrite SSM parameter /cloudtalents/startup/database_endpoint");
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
        live.put(
                "color",
                new Live(
                        parameter("color", "String", "red", 1, JUST_BEFORE), Seen.present(Map.of()), Optional.empty()));

        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.CONFLICT);
    }

    @Test
    void aParameterWhoseOwnerCouldNotBeSeenIsNotTouched() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        var throttled = new Problem(FailureReason.THROTTLED, "ListTagsForResource: asked too often");
        live.put(
                "color",
                new Live(
                        parameter("color", "String", "red", 1, JUST_BEFORE),
                        Seen.unknown(throttled),
                        Optional.empty()));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(throttled);
    }

    @Test
    void anotherTypeOfAGeneratedValueIsSaidAndNotWritten() {
        declare("secret_key", new Source.Generated(50), new Value.Random(50));
        live.put("secret_key", ours(parameter("secret_key", "String", "x", 1, JUST_BEFORE)));

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
        var observed = observed(Seen.unknown(denied), Change.NOT_ASKED);

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
    void anotherKeyWritesSecureStringsAnewWithTheValuesThatTheyHave() {
        kmsKeyId = "alias/app";
        declare("secret_key", new Source.Generated(50), new Value.Random(50));
        declare("db_password", new Source.SecretKey("gone", "password"), new Value.Waiting(NOT_READY));
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);
        underKey("secret_key", "made once", "alias/aws/ssm");
        underKey("db_password", "earlier", "arn:aws:kms:eu-west-1:123456789012:alias/app");

        assertThat(plan().steps())
                .containsExactly(new OverwriteParameter(
                        new Wanted("/cloudtalents/startup/secret_key", true, "alias/app", "made once")));
        assertThat(plan().drift())
                .containsExactly(new Drift("spec.parameters[secret_key].kmsKeyId", "alias/app", "alias/aws/ssm"));

        kmsKeyId = null;
        underKey("secret_key", "made once", "alias/app");
        underKey("db_password", "earlier", "alias/aws/ssm");
        assertThat(plan().steps())
                .containsExactly(new OverwriteParameter(
                        new Wanted("/cloudtalents/startup/secret_key", true, null, "made once")));
    }

    @Test
    void anotherTypeIsDeletedAndMadeAgainWhenTheNameIsFree() {
        declare("db_password", new Source.SecretKey("mvp", "password"), new Value.Known("secret"));
        live.put("db_password", ours(parameter("db_password", "String", "secret", 3, JUST_BEFORE)));
        assertThat(sentences())
                .containsExactly(
                        "Delete SSM parameter /cloudtalents/startup/db_password, a String, to make it again as a SecureString in 30 seconds");

        live.clear();
        removals = Map.of("/cloudtalents/startup/db_password", NOW.minusSeconds(29));
        assertThat(plan().steps()).isEmpty();
        assertThat(sentences())
                .containsExactly(
                        "Wait 30 seconds until SSM takes a new parameter of the name /cloudtalents/startup/db_password (SecureString)");

        removals = Map.of("/cloudtalents/startup/db_password", NOW.minusSeconds(30));
        assertThat(sentences())
                .containsExactly("Create SSM parameter /cloudtalents/startup/db_password (SecureString)");
    }

    @Test
    void driftTellsNoValue() {
        declare("db_password", new Source.SecretKey("mvp", "password"), new Value.Known("canary"));
        inSsm("db_password", "canary of somebody", 5);

        assertThat(plan().drift())
                .containsExactly(
                        new Drift("spec.parameters[db_password]", "the declared value", "another value (version 5)"));
    }

    @Test
    void whatASourceSaysAnewIsWrittenAndIsNoDriftUnlessSomebodyWroteMeanwhile() {
        declare("db_password", new Source.SecretKey("mvp", "password"), new Value.Known("new"));
        inSsm("db_password", "old", 5);

        known = Map.of("db_password", 5L);
        assertThat(plan().drift()).isEmpty();
        assertThat(sentences()).containsExactly("Overwrite SSM parameter /cloudtalents/startup/db_password");

        known = Map.of("db_password", 4L);
        assertThat(plan().drift()).hasSize(1);
    }

    @Test
    void aTagThatIsNoLongerDeclaredGoesAndAUsersOwnStays() {
        tags = new WantedTags(OWNER.tagsWith(Map.of("team", "b")), Set.of("cost"));
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        var are = Map.of(Owner.TAG, OWNER.id(), "team", "a", "cost", "1", "users", "own");
        live.put(
                "color",
                new Live(parameter("color", "String", "blue", 1, JUST_BEFORE), Seen.present(are), Optional.empty()));

        assertThat(plan().steps())
                .containsExactly(new TagParameter(
                        "/cloudtalents/startup/color", OWNER.tagsWith(Map.of("team", "b")), Set.of("cost")));
    }

    @Test
    void whatSomebodyElseMadeIsAdoptedAsTheSpecSays() {
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        declare("size", new Source.Literal("large"), new Value.Known("large"));
        foreign("color", "blue", Map.of());
        foreign("size", "small", Map.of());
        var tag = new TagParameter("/cloudtalents/startup/color", OWNER.tagsWith(Map.of()), Set.of());

        adoption = Adoption.WhenPlanIsEmpty;
        assertThat(plan().steps()).containsExactly(tag);
        assertThat(reasons()).containsExactly(FailureReason.CONFLICT);

        adoption = Adoption.Always;
        assertThat(plan().steps())
                .containsExactly(
                        tag,
                        new TagParameter("/cloudtalents/startup/size", OWNER.tagsWith(Map.of()), Set.of()),
                        new OverwriteParameter(new Wanted("/cloudtalents/startup/size", false, null, "large")));

        foreign("color", "blue", Map.of(Owner.TAG, "demo/other/startup"));
        assertThat(plan().problems().get(0).message())
                .isEqualTo(
                        "SSM parameter /cloudtalents/startup/color belongs to demo/other/startup and is not touched: choose another name or remove it");
    }

    @Test
    void whatNobodyOwnsIsComparedByAnObjectThatOnlyObserves() {
        observing = true;
        tags = WantedTags.of(spec(false).claim(), Map.of(), null);
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        foreign("color", "blue", Map.of("team", "shop"));
        assertThat(plan().isEmpty()).isTrue();

        foreign("color", "red", Map.of());
        assertThat(plan().drift()).extracting(Drift::field).containsExactly("spec.parameters[color]");

        foreign("color", "blue", Map.of(Owner.TAG, "demo/other/startup"));
        assertThat(reasons()).containsExactly(FailureReason.CONFLICT);
    }

    @Test
    void anObjectThatDeclaresNothingIsToldWhereToReadIt() {
        observing = true;
        under = Seen.present(List.of(new ObservedAppConfig.Found("color", "String", Optional.empty())));
        assertThat(reasons()).containsExactly(FailureReason.OBSERVED_ONLY);

        under = Seen.present(List.of());
        assertThat(reasons()).containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void deletionTakesWhatIsOursAndTheGrants() {
        roleName = "app";
        policy = Seen.present(PolicyDocument.of(List.of()));
        formerGrants = Seen.present(List.of("former"));
        strays = Seen.present(List.of("/cloudtalents/startup/color"));
        deletion = DeletionPolicy.Delete;
        var observed = observed(Seen.present(Map.of()), Change.NOT_ASKED);

        assertThat(AppConfigPlanner.plan(spec(true), observed, new AllowTag(true), NOW)
                        .steps())
                .containsExactly(
                        new DeleteParameters(List.of("/cloudtalents/startup/color")),
                        new RevokeAccess("app", spec(true).policyName()),
                        new RevokeAccess("former", spec(true).policyName()));
    }

    @Test
    void deletionWithRetainTouchesNothing() {
        var plan = AppConfigPlanner.plan(spec(true), ObservedAppConfig.NOTHING, new AllowTag(true), NOW);

        assertThat(plan.finished()).isTrue();
        assertThat(plan.isEmpty()).isTrue();
    }
}
