package dev.replatform.migration.dms;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.FOREIGN;
import static dev.replatform.migration.Migrations.endpoint;
import static dev.replatform.migration.Migrations.instance;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.subnetGroup;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsInstances.SubnetGroup;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import org.junit.jupiter.api.Test;

class RemovalTest {
    private Seen<Task> task = Seen.absent();
    private Seen<Endpoint> source = endpoint("mvp-source", "active");
    private Seen<Endpoint> target = endpoint("mvp-target", "active");
    private Seen<Instance> instance = instance("available");
    private Seen<SubnetGroup> subnetGroup = subnetGroup();
    private boolean keepInstance;

    @Test
    void theTaskIsStoppedAndGoneBeforeAnythingElse() {
        task = task("running");
        assertThat(plan().sentences()).containsExactly("Stop replication task mvp");
        task = task("stopping");
        assertThat(plan().sentences()).containsExactly("Wait for replication task mvp (stopping)");
        task = task("stopped");
        assertThat(plan().sentences()).containsExactly("Delete replication task mvp");
        task = task("failed");
        assertThat(plan().sentences()).containsExactly("Delete replication task mvp");
        task = task("deleting");
        assertThat(plan().sentences()).containsExactly("Wait for replication task mvp (deleting)");
    }

    @Test
    void theInstanceIsGoneBeforeItsSubnetGroup() {
        assertThat(plan().sentences())
                .containsExactly(
                        "Delete endpoint mvp-source", "Delete endpoint mvp-target", "Delete replication instance mvp");
        source = Seen.absent();
        target = endpoint("mvp-target", "deleting");
        instance = instance("deleting");
        assertThat(plan().sentences())
                .containsExactly(
                        "Wait until endpoint mvp-target is gone", "Wait until replication instance mvp is gone");
        target = Seen.absent();
        instance = Seen.absent();
        assertThat(plan().sentences()).containsExactly("Delete replication subnet group mvp");
        subnetGroup = Seen.absent();
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void anInstanceThatIsKeptKeepsItsSubnetGroup() {
        keepInstance = true;
        source = Seen.absent();
        target = Seen.absent();
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void whatBelongsToOthersStays() {
        task = task("running", null, FOREIGN);
        source = source.map(it -> foreign(it));
        target = Seen.absent();
        instance = instance("available", FOREIGN);
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void whateverCouldNotBeSeenKeepsEverything() {
        instance = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
        instance = instance("available");
        task = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
    }

    private static Endpoint foreign(Endpoint it) {
        return new Endpoint(
                it.identifier(),
                it.arn(),
                it.status(),
                it.host(),
                it.port(),
                it.database(),
                it.username(),
                it.sslMode(),
                it.settings(),
                FOREIGN);
    }

    private Plan<Means> plan() {
        return Removal.plan(spec(), new DmsResources(subnetGroup, instance, source, target, task), keepInstance);
    }
}
