package dev.replatform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets.Written;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabasePlannerTest {
    private static final Owner OWNER = new Owner("demo", "shop", "mvp", "uid-1");
    private static final Map<String, String> OURS = OWNER.tagsWith(Map.of());
    private static final Map<String, String> FOREIGN = Map.of(Owner.TAG, "demo/shop/other");
    private static final String PASSWORD = "hunter2-hunter2";
    private static final Problem DENIED = new Problem(FailureReason.ACCESS_DENIED, "denied");
    private static final Map<String, String> CONNECTION = Map.of(
            "host", "mvp.rds.example",
            "port", "5432",
            "database", "shop",
            "username", "mvp",
            "password", PASSWORD,
            "uri", "postgresql://mvp:hunter2-hunter2@mvp.rds.example:5432/shop",
            "jdbc-url", "jdbc:postgresql://mvp.rds.example:5432/shop");
    private static final List<EngineVersion> VERSIONS = List.of(
            new EngineVersion("15.7", "postgres15", true),
            new EngineVersion("16.10", "postgres16", false),
            new EngineVersion("16.3", "postgres16", false),
            new EngineVersion("16.8", "postgres16", true));

    private boolean deleting;
    private String engineVersion = "16";
    private List<String> subnetIds = List.of("subnet-a", "subnet-b");
    private Seen<Login> credentials = Seen.present(new Login("mvp", PASSWORD));
    private Seen<SubnetGroup> subnetGroup = Seen.absent();
    private Seen<ParameterGroup> parameterGroup = Seen.absent();
    private Seen<Instance> instance = Seen.absent();
    private Seen<List<EngineVersion>> versions = Seen.present(VERSIONS);
    private Seen<Boolean> orderable = Seen.present(true);
    private Seen<Written> connectionSecret = Seen.absent();

    @Test
    void whereNothingIsThereEverythingIsMadeAndTheInstanceLast() {
        assertThat(plan().sentences())
                .containsExactly(
                        "Create DB subnet group mvp-group",
                        "Create DB parameter group mvp-group (postgres16)",
                        "Set {rds.force_ssl=1} in DB parameter group mvp-group",
                        "Create RDS instance mvp (db.t4g.micro, PostgreSQL 16.8)");
        assertThat(plan().problems()).isEmpty();
    }

    @Test
    void aSubnetGroupOfTheUsersIsNotMade() {
        subnetIds = List.of();
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.REFERENCE_NOT_FOUND,
                        "DB subnet group mvp-group of spec.network.subnetGroupName does not exist"));

        subnetGroup = Seen.present(new SubnetGroup("mvp-group", "arn:sg", Set.of(), Map.of()));
        assertThat(plan().problems()).isEmpty();
        assertThat(plan().sentences()).noneMatch(sentence -> sentence.contains("subnet group"));
    }

    @Test
    void anInstanceThatIsBeingMadeIsWaitedFor() {
        everythingStands("creating");
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().sentences()).containsExactly("Wait for RDS instance mvp (creating)");
    }

    @Test
    void aUsableInstanceIsPublishedInASecretOnceAndThenThereIsNothingToDo() {
        everythingStands("available");
        assertThat(plan().sentences()).containsExactly("Write Secret mvp-connection");

        connectionSecret = Seen.present(new Written(CONNECTION, OWNER.id()));
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aParameterThatDriftedIsSetAgain() {
        everythingStands("available");
        connectionSecret = Seen.present(new Written(CONNECTION, OWNER.id()));
        parameterGroup = Seen.present(
                new ParameterGroup("mvp-group", "arn:pg", "postgres16", Map.of("rds.force_ssl", "0"), OURS));
        assertThat(plan().sentences()).containsExactly("Set {rds.force_ssl=1} in DB parameter group mvp-group");
    }

    @Test
    void anInstanceThatHasFailedIsTheUsers() {
        everythingStands("incompatible-network");
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.RESOURCE_FAILED, "RDS instance mvp is in state incompatible-network"));
    }

    @Test
    void whatBelongsToOthersIsAConflictAndNothingIsDone() {
        everythingStands("available");
        instance = Seen.present(instance("available", FOREIGN));
        parameterGroup = Seen.present(new ParameterGroup("mvp-group", "arn:pg", "postgres16", Map.of(), FOREIGN));
        subnetGroup = Seen.present(new SubnetGroup("mvp-group", "arn:sg", Set.of(), FOREIGN));
        connectionSecret = Seen.present(new Written(Map.of(), null));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .extracting(Problem::reason)
                .containsExactly(
                        FailureReason.CONFLICT, FailureReason.CONFLICT, FailureReason.CONFLICT, FailureReason.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short12", "with space", "with/slash", "with\"quote", "with@sign", "with\u00e9accent"})
    void aPasswordThatRdsRefusesIsToldBeforeAnythingIsMadeAndNotQuoted(String password) {
        credentials = Seen.present(new Login("mvp", password));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(FailureReason.INVALID_SECRET);
            assertThat(problem.message()).doesNotContain(password);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"8letters", "!#$%&'()*+,-.0?A[]^_`{|}~"})
    void aPasswordThatRdsTakesIsTaken(String password) {
        credentials = Seen.present(new Login("mvp", password));
        assertThat(plan().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1mvp", "_mvp", "m-v-p", "seventeen_letters"})
    void aUserNameThatRdsRefusesIsTold(String username) {
        credentials = Seen.present(new Login(username, PASSWORD));
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.INVALID_SECRET);
    }

    @ParameterizedTest
    @CsvSource({"16,16.8", "16.3,16.8", "16.8,16.8", "16.9,16.10", "16.10,16.10", "15,15.7"})
    void theDefaultVersionIsTakenUnlessANewerOneIsAskedFor(String asked, String chosen) {
        engineVersion = asked;
        assertThat(DatabasePlanner.choose(spec(), VERSIONS))
                .map(EngineVersion::version)
                .contains(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "16.11", "17"})
    void aVersionThatRdsDoesNotOfferMakesNothing(String asked) {
        engineVersion = asked;
        orderable = Seen.absent();
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.engineVersion %s: RDS offers no such version of PostgreSQL in eu-west-1"
                                .formatted(asked)));
        assertThat(plan().sentences()).noneMatch(sentence -> sentence.contains("instance"));
    }

    @Test
    void aClassThatCannotBeOrderedIsToldWithTheVersion() {
        orderable = Seen.present(false);
        assertThat(plan().problems())
                .containsExactly(
                        new Problem(
                                FailureReason.INVALID_SPEC,
                                "spec.instanceClass db.t4g.micro cannot be ordered with PostgreSQL 16.8 in eu-west-1: choose another"));
    }

    @Test
    void whateverCouldNotBeSeenMakesNoStep() {
        credentials = Seen.unknown(DENIED);
        assertNothingIsDone();
        credentials = Seen.present(new Login("mvp", PASSWORD));
        subnetGroup = Seen.unknown(DENIED);
        assertNothingIsDone();
        subnetGroup = Seen.absent();
        parameterGroup = Seen.unknown(DENIED);
        assertNothingIsDone();
        parameterGroup = Seen.absent();
        instance = Seen.unknown(DENIED);
        assertNothingIsDone();
        instance = Seen.absent();
        versions = Seen.unknown(DENIED);
        assertNothingIsDone();
        versions = Seen.present(VERSIONS);
        orderable = Seen.unknown(DENIED);
        assertNothingIsDone();
        orderable = Seen.present(true);
        connectionSecret = Seen.unknown(DENIED);
        assertNothingIsDone();
    }

    @Test
    void aDatabaseThatIsDeletedIsRetainedAndFinishedAtOnceWhateverIsSeen() {
        deleting = true;
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().finished()).isTrue();
        instance = Seen.unknown(DENIED);
        assertThat(plan().finished()).isTrue();
    }

    @Test
    void noPlanShowsThePassword() {
        assertThat(plan().toString()).doesNotContain(PASSWORD);
        everythingStands("available");
        assertThat(plan().toString()).doesNotContain(PASSWORD);
    }

    private void assertNothingIsDone() {
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
    }

    private void everythingStands(String status) {
        subnetGroup = Seen.present(new SubnetGroup("mvp-group", "arn:sg", Set.copyOf(subnetIds), OURS));
        parameterGroup = Seen.present(
                new ParameterGroup("mvp-group", "arn:pg", "postgres16", Map.of("rds.force_ssl", "1"), OURS));
        instance = Seen.present(instance(status, OURS));
        versions = Seen.absent();
        orderable = Seen.absent();
    }

    private static Instance instance(String status, Map<String, String> tags) {
        return new Instance(
                "mvp",
                "arn:rds",
                status,
                "16.8",
                "db.t4g.micro",
                "mvp",
                "shop",
                status.equals("creating") ? null : "mvp.rds.example",
                5432,
                "in-sync",
                tags);
    }

    private Plan<Means> plan() {
        return DatabasePlanner.plan(
                spec(),
                new ObservedDatabase(
                        credentials, subnetGroup, parameterGroup, instance, versions, orderable, connectionSecret));
    }

    private EffectiveDatabase spec() {
        return new EffectiveDatabase(
                OWNER,
                deleting,
                "eu-west-1",
                "mvp",
                engineVersion,
                "db.t4g.micro",
                20,
                "gp3",
                null,
                null,
                "shop",
                5432,
                new SecretRef("mvp-login", null, null),
                "mvp-connection",
                Map.of("rds.force_ssl", "1"),
                "mvp-group",
                subnetIds,
                "mvp-group",
                List.of(),
                false,
                7,
                null,
                null,
                false,
                List.of(),
                true,
                OURS);
    }
}
