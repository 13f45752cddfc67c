package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.ENDS;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.entries;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.cutover.CleanupFacts;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CleanupStageTest {
    private final Map<Step, Entry> source =
            new HashMap<>(entries(Step.PROVED, Step.FENCED, Step.SWITCHED, Step.OPENED));
    private Map<Step, Entry> target = source;
    private Seen<List<AppConfig>> consumers = Seen.present(List.of(appConfig("Target", "r1", "Success")));
    private JobState cutover = new JobState.NotStarted();
    private JobState finishing = new JobState.Finished("done");
    private Seen<Task> task = task("running");
    private Seen<ReplicationSlot> witness = Seen.absent();

    @Test
    void whenTheApplicationHasFollowedDmssResourcesGoAndTheMigrationIsComplete() {
        assertThat(plan().sentences()).containsExactly("Stop replication task mvp");
        task = Seen.absent();
        assertThat(plan().sentences()).containsExactly("Note that the migration is complete");
    }

    @Test
    void theSwitchIsNotedOnTheTargetToo() {
        target = entries();
        assertThat(plan().sentences()).containsExactly("Note the switch on the target too");
    }

    @Test
    void whereNobodyPublishesTheMigrationAPersonIsToldAndNothingIsRemoved() {
        consumers = Seen.present(List.of());
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.CONSUMERS_NOT_SWITCHED);
    }

    @Test
    void anAppConfigThatStillPublishesTheSourceIsWaitedFor() {
        consumers = Seen.present(List.of(appConfig("Source", "r1", "Success")));
        assertThat(plan().sentences()).containsExactly("Wait until AppConfig startup publishes the target");
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void anOnChangeOfAnEarlierRevisionIsNotThisOne() {
        consumers = Seen.present(List.of(appConfig("Target", "r0", "Success")));
        assertThat(plan().sentences()).containsExactly("Wait until AppConfig startup has told the application");
        consumers = Seen.present(List.of(appConfig("Target", "r1", "InProgress")));
        assertThat(plan().sentences()).containsExactly("Wait until the onChange of AppConfig startup has succeeded");
    }

    @Test
    void anOnChangeThatFailedIsToldAndNothingIsRemoved() {
        consumers = Seen.present(List.of(appConfig("Target", "r1", "Failed")));
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.CONSUMERS_NOT_SWITCHED);
    }

    @Test
    void appConfigsThatCannotBeListedKeepEverything() {
        consumers = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
    }

    @Test
    void theOperatorsSlotIsDroppedAndWhereItCannotBeSeenNothingIsComplete() {
        witness = Seen.present(new ReplicationSlot("replatform_1", false, 0));
        assertThat(plan().sentences()).containsExactly("Drop the operator's replication slot replatform_1");
        witness = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
    }

    @Test
    void aSwitchThatWasCutOffBeforeTheTargetWasOpenIsGoneOnWith() {
        source.remove(Step.OPENED);
        assertThat(plan().sentences()).containsExactly("Open the target to the application");
        cutover = new JobState.Running(0, 0, null);
        assertThat(plan().sentences()).containsExactly("Wait until the target is open");
    }

    @Test
    void nothingIsRemovedUntilTheSchemaHasWhatTheChangeStreamCouldNotLiveWith() {
        finishing = new JobState.NotStarted();
        assertThat(plan().sentences())
                .containsExactly("Validate NOT NULL and refresh materialized views on the target");
        finishing = new JobState.Failed(new Problem(FailureReason.SCHEMA_COPY_FAILED, "no"), NOW);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.SCHEMA_COPY_FAILED);
    }

    private Plan<Means> plan() {
        var remaining = new DmsResources(Seen.absent(), Seen.absent(), Seen.absent(), Seen.absent(), task);
        var seen = new ObservedMigration(Seen.present(ENDS), Seen.present(source), Seen.present(target))
                .withWitness(witness)
                .withCleanup(new CleanupFacts(consumers, cutover, new JobState.NotStarted(), finishing, remaining));
        return Stages.plan(spec(), seen, NOW);
    }

    private static AppConfig appConfig(String side, String revision, String state) {
        return Serialization.unmarshal("""
                metadata: {name: startup}
                spec:
                  path: /shop/startup
                  parameters:
                  - {name: db, valueFrom: {migrationRef: {name: mvp, field: activeUri}}}
                  onChange: {runCommand: {targets: [{key: "tag:App", values: [mvp]}], commands: [restart]}}
                status:
                  revision: r1
                  published: [{migration: mvp, side: %s}]
                  onChange: {revision: %s, state: %s}
                """.formatted(side, revision, state), AppConfig.class);
    }
}
