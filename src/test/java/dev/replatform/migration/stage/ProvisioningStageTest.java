package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.FOREIGN;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.OURS;
import static dev.replatform.migration.Migrations.endpoint;
import static dev.replatform.migration.Migrations.instance;
import static dev.replatform.migration.Migrations.reached;
import static dev.replatform.migration.Migrations.subnetGroup;
import static dev.replatform.migration.Migrations.task;
import static dev.replatform.migration.Migrations.withExistingInstance;
import static dev.replatform.migration.Migrations.withInstanceClass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.dms.Alterations;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.ownership.AllowTag;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisioningStageTest {
    private EffectiveMigration spec = withInstanceClass("dms.t3.micro");
    private Seen<Instance> instance = instance("available");
    private Seen<Endpoint> source = endpoint("mvp-source", "active");
    private Seen<Task> task = task("running");
    private Step[] reached = {Step.LOADING, Step.SCHEMA_PREPARED, Step.INDEXED, Step.CONSTRAINED};

    @Test
    void whatIsAsDeclaredIsLeftAlone() {
        assertThat(isFinished()).isTrue();
    }

    @Test
    void anotherClassStopsTheTaskThenChangesTheInstanceAndIsShownAsDrift() {
        spec = withInstanceClass("dms.t3.large");

        assertThat(isFinished()).isFalse();
        assertThat(plan().sentences())
                .containsExactly("Stop replication task mvp for: Modify replication instance mvp: class dms.t3.large");
        assertThat(plan().drift())
                .containsExactly(new Drift("spec.replicationInstance.create.class", "dms.t3.large", "dms.t3.micro"));

        task = task("stopping");
        assertThat(plan().sentences()).containsExactly("Wait for replication task mvp (stopping)");
        task = task("stopped");
        assertThat(plan().sentences()).containsExactly("Modify replication instance mvp: class dms.t3.large");
    }

    @Test
    void anotherSecretChangesTheEndpointWithoutBeingDrift() {
        source = tagged(OURS);
        task = task("stopped");

        assertThat(plan().sentences()).containsExactly("Modify source endpoint mvp-source: password");
        assertThat(plan().drift()).isEmpty();
    }

    @Test
    void nothingIsChangedWhileTheLoadRunsOrBehindTheFence() {
        spec = withInstanceClass("dms.t3.large");
        reached = new Step[] {Step.LOADING, Step.SCHEMA_PREPARED};
        assertThat(isFinished()).as("while the load runs").isTrue();

        task = task("stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", OURS);
        assertThat(isFinished()).as("between load and changes").isFalse();

        reached = new Step[] {Step.LOADING, Step.SCHEMA_PREPARED, Step.INDEXED, Step.PROVED, Step.FENCED};
        assertThat(isFinished()).as("behind the fence").isTrue();
    }

    @Test
    void storageThatShrinksIsRefused() {
        instance = instance.map(it -> new Instance(
                it.identifier(),
                it.arn(),
                it.status(),
                it.instanceClass(),
                it.engineVersion(),
                100,
                it.multiAz(),
                it.privateIps(),
                it.securityGroupIds(),
                it.tags()));
        task = task("stopped");

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .extracting(Problem::message)
                .singleElement()
                .satisfies(message ->
                        assertThat(message).contains("allocatedStorageGiB is 50", "has 100", "never shrinks"));
    }

    @Test
    void aSettingOfAnEndpointThatSomebodyChangedIsPutBack() {
        var settings = new HashMap<>(source.value().orElseThrow().settings());
        settings.put("MapUnboundedNumericAsString", "false");
        source = source.map(it -> new Endpoint(
                it.identifier(),
                it.arn(),
                it.status(),
                it.host(),
                it.port(),
                it.database(),
                it.username(),
                it.sslMode(),
                settings,
                it.tags()));
        task = task("stopped");

        assertThat(plan().sentences())
                .containsExactly("Modify source endpoint mvp-source: MapUnboundedNumericAsString");
        assertThat(plan().drift()).extracting(Drift::field).containsExactly("spec.source MapUnboundedNumericAsString");
    }

    @Test
    void anInstanceThatAwsUpgradedIsLeftAsItIs() {
        instance = instance.map(it -> new Instance(
                it.identifier(),
                it.arn(),
                it.status(),
                it.instanceClass(),
                "3.6.1",
                it.allocatedStorageGiB(),
                it.multiAz(),
                it.privateIps(),
                it.securityGroupIds(),
                it.tags()));
        task = task("stopped");

        assertThat(plan().sentences()).isEmpty();
    }

    @Test
    void aSharedInstanceNeedsTheAllowTagUnlessAMigrationOfTheNamespaceMadeIt() {
        spec = withExistingInstance("shared");
        instance = instance("available", Map.of());
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.NOT_ALLOWED_BY_OWNER);

        instance = instance("available", FOREIGN);
        assertThat(plan().problems()).isEmpty();

        instance = instance("available", Map.of(AllowTag.TAG, "demo/shop"));
        assertThat(plan().problems()).isEmpty();
        assertThat(plan().steps()).isEmpty();

        instance = Seen.absent();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void aTagThatIsMissingIsSetOnWhatIsOursOnly() {
        var tags = new HashMap<>(OURS);
        tags.put("team", "images");
        instance = instance("available", FOREIGN);
        source = tagged(tags);

        var plan = Alterations.tags(Migrations.withTags(tags), facts());

        assertThat(plan.sentences()).containsExactly("Tag mvp-target", "Tag mvp");
    }

    private Seen<Endpoint> tagged(Map<String, String> tags) {
        return source.map(it -> new Endpoint(
                it.identifier(),
                it.arn(),
                it.status(),
                it.host(),
                it.port(),
                it.database(),
                it.username(),
                it.sslMode(),
                it.settings(),
                tags));
    }

    private DmsResources facts() {
        return new DmsResources(subnetGroup(), instance, source, endpoint("mvp-target", "active"), task);
    }

    private boolean isFinished() {
        return new ProvisioningStage().isFinished(spec, reached(reached).withDms(facts()));
    }

    private Plan<Means> plan() {
        return new ProvisioningStage().plan(spec, reached(reached).withDms(facts()), NOW);
    }
}
