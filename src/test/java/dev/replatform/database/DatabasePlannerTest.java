package dev.replatform.database;

import static dev.replatform.database.Situation.CONNECTION;
import static dev.replatform.database.Situation.FOREIGN;
import static dev.replatform.database.Situation.GROUP;
import static dev.replatform.database.Situation.OURS;
import static dev.replatform.database.Situation.OWNER;
import static dev.replatform.database.Situation.PASSWORD;
import static dev.replatform.database.Situation.VERSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets.Written;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made where nothing is there, and what nobody may touch. */
class DatabasePlannerTest {
    private static final Problem DENIED = new Problem(FailureReason.ACCESS_DENIED, "denied");

    private final Situation it = Situation.nothingThere();

    @Test
    void whereNothingIsThereEverythingIsMadeAndTheInstanceLast() {
        assertThat(it.plan().sentences())
                .containsExactly(
                        "Create DB subnet group " + GROUP,
                        "Create DB parameter group %s-postgres16 (postgres16)".formatted(GROUP),
                        "Set {rds.force_ssl=1} in DB parameter group %s-postgres16".formatted(GROUP),
                        "Create RDS instance mvp (db.t4g.micro, PostgreSQL 16.8)");
        assertThat(it.plan().problems()).isEmpty();
    }

    @Test
    void aSubnetGroupOfTheUsersIsNotMade() {
        it.spec = "network: {subnetGroupName: theirs}";
        assertThat(it.plan().problems())
                .containsExactly(new Problem(
                        FailureReason.REFERENCE_NOT_FOUND,
                        "DB subnet group theirs of spec.network.subnetGroupName does not exist"));

        it.subnetGroup = Seen.present(new SubnetGroup("theirs", "arn:sg", Set.of(), Map.of()));
        assertThat(it.plan().problems()).isEmpty();
        assertThat(it.plan().sentences()).noneMatch(sentence -> sentence.contains("subnet group"));
    }

    @Test
    void aGroupOfOurOwnThatTheInstanceUsesNoMoreGoesAndOnesOfOthersStay() {
        var there = Situation.inSync();
        there.everyParameterGroup = Seen.present(List.of(
                new ParameterGroup(GROUP + "-postgres15", "arn:15", OURS),
                new ParameterGroup(GROUP + "-postgres16", "arn:16", OURS),
                new ParameterGroup(GROUP + "-by-hand", "arn:hand", Map.of())));

        assertThat(there.plan().sentences()).containsExactly("Delete DB parameter group " + GROUP + "-postgres15");

        there.status = "upgrading";
        assertThat(there.plan().steps()).isEmpty();
    }

    @Test
    void aPasswordIsGeneratedBeforeAnythingElseIsMade() {
        it.spec = "credentials: {generate: {username: mvp, secretName: mvp-db}}";
        it.generated = Seen.absent();
        it.credentials = Seen.absent();
        assertThat(it.plan().sentences()).containsExactly("Generate a password into Secret mvp-db");

        it.generated = Seen.present(new Written(Map.of("username", "mvp", "password", PASSWORD), OWNER.id()));
        it.credentials = Seen.present(new Login("mvp", PASSWORD));
        assertThat(it.plan().sentences()).hasSize(4).noneMatch(sentence -> sentence.contains("Generate"));
    }

    @Test
    void aPasswordIsNeverGeneratedTwice() {
        var there = Situation.inSync();
        there.spec = "credentials: {generate: {username: mvp, secretName: mvp-db}}";
        there.generated = Seen.absent();
        there.credentials = Seen.absent();

        assertThat(there.plan().steps()).isEmpty();
        assertThat(there.plan().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Secret mvp-db was generated once and is gone: make it again with the keys username and password; another password is then set in RDS");
    }

    @Test
    void aSecretOfSomebodyElseIsNeitherReadAsGeneratedNorOverwritten() {
        it.spec = "credentials: {generate: {username: mvp, secretName: mvp-db}}";
        it.generated = Seen.present(new Written(Map.of(), null));
        it.connectionSecret = Seen.present(new Written(Map.of(), "demo/shop/other"));

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "Secret mvp-connection exists and was not made for this Database: choose another spec.connectionSecretName",
                        "Secret mvp-db exists and was not made for this Database: choose another spec.credentials.generate.secretName");
    }

    @Test
    void anInstanceThatIsBeingMadeIsWaitedFor() {
        var there = Situation.inSync();
        there.status = "creating";
        assertThat(there.plan().steps()).isEmpty();
        assertThat(there.plan().sentences()).containsExactly("Wait for RDS instance mvp (creating)");
    }

    @Test
    void aUsableInstanceIsPublishedInASecretOnceAndThenThereIsNothingToDo() {
        var there = Situation.inSync();
        there.connectionSecret = Seen.absent();
        assertThat(there.plan().sentences()).containsExactly("Write Secret mvp-connection");

        there.connectionSecret = Seen.present(new Written(CONNECTION, OWNER.id()));
        assertThat(there.plan().isEmpty()).isTrue();
    }

    @Test
    void anInstanceThatHasFailedIsTheUsers() {
        var there = Situation.inSync();
        there.status = "incompatible-network";
        assertThat(there.plan().problems())
                .containsExactly(new Problem(
                        FailureReason.RESOURCE_FAILED, "RDS instance mvp is in state incompatible-network"));
    }

    @Test
    void whatBelongsToOthersIsAConflictAndNothingIsDone() {
        var there = Situation.inSync();
        there.tags = FOREIGN;
        there.parameterGroup = Seen.present(new ParameterGroup(GROUP, "arn:pg", FOREIGN));
        there.subnetGroup = Seen.present(new SubnetGroup(GROUP, "arn:sg", Set.of(), FOREIGN));
        there.connectionSecret = Seen.present(new Written(Map.of(), null));

        assertThat(there.plan().steps()).isEmpty();
        assertThat(there.plan().problems())
                .extracting(Problem::reason)
                .containsExactly(
                        FailureReason.CONFLICT, FailureReason.CONFLICT, FailureReason.CONFLICT, FailureReason.CONFLICT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short12", "with space", "with/slash", "with\"quote", "with@sign", "with\u00e9accent"})
    void aPasswordThatRdsRefusesIsToldBeforeAnythingIsMadeAndNotQuoted(String password) {
        it.credentials = Seen.present(new Login("mvp", password));

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.reason()).isEqualTo(FailureReason.INVALID_SECRET);
            assertThat(problem.message()).doesNotContain(password);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"8letters", "!#$%&'()*+,-.0?A[]^_`{|}~"})
    void aPasswordThatRdsTakesIsTaken(String password) {
        it.credentials = Seen.present(new Login("mvp", password));
        assertThat(it.plan().problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1mvp", "_mvp", "m-v-p", "seventeen_letters"})
    void aUserNameThatRdsRefusesIsTold(String username) {
        it.credentials = Seen.present(new Login(username, PASSWORD));
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.INVALID_SECRET);
    }

    @ParameterizedTest
    @CsvSource({"16,16.8", "16.3,16.8", "16.8,16.8", "16.9,16.10", "16.10,16.10", "15,15.7"})
    void theDefaultVersionIsTakenUnlessANewerOneIsAskedFor(String asked, String chosen) {
        it.spec = "engineVersion: \"%s\"".formatted(asked);
        assertThat(Versions.choose(it.effective(), VERSIONS))
                .map(EngineVersion::version)
                .contains(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16.11", "17"})
    void aVersionThatRdsDoesNotOfferMakesNothing(String asked) {
        it.spec = "engineVersion: \"%s\"".formatted(asked);
        it.orderable = Seen.absent();
        assertThat(it.plan().problems())
                .containsExactly(new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.engineVersion %s: RDS offers no such version of PostgreSQL in eu-west-1"
                                .formatted(asked)));
        assertThat(it.plan().sentences()).noneMatch(sentence -> sentence.contains("instance"));
    }

    @Test
    void aClassThatCannotBeOrderedIsToldWithTheVersion() {
        it.orderable = Seen.present(false);
        assertThat(it.plan().problems())
                .containsExactly(
                        new Problem(
                                FailureReason.INVALID_SPEC,
                                "spec.instanceClass db.t4g.micro cannot be ordered with PostgreSQL 16.8 in eu-west-1: choose another"));
    }

    static Stream<Consumer<Situation>> unseen() {
        return Stream.of(
                it -> it.credentials = Seen.unknown(DENIED),
                it -> it.generated = Seen.unknown(DENIED),
                it -> it.subnetGroup = Seen.unknown(DENIED),
                it -> it.parameterGroup = Seen.unknown(DENIED),
                it -> it.parameters = Seen.unknown(DENIED),
                it -> it.instance = Seen.unknown(DENIED),
                it -> it.versions = Seen.unknown(DENIED),
                it -> it.orderable = Seen.unknown(DENIED),
                it -> it.holdsRows = Seen.unknown(DENIED),
                it -> it.connectionSecret = Seen.unknown(DENIED));
    }

    @ParameterizedTest
    @MethodSource("unseen")
    void whateverCouldNotBeSeenMakesNoStep(Consumer<Situation> unseen) {
        unseen.accept(it);

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems()).containsExactly(DENIED);
    }

    @Test
    void noPlanShowsThePassword() {
        assertThat(it.plan().toString()).doesNotContain(PASSWORD);
        var there = Situation.inSync();
        there.connectionSecret = Seen.absent();
        there.login = LoginProof.REFUSED;
        assertThat(there.plan().toString()).doesNotContain(PASSWORD);
    }
}
