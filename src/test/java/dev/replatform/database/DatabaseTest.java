package dev.replatform.database;

import static dev.replatform.database.DatabaseLab.condition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.ownership.Owner;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.Tag;

/** The whole kind, look by look, against RDS of the sandbox. Most tests share an instance, which each finds in sync. */
class DatabaseTest {
    private static final String PASSWORD = "first-password";
    private static final String SPEC = """
            instanceClass: db.t3.micro
            credentials: {secretRef: {name: mvp-db}}
            """;

    @TempDir
    private static Path folder;

    private static DatabaseLab lab;
    private static Map<String, Long> callsOfCreation;

    @BeforeAll
    static void createTheInstance() throws IOException {
        lab = new DatabaseLab(folder);
        lab.secret("mvp-db", "mvp", PASSWORD);
        lab.database("mvp", SPEC);
        var mark = lab.aws.calls().mark();
        lab.until("mvp", status -> status.plan().stream().anyMatch(it -> it.contains("Create RDS instance")));
        callsOfCreation = lab.aws.calls().since(mark).byOperation();
        lab.untilReady("mvp");
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @BeforeEach
    void startInSync() {
        lab.secret("mvp-db", "mvp", PASSWORD);
        lab.database("mvp", SPEC);
        lab.until(
                "mvp", status -> status.isTrue("Ready") && !status.isTrue("DriftDetected") && status.pending() == null);
        lab.untilIdle("mvp");
        lab.kubernetesWrites.clear();
        lab.events.clear();
    }

    @AfterEach
    void endFaults() {
        lab.aws.faults().clear();
    }

    @Test
    void creationTakesNineCalls() {
        assertThat(callsOfCreation)
                .isEqualTo(Map.of(
                        "rds:DescribeDBInstances", 1L,
                        "rds:DescribeDBSubnetGroups", 1L,
                        "rds:DescribeDBParameterGroups", 1L,
                        "rds:DescribeDBEngineVersions", 2L,
                        "rds:DescribeOrderableDBInstanceOptions", 1L,
                        "rds:CreateDBSubnetGroup", 1L,
                        "rds:CreateDBParameterGroup", 1L,
                        "rds:CreateDBInstance", 1L));
    }

    @Test
    void aQuietLookIsTwoReadsAndNoWrite() {
        var mark = lab.aws.calls().mark();

        for (int look = 0; look < 3; look++) {
            lab.passes(Duration.ofMinutes(1));
            lab.look("mvp");
        }

        assertThat(lab.aws.calls().since(mark).byOperation())
                .isEqualTo(Map.of("rds:DescribeDBInstances", 3L, "rds:DescribeDBParameters", 3L));
        assertThat(lab.kubernetesWrites).isEmpty();
    }

    @Test
    void aChangedClassIsOneCallAndTheInstanceStaysPublishedMeanwhile() {
        var mark = lab.aws.calls().mark();
        lab.database("mvp", SPEC.replace("db.t3.micro", "db.t3.small") + "applyImmediately: true");

        var changed =
                lab.until("mvp", status -> lab.instance("mvp").dbInstanceClass().equals("db.t3.small"));
        lab.untilReady("mvp");

        assertThat(changed.isTrue("DriftDetected"))
                .as("a change of ours is no drift")
                .isFalse();
        assertThat(lab.aws.calls().since(mark).writes().byOperation()).isEqualTo(Map.of("rds:ModifyDBInstance", 1L));
        assertThat(lab.events).anyMatch(it -> it.startsWith("ModifyInstance: Modify RDS instance mvp: instanceClass"));

        lab.database("mvp", SPEC + "applyImmediately: true");
        lab.until("mvp", status -> lab.instance("mvp").dbInstanceClass().equals("db.t3.micro"));
    }

    @Test
    void everyOtherFieldChangesAsWell() {
        var mark = lab.aws.calls().mark();
        lab.database("mvp", SPEC.replace("db.t3.micro", "db.t3.medium") + """
                storage: {allocatedStorageGiB: 50, maxAllocatedStorageGiB: 200}
                port: 6000
                cloudwatchLogsExports: [postgresql]
                backup: {retentionDays: 3, window: "01:00-02:00"}
                multiAZ: true
                applyImmediately: true
                deletionProtection: false
                tags: {team: shop}
                """);

        lab.until("mvp", status -> status.isTrue("Ready") && status.endpoint().port() == 6000);

        var changed = lab.instance("mvp");
        assertThat(changed.allocatedStorage()).isEqualTo(50);
        assertThat(changed.maxAllocatedStorage()).isEqualTo(200);
        assertThat(changed.enabledCloudwatchLogsExports()).containsExactly("postgresql");
        assertThat(changed.multiAZ()).isTrue();
        assertThat(changed.tagList()).extracting(Tag::key).contains("team");
        assertThat(lab.secret("mvp-connection")).containsEntry("port", "6000");
        assertThat(lab.aws.calls().since(mark).writes().byOperation())
                .isEqualTo(Map.of("rds:ModifyDBInstance", 1L, "rds:AddTagsToResource", 1L));

        lab.database("mvp", SPEC + "applyImmediately: true");
        lab.until("mvp", status -> status.isTrue("Ready") && status.endpoint().port() == 5432);
        assertThat(lab.instance("mvp").maxAllocatedStorage()).isNull();
        assertThat(lab.instance("mvp").enabledCloudwatchLogsExports()).isEmpty();
    }

    @Test
    void aMajorUpgradeThatIsAllowedTakesAGroupOfTheNewFamilyAndNoGroupIsLeftBehind() {
        var spec = SPEC + "deletionPolicy: Delete\napplyImmediately: true\nparameters: {work_mem: \"8192\"}\n";
        lab.database("old", spec);
        lab.untilReady("old");

        lab.database("old", spec + "engineVersion: \"17\"");
        var refused = lab.look("old");
        assertThat(condition(refused, "Stalled").message()).contains("set spec.allowMajorUpgradeTo to \"17\"");
        lab.database("old", spec + "engineVersion: \"17\"\nallowMajorUpgradeTo: \"17\"");
        lab.until(
                "old",
                status -> status.isTrue("Ready") && status.engineVersion().startsWith("17."));

        assertThat(lab.instance("old").engineVersion())
                .as("the default of the major")
                .isEqualTo("17.5");
        assertThat(lab.instance("old").dbParameterGroups().get(0).dbParameterGroupName())
                .endsWith("-postgres17");
        assertThat(condition(lab.look("old"), "ParametersInSync").reason()).isEqualTo("InSync");
        assertThat(lab.parameterGroups()).noneMatch(name -> name.endsWith("-postgres16") && name.contains("-old-"));
        lab.untilLetGo("old");
        assertThat(lab.parameterGroups()).noneMatch(name -> name.contains("-old-"));
    }

    @Test
    void whatWaitsForTheWindowIsShownAndTakenBackWhenItIsDeclaredNoMore() {
        lab.database("mvp", SPEC + "multiAZ: true");
        var waiting = lab.untilReady("mvp");
        assertThat(waiting.pending()).isEqualTo(Map.of("multiAZ", "true"));
        assertThat(lab.instance("mvp").multiAZ()).isFalse();

        lab.database("mvp", SPEC);
        assertThat(lab.until("mvp", status -> status.pending() == null).isTrue("DriftDetected"))
                .isFalse();
    }

    @Test
    void whatSomebodyChangesInAwsIsShownToldAndPutBack() {
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .deletionProtection(false)
                .vpcSecurityGroupIds("sg-rds", "sg-world"));

        var seen = lab.look("mvp");
        assertThat(seen.drift())
                .containsExactlyInAnyOrder(
                        new Drift("spec.deletionProtection", "true", "false"),
                        new Drift("spec.network.securityGroupIds", "[sg-rds]", "[sg-rds, sg-world]"));
        assertThat(seen.isTrue("DriftDetected")).isTrue();

        var after = lab.untilReady("mvp");
        assertThat(after.drift()).isEmpty();
        assertThat(after.isTrue("DriftDetected")).isFalse();
        assertThat(lab.instance("mvp").deletionProtection()).isTrue();
        assertThat(lab.events)
                .anyMatch(it -> it.startsWith("DriftDetected: "))
                .anyMatch(it -> it.startsWith("DriftCorrected: "));
    }

    @Test
    void observedOnlyNothingIsTouchedAndTheObjectIsReleased() {
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .deletionProtection(false));
        lab.database("mvp", SPEC + "managementPolicy: Observe");
        var mark = lab.aws.calls().mark();

        var seen = lab.look("mvp");

        assertThat(seen.plan()).containsExactly("Modify RDS instance mvp: deletionProtection false -> true");
        assertThat(condition(seen, "Stalled").reason()).isEqualTo("ObservedOnly");
        assertThat(seen.isTrue("DriftDetected")).isTrue();
        lab.look("mvp");
        assertThat(lab.aws.calls().since(mark).writes().calls()).isEmpty();
        mark = lab.aws.calls().mark();
        assertThat(lab.letsGo("mvp")).isTrue();
        assertThat(lab.aws.calls().since(mark).calls()).isEmpty();
    }

    @Test
    void pausedNothingIsWrittenAndReadyStandsUntilItGoesOn() {
        lab.annotate("mvp", "replatform.dev/paused", "true");
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .deletionProtection(false));
        var mark = lab.aws.calls().mark();

        var paused = lab.look("mvp");

        assertThat(paused.isTrue("Paused")).isTrue();
        assertThat(paused.isTrue("Ready")).isTrue();
        assertThat(paused.drift()).hasSize(1);
        assertThat(lab.letsGo("mvp")).as("deletion waits").isFalse();
        assertThat(lab.aws.calls().since(mark).writes().calls()).isEmpty();

        lab.annotate("mvp", "replatform.dev/paused", null);
        var on = lab.until("mvp", status -> lab.instance("mvp").deletionProtection());
        assertThat(on.isTrue("Paused")).isFalse();
    }

    @Test
    void aWishToLookNowIsEchoedAndProvesThePasswordAnew() {
        lab.annotate("mvp", "replatform.dev/reconcile-at", "noon");
        assertThat(lab.look("mvp").lastHandledReconcileAt()).isEqualTo("noon");
        lab.kubernetesWrites.clear();
        lab.look("mvp");
        assertThat(lab.kubernetesWrites).isEmpty();
    }

    @Test
    void aStaticParameterIsInForceAfterARebootAsNobodyHasLoadedRowsYet() {
        lab.database("mvp", SPEC + "parameters: {rds.logical_replication: \"1\", log_min_duration_statement: \"500\"}");

        lab.until("mvp", status -> lab.events.stream().anyMatch(it -> it.startsWith("RebootInstance: ")));
        var after = lab.untilReady("mvp");

        assertThat(condition(after, "ParametersInSync").reason()).isEqualTo("InSync");
        lab.database("mvp", SPEC);
        lab.until("mvp", status -> lab.aws
                .rds()
                .describeDBParameters(request -> request.dbParameterGroupName(
                                lab.instance("mvp").dbParameterGroups().get(0).dbParameterGroupName())
                        .source("user"))
                .parameters()
                .isEmpty());
    }

    @Test
    void aChangedSecretIsSetInRdsProvedByALoginAndPublished() {
        lab.secret("mvp-db", "mvp", "second-password");

        var refused = lab.look("mvp");
        assertThat(condition(refused, "CredentialsInSync").reason()).isEqualTo("LoginRefused");
        var proved = lab.until("mvp", status -> status.isTrue("CredentialsInSync") && status.isTrue("Ready"));

        assertThat(proved.toString()).doesNotContain("second-password");
        assertThat(lab.logsIn("mvp", "mvp", "second-password")).isTrue();
        assertThat(lab.secret("mvp-connection")).containsEntry("password", "second-password");
    }

    @Test
    void aPasswordThatSomebodyChangesInAwsIsFoundWithinFiveMinutesAndSetBack() {
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .masterUserPassword("somebody-elses"));
        DatabaseLab.await(() -> lab.logsIn("mvp", "mvp", "somebody-elses"));

        lab.passes(Duration.ofMinutes(6));
        lab.until("mvp", status -> lab.logsIn("mvp", "mvp", PASSWORD));
    }

    @Test
    void anInstanceOfNobodyIsAdoptedOnlyWhereThatIsAskedFor() {
        lab.aws.rds().createDBInstance(request -> request.dbInstanceIdentifier("theirs")
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(20)
                .storageType("gp3")
                .dbName("shop")
                .masterUsername("mvp")
                .masterUserPassword(PASSWORD)
                .vpcSecurityGroupIds("sg-rds")
                .dbSubnetGroupName(lab.instance("mvp").dbSubnetGroup().dbSubnetGroupName())
                .backupRetentionPeriod(7)
                .deletionProtection(false));
        DatabaseLab.await(() -> lab.instance("theirs").dbInstanceStatus().equals("available"));
        var mark = lab.aws.calls().mark();

        lab.database("theirs", SPEC);
        assertThat(condition(lab.look("theirs"), "Stalled").reason()).isEqualTo("Conflict");
        lab.database("theirs", SPEC + "adoption: WhenPlanIsEmpty");
        var refused = lab.look("theirs");
        assertThat(condition(refused, "Ready").message()).contains("would change: status.plan says how");
        assertThat(refused.plan()).contains("Modify RDS instance theirs: deletionProtection false -> true");
        assertThat(lab.aws.calls().since(mark).writes().calls()).isEmpty();

        lab.database("theirs", SPEC + "adoption: WhenPlanIsEmpty\ndeletionProtection: false");
        lab.untilReady("theirs");
        assertThat(lab.aws.calls().since(mark).writes().byOperation()).isEqualTo(Map.of("rds:AddTagsToResource", 1L));
        assertThat(lab.instance("theirs").tagList())
                .extracting(Tag::key, Tag::value)
                .containsExactly(tuple(Owner.TAG, "demo/cloudtalents/theirs"));
        lab.untilLetGo("theirs");
    }

    @Test
    void anInstanceWithAGeneratedPasswordIsDeletedWithAllThatWasMade() {
        lab.database(
                "gone",
                "instanceClass: db.t3.micro\n"
                        + "credentials: {generate: {username: mvp, secretName: gone-db}}\ndeletionPolicy: Delete");
        lab.until("gone", status -> lab.secret("gone-db").containsKey("password"));
        var password = lab.secret("gone-db").get("password");
        lab.untilReady("gone");
        assertThat(password).matches("[A-Za-z0-9_-]{32}");
        assertThat(lab.secret("gone-connection")).containsEntry("password", password);
        var subnetGroup = lab.instance("gone").dbSubnetGroup().dbSubnetGroupName();

        lab.untilLetGo("gone");

        assertThatExceptionOfType(DbInstanceNotFoundException.class).isThrownBy(() -> lab.instance("gone"));
        assertThat(lab.aws.rds().describeDBSubnetGroups().dbSubnetGroups())
                .noneMatch(group -> group.dbSubnetGroupName().equals(subnetGroup));
        assertThat(lab.parameterGroups()).noneMatch(name -> name.startsWith(subnetGroup));
        assertThat(lab.secret("gone-db")).isEmpty();
        assertThat(lab.secret("gone-connection")).isEmpty();
    }

    @Test
    void aLastSnapshotIsTakenAndWaitedForAndProtectionIsTheUsers() {
        lab.database("kept", SPEC + "deletionPolicy: Snapshot\ndeletionProtection: true");
        lab.untilReady("kept");
        assertThat(lab.letsGo("kept")).isFalse();
        assertThat(condition(lab.current("kept").getStatus(), "Stalled").reason())
                .isEqualTo("DeletionProtected");
        assertThat(lab.instance("kept").dbInstanceStatus()).isEqualTo("available");

        lab.database("kept", SPEC + "deletionPolicy: Snapshot\ndeletionProtection: false");
        lab.untilLetGo("kept");

        assertThat(lab.aws
                        .rds()
                        .describeDBSnapshots(request -> request.dbInstanceIdentifier("kept"))
                        .dbSnapshots())
                .extracting(DBSnapshot::status)
                .containsExactly("available");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_RESET", "INTERNAL_ERROR"})
    void aChangeWhoseAnswerIsLostIsMadeOnce(Failure failure) {
        lab.aws.faults().on("rds", "ModifyDBInstance").afterItsEffect().times(4).fail(failure);
        lab.database("mvp", SPEC + "maintenanceWindow: mon:01:00-mon:02:00");

        lab.until("mvp", status -> status.isTrue("Ready") && status.observedGeneration() > 1);

        assertThat(lab.instance("mvp").preferredMaintenanceWindow()).isEqualTo("mon:01:00-mon:02:00");
    }

    @Test
    void beingThrottledIsNoFailure() {
        lab.aws.faults().on("rds", "DescribeDBInstances").times(8).fail(Failure.THROTTLING);

        var throttled = lab.look("mvp");

        assertThat(throttled.isTrue("Ready")).isTrue();
        assertThat(throttled.isTrue("Reconciling")).isFalse();
    }

    @Test
    void oneRefusedCallIsToldAndTriedAgainOnceItIsAllowed() {
        lab.aws.faults().on("rds", "ModifyDBInstance").times(2).fail(Failure.ACCESS_DENIED);
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .deletionProtection(false));

        var refused = lab.look("mvp");
        assertThat(condition(refused, "Stalled").reason()).isEqualTo("AccessDenied");
        assertThat(condition(refused, "Stalled").message()).startsWith("ModifyDBInstance: ");
        assertThat(refused.drift()).hasSize(1);
        lab.untilReady("mvp");
        assertThat(lab.instance("mvp").deletionProtection()).isTrue();
    }

    @Test
    void aWrongStateIsWaitedFor() {
        lab.aws.faults().on("rds", "ModifyDBInstance").fail(Failure.WRONG_STATE);
        lab.aws.rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                .deletionProtection(false));

        assertThat(condition(lab.look("mvp"), "Reconciling").reason()).isEqualTo("WrongState");
        lab.untilReady("mvp");
    }

    @Test
    void anInstanceThatIsNotSeenRightAfterItsCreationIsNotMadeTwice() {
        lab.database("new", SPEC + "deletionPolicy: Delete");
        lab.look("new");
        lab.aws.faults().on("rds", "DescribeDBInstances").times(2).fail(Failure.NOT_FOUND);

        lab.untilReady("new");

        assertThat(lab.aws.rds().describeDBInstances().dbInstances())
                .filteredOn(it -> it.dbInstanceIdentifier().equals("new"))
                .hasSize(1);
        lab.untilLetGo("new");
    }

    @Test
    void aProcessThatRemembersNothingWritesNothing() {
        var mark = lab.aws.calls().mark();
        var before = lab.current("mvp").getStatus();
        lab.startOperator();

        assertThat(lab.look("mvp")).isEqualTo(before);

        assertThat(lab.aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(lab.kubernetesWrites).isEmpty();
    }
}
