package dev.replatform.database;

import static dev.replatform.database.Situation.FOREIGN;
import static dev.replatform.database.Situation.GROUP;
import static dev.replatform.database.Situation.NOW;
import static dev.replatform.database.Situation.OURS;
import static dev.replatform.database.Situation.OWNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Pending;
import dev.replatform.aws.RdsModification;
import dev.replatform.database.LastModifications.Modified;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets.Written;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an instance that is there. */
class InstancePlannerTest {
    private static final Problem UNREACHABLE = new Problem(FailureReason.DATABASE_UNREACHABLE, "no way in");

    private final Situation it = Situation.inSync();

    static Stream<Arguments> differences() {
        return Stream.of(
                drift("instanceClass", "db.t4g.micro", "db.m5.large", it -> it.instanceClass = "db.m5.large"),
                drift("storage.type", "gp3", "gp2", it -> it.storageType = "gp2"),
                drift("port", "5432", "6000", it -> it.port = 6000),
                drift("multiAZ", "false", "true", it -> it.multiAz = true),
                drift("backup.retentionDays", "7", "0", it -> it.retentionDays = 0),
                drift(
                        "backup.window",
                        "01:00-01:30",
                        "03:00-03:30",
                        it -> it.spec = "backup: {window: \"01:00-01:30\"}"),
                drift(
                        "maintenanceWindow",
                        "mon:05:00-mon:05:30",
                        "sun:05:00-sun:05:30",
                        it -> it.spec = "maintenanceWindow: mon:05:00-mon:05:30"),
                drift("network.publiclyAccessible", "false", "true", it -> it.publiclyAccessible = true),
                drift("deletionProtection", "true", "false", it -> it.deletionProtection = false),
                drift(
                        "network.securityGroupIds",
                        "[sg-rds]",
                        "[sg-other, sg-rds]",
                        it -> it.securityGroupIds = Set.of("sg-rds", "sg-other")),
                drift("cloudwatchLogsExports", "[]", "[postgresql]", it -> it.logExports = Set.of("postgresql")),
                drift("cloudwatchLogsExports", "[postgresql, upgrade]", "[upgrade]", it -> {
                    it.spec = "cloudwatchLogsExports: [postgresql, upgrade]";
                    it.logExports = Set.of("upgrade");
                }),
                drift("storage.allocatedStorageGiB", "50", "20", it -> it.spec = "storage: {allocatedStorageGiB: 50}"),
                drift(
                        "storage.maxAllocatedStorageGiB",
                        "100",
                        "20",
                        it -> it.spec = "storage: {maxAllocatedStorageGiB: 100}"),
                drift("storage.maxAllocatedStorageGiB", "20", "100", it -> it.maxAllocatedStorage = 100));
    }

    private static Arguments drift(String field, String declared, String live, Consumer<Situation> change) {
        return arguments(field, declared, live, change);
    }

    @ParameterizedTest
    @MethodSource("differences")
    void whatDiffersIsShownAndPutBackInOneCall(String field, String declared, String live, Consumer<Situation> change) {
        change.accept(it);

        assertThat(it.plan().drift()).containsExactly(new Drift("spec." + field, declared, live));
        assertThat(it.plan().sentences())
                .startsWith("Modify RDS instance mvp: %s %s -> %s".formatted(field, live, declared))
                .filteredOn(sentence -> sentence.startsWith("Modify"))
                .hasSize(1);
        assertThat(it.plan().problems()).isEmpty();
    }

    static Stream<Consumer<Situation>> noDrift() {
        return Stream.of(
                it -> it.engineVersion = "16.10",
                it -> {
                    it.spec = "storage: {allocatedStorageGiB: 20, maxAllocatedStorageGiB: 100}";
                    it.allocatedStorage = 40;
                    it.maxAllocatedStorage = 100;
                },
                it -> it.allocatedStorage = 40,
                it -> {
                    it.spec = "storage: {allocatedStorageGiB: 21}";
                    it.allocatedStorage = 22;
                },
                it -> it.backupWindow = "22:00-22:30",
                it -> it.maintenanceWindow = "mon:22:00-mon:22:30",
                it -> {
                    it.spec = "network: {subnetIds: [subnet-a, subnet-b]}";
                    it.securityGroupIds = Set.of("sg-of-the-vpc");
                },
                it -> {
                    it.spec = "parameters: {}";
                    it.usedParameterGroup = "theirs";
                    it.parameters = Seen.present(Map.of());
                },
                it -> it.tags = Map.of(Owner.TAG, OWNER.id(), "cost-centre", "4711"),
                it -> {
                    it.spec = "instanceClass: db.m5.large";
                    it.pending = pendingClass("db.m5.large");
                });
    }

    @ParameterizedTest
    @MethodSource("noDrift")
    void whatRdsDoesByItselfWhatWaitsForTheWindowAndWhatIsNotDeclaredIsNoDrift(Consumer<Situation> change) {
        change.accept(it);

        assertThat(it.plan().drift()).isEmpty();
        assertThat(it.plan().isEmpty()).isTrue();
    }

    @Test
    void manyChangesAreOneCall() {
        it.spec = """
                instanceClass: db.m5.large
                multiAZ: true
                storage: {allocatedStorageGiB: 50, maxAllocatedStorageGiB: 200}
                """;

        assertThat(it.plan().sentences()).singleElement().satisfies(sentence -> assertThat(sentence)
                .contains("instanceClass db.t4g.micro -> db.m5.large", "multiAZ false -> true")
                .contains("storage.allocatedStorageGiB 20 -> 50", "storage.maxAllocatedStorageGiB 20 -> 200"));
    }

    @Test
    void whatSomebodyElseHasPutInTheWindowIsTakenBack() {
        it.pending = pendingClass("db.r6g.large");

        assertThat(it.plan().drift())
                .containsExactly(new Drift("spec.instanceClass", "db.t4g.micro", "db.r6g.large (pending)"));
        assertThat(it.plan().sentences())
                .containsExactly("Modify RDS instance mvp: instanceClass db.r6g.large -> db.t4g.micro");
    }

    @Test
    void whatWaitsForTheWindowIsAskedForAgainWhereItIsToBeAppliedImmediately() {
        it.spec = "instanceClass: db.m5.large\napplyImmediately: true";
        it.pending = pendingClass("db.m5.large");
        assertThat(it.plan().drift()).isEmpty();
        assertThat(it.plan().sentences())
                .containsExactly("Modify RDS instance mvp: instanceClass db.t4g.micro -> db.m5.large");

        var asked = new RdsModification("mvp", true);
        asked.instanceClass("db.m5.large");
        it.lastModification = Optional.of(new Modified(asked, NOW.minusSeconds(10)));
        assertThat(it.plan().steps()).as("not twice within a minute").isEmpty();
        assertThat(it.plan().sentences()).hasSize(1);

        it.lastModification = Optional.of(new Modified(asked, NOW.minus(Duration.ofMinutes(2))));
        assertThat(it.plan().steps()).hasSize(1);
    }

    @Test
    void anInstanceThatIsBeingModifiedIsWaitedFor() {
        it.status = "modifying";
        it.multiAz = true;

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().sentences()).containsExactly("Wait for RDS instance mvp (modifying)");
        assertThat(it.plan().drift()).hasSize(1);
    }

    @Test
    void aDiskIsNeverShrunk() {
        it.spec = "storage: {allocatedStorageGiB: 20}";
        it.allocatedStorage = 40;

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems())
                .containsExactly(
                        new Problem(
                                FailureReason.INVALID_SPEC,
                                "spec.storage.allocatedStorageGiB 20 is less than the 40 GiB that the disk has, and RDS never shrinks a disk: declare 40"));
    }

    @Test
    void aVersionBelowTheFloorIsUpgradedToTheDefaultOne() {
        it.spec = "engineVersion: \"16.9\"";
        it.versions = Seen.present(List.of(
                new EngineVersion("16.9", "postgres16", false), new EngineVersion("16.10", "postgres16", true)));

        assertThat(it.plan().sentences()).containsExactly("Modify RDS instance mvp: engineVersion 16.8 -> 16.10");
        assertThat(it.plan().drift()).containsExactly(new Drift("spec.engineVersion", "16.9 or above", "16.8"));
    }

    @Test
    void aMajorUpgradeTakesItsAllowanceAndAGroupOfItsFamily() {
        it.spec = "engineVersion: \"17\"";
        it.versions = Seen.present(List.of(new EngineVersion("17.5", "postgres17", true)));
        assertThat(it.plan().problems())
                .containsExactly(
                        new Problem(
                                FailureReason.INVALID_SPEC,
                                "spec.engineVersion 17 is another major version than the 16.8 that runs: set spec.allowMajorUpgradeTo to \"17\" to upgrade"));
        assertThat(it.plan().steps()).isEmpty();

        it.spec += "\nallowMajorUpgradeTo: \"17\"";
        it.parameterGroup = Seen.absent();
        it.parameters = Seen.absent();
        assertThat(it.plan().sentences())
                .containsExactly(
                        "Create DB parameter group %s-postgres17 (postgres17)".formatted(GROUP),
                        "Set {rds.force_ssl=1} in DB parameter group %s-postgres17".formatted(GROUP),
                        "Modify RDS instance mvp: engineVersion 16.8 -> 17.5, parameters %1$s-postgres16 -> %1$s-postgres17"
                                .formatted(GROUP));
    }

    @Test
    void aVersionNeverGoesBack() {
        it.spec = "engineVersion: \"15\"";
        assertThat(it.plan().problems())
                .containsExactly(new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.engineVersion 15 is below the 16.8 that runs, and RDS never goes back: declare 16"));
    }

    @Test
    void aParameterThatIsNotDeclaredIsResetAndOneThatDriftedIsSetAgain() {
        it.parameters = Seen.present(Map.of("rds.force_ssl", "0", "work_mem", "65536"));

        assertThat(it.plan().sentences())
                .containsExactly("Set {rds.force_ssl=1} and reset [work_mem] in DB parameter group %s-postgres16"
                        .formatted(GROUP));
        assertThat(it.plan().drift())
                .containsExactly(
                        new Drift("spec.parameters.rds.force_ssl", "1", "0"),
                        new Drift("spec.parameters.work_mem", "nothing", "65536"));
    }

    @Test
    void aPendingRebootIsMadeWhereItIsAskedForOrNobodyReliesOnTheInstance() {
        it.parameterStatus = "pending-reboot";
        it.holdsRows = Seen.present(true);
        assertThat(it.plan().isEmpty()).as("Never, and somebody does").isTrue();

        it.holdsRows = Seen.present(false);
        assertThat(it.plan().sentences())
                .containsExactly("Reboot RDS instance mvp, so that static parameters are in force");

        it.spec = "adoption: Always";
        assertThat(it.plan().isEmpty()).as("an adopted one is somebody's").isTrue();

        it.spec = "rebootPolicy: WhenPending";
        it.holdsRows = Seen.present(true);
        assertThat(it.plan().steps()).hasSize(1);
    }

    @Test
    void subnetsChangeInOurGroupOnly() {
        it.subnetIds = Set.of("subnet-a", "subnet-x");
        assertThat(it.plan().sentences())
                .containsExactly("Set the subnets of DB subnet group %s to subnet-a, subnet-b".formatted(GROUP));

        it.usedSubnetGroup = "theirs";
        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.INVALID_SPEC);
    }

    @Test
    void declaredTagsAreSetAndOthersLeftAlone() {
        it.spec = "tags: {team: shop}";
        it.tags = Map.of(Owner.TAG, OWNER.id(), "team", "else", "cost-centre", "4711");

        assertThat(it.plan().sentences()).containsExactly("Tag RDS instance mvp with {team=shop}");
        assertThat(it.plan().drift()).containsExactly(new Drift("spec.tags", "{team=shop}", "{team=else}"));
    }

    @Test
    void aRefusedLoginSetsThePasswordAndPublishesItOnlyWhenItIsProved() {
        it.credentials = Seen.present(new Login("mvp", "another-password"));
        it.login = LoginProof.REFUSED;
        assertThat(it.plan().sentences()).containsExactly("Modify RDS instance mvp: master password");

        it.login = LoginProof.LOGGED_IN;
        assertThat(it.plan().sentences()).containsExactly("Write Secret mvp-connection");
    }

    @Test
    void aPasswordThatWasSetAndIsRefusedAllTheSameIsNotSetForEver() {
        it.login = LoginProof.REFUSED;
        var asked = new RdsModification("mvp", false);
        asked.masterPassword(Situation.PASSWORD);

        it.lastModification = Optional.of(new Modified(asked, NOW.minusSeconds(20)));
        assertThat(it.plan().sentences()).containsExactly("Wait until RDS shows: master password");

        it.lastModification = Optional.of(new Modified(asked, NOW.minusSeconds(90)));
        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.LOGIN_REFUSED);
    }

    @Test
    void whereNobodyCanLogInThePasswordThatWasPublishedLastIsTheInstances() {
        it.login = LoginProof.unknown(UNREACHABLE);
        assertThat(it.plan().isEmpty()).isTrue();

        it.credentials = Seen.present(new Login("mvp", "another-password"));
        assertThat(it.plan().sentences()).containsExactly("Modify RDS instance mvp: master password");

        var asked = new RdsModification("mvp", false);
        asked.masterPassword("another-password");
        it.lastModification = Optional.of(new Modified(asked, NOW.minusSeconds(1)));
        assertThat(it.plan().sentences()).containsExactly("Write Secret mvp-connection");
    }

    @Test
    void theMasterUserCannotBeChanged() {
        it.masterUsername = "postgres";
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.INVALID_SECRET);
    }

    @Test
    void anInstanceWithoutOwnerIsAdoptedWhereThatIsAskedForAndItIsNamed() {
        it.tags = Map.of("cost-centre", "4711");
        assertThat(it.plan().steps()).as("Never").isEmpty();
        assertThat(it.plan().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "RDS instance mvp exists, was not made for this object and is not touched: choose another spec.identifier or remove it, or name it and set spec.adoption");

        it.spec = "adoption: WhenPlanIsEmpty";
        assertThat(it.plan().sentences()).containsExactly("Adopt RDS instance mvp");

        it.multiAz = true;
        assertThat(it.plan().steps()).as("it would change").isEmpty();
        assertThat(it.plan().sentences())
                .containsExactly("Adopt RDS instance mvp", "Modify RDS instance mvp: multiAZ true -> false");
        assertThat(it.plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.CONFLICT);

        it.spec = "adoption: Always";
        assertThat(it.plan().steps()).hasSize(2);
    }

    @Test
    void anInstanceOfAnotherObjectIsNeverAdopted() {
        it.spec = "adoption: Always";
        it.tags = FOREIGN;

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "RDS instance mvp belongs to demo/shop/other and is not touched: choose another spec.identifier or remove it");
    }

    @Test
    void anAdoptedInstanceKeepsItsGroupUntilAParameterIsDeclared() {
        it.spec = "adoption: Always\nparameters: {}";
        it.usedParameterGroup = "terraform-pg";
        it.parameterGroup = Seen.absent();
        it.parameters = Seen.absent();
        assertThat(it.plan().isEmpty()).isTrue();

        it.spec = "adoption: Always";
        assertThat(it.plan().sentences())
                .containsExactly(
                        "Create DB parameter group %s-postgres16 (postgres16)".formatted(GROUP),
                        "Set {rds.force_ssl=1} in DB parameter group %s-postgres16".formatted(GROUP),
                        "Modify RDS instance mvp: parameters terraform-pg -> %s-postgres16".formatted(GROUP));
        assertThat(it.tags).isEqualTo(OURS);
    }

    @Test
    void aPasswordChangeThatIsUnderWayIsWaitedForAndThePublishedOneStays() {
        it.pending = new Pending(null, null, null, null, null, null, null, true);
        it.login = LoginProof.NOT_TRIED;
        it.connectionSecret = Seen.present(new Written(Situation.CONNECTION, OWNER.id()));

        assertThat(it.plan().steps()).isEmpty();
        assertThat(it.plan().sentences()).containsExactly("Wait until RDS has set the master password");
    }

    private static Pending pendingClass(String name) {
        return new Pending(null, name, null, null, null, null, null, false);
    }
}
