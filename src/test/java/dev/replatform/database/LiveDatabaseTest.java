package dev.replatform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseSpec;
import dev.replatform.api.v1alpha1.ManagementPolicy;
import dev.replatform.aws.RdsInstances.Pending;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of an instance, declared by an object that only observes, leaves nothing to do: whatever the instance is like. */
class LiveDatabaseTest {
    private static final String MINIMAL = "managementPolicy: Observe\nidentifier: mvp\n";

    private final Situation it = Situation.inSync();

    LiveDatabaseTest() {
        it.tags = Map.of("Environment", "production");
        it.usedParameterGroup = "terraform-pg";
        it.usedSubnetGroup = "terraform-subnets";
        it.parameterGroup = Seen.notAsked();
        it.parameters = Seen.notAsked();
        it.connectionSecret = Seen.notAsked();
    }

    static List<Arguments> instances() {
        return Stream.<Map.Entry<String, Consumer<Situation>>>of(
                        Map.entry("as Terraform makes it", it -> {}),
                        Map.entry("a small old disk", it -> it.storageType = "gp2"),
                        Map.entry("a disk that grows", it -> it.maxAllocatedStorage = 200),
                        Map.entry("a disk that has grown", it -> it.allocatedStorage = 173),
                        Map.entry("another class", it -> it.instanceClass = "db.r6g.large"),
                        Map.entry("an old version", it -> it.engineVersion = "14.2"),
                        Map.entry("another port", it -> it.port = 6432),
                        Map.entry("a standby", it -> it.multiAz = true),
                        Map.entry("public", it -> it.publiclyAccessible = true),
                        Map.entry("no backups", it -> it.retentionDays = 0),
                        Map.entry("other windows", it -> {
                            it.backupWindow = "22:00-22:30";
                            it.maintenanceWindow = "mon:01:00-mon:01:30";
                        }),
                        Map.entry("no protection", it -> it.deletionProtection = false),
                        Map.entry("logs", it -> it.logExports = Set.of("upgrade", "postgresql")),
                        Map.entry("several security groups", it -> it.securityGroupIds = Set.of("sg-b", "sg-a")),
                        Map.entry("a reboot that is pending", it -> {
                            it.parameterStatus = "pending-reboot";
                            it.holdsRows = Seen.present(false);
                        }),
                        Map.entry(
                                "changes that wait for the window",
                                it -> it.pending =
                                        new Pending("16.10", "db.t4g.large", 40, "gp2", 6432, 14, true, false)),
                        Map.entry("retained by an object of this name", it -> {
                            it.tags = Situation.OURS;
                            it.usedSubnetGroup = Situation.GROUP;
                            it.usedParameterGroup = Situation.GROUP + "-postgres16";
                            it.parameterGroup = Situation.inSync().parameterGroup;
                            it.parameters = Situation.inSync().parameters;
                            it.connectionSecret = Situation.inSync().connectionSecret;
                        }))
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("instances")
    void whatIsReadIsWhatIsThere(String instance, Consumer<Situation> change) {
        change.accept(it);

        var plan = plan(read());

        assertThat(plan.sentences()).isEmpty();
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.drift()).isEmpty();
    }

    @Test
    void aReadSpecNamesTheResourceAndTheSecretThatIsToBeMade() {
        var read = read();

        assertThat(read.managementPolicy()).isEqualTo(ManagementPolicy.Observe);
        assertThat(read.identifier()).isEqualTo("mvp");
        assertThat(read.adoption()).isNull();
        assertThat(read.tags()).isNull();
        assertThat(read.credentials().login().name()).isEqualTo("mvp-master");
        assertThat(read.network().subnetGroupName()).isEqualTo("terraform-subnets");
        assertThat(read.network().subnetIds()).isNull();
        assertThat(read.declaresInstance()).isTrue();
    }

    @Test
    void aSpecThatDeclaresNothingIsToldWhereToReadIt() {
        assertThat(plan(database(MINIMAL).getSpec()).problems())
                .containsExactly(
                        new Problem(
                                FailureReason.OBSERVED_ONLY,
                                "the spec does not say what an instance is made of: status.live says what RDS instance mvp has; apply it"));

        it.instance = Seen.absent();
        assertThat(plan(database(MINIMAL).getSpec()).problems())
                .extracting(Problem::reason)
                .containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void whatBelongsToAnotherObjectIsAConflictForOneThatObservesToo() {
        it.tags = Situation.FOREIGN;

        assertThat(plan(read()).problems()).extracting(Problem::reason).containsExactly(FailureReason.CONFLICT);
    }

    private DatabaseSpec read() {
        var minimal = database(MINIMAL);
        return LiveDatabase.spec(
                minimal,
                EffectiveDatabase.of(minimal, "demo", "eu-west-1"),
                it.observed().instance().value().orElseThrow(),
                it.observed().parameters().value().orElse(Map.of()));
    }

    private Plan<?> plan(DatabaseSpec spec) {
        var database = database(MINIMAL);
        database.setSpec(spec);
        return DatabasePlanner.plan(EffectiveDatabase.of(database, "demo", "eu-west-1"), it.observed(), Situation.NOW);
    }

    private static Database database(String spec) {
        var database = new Database();
        database.setMetadata(new ObjectMetaBuilder()
                .withName("mvp")
                .withNamespace("shop")
                .withUid("uid-1")
                .build());
        database.setSpec(Serialization.unmarshal(spec, DatabaseSpec.class));
        return database;
    }
}
