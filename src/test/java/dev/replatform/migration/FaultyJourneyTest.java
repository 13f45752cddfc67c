package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.aws.Faults;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journey on which DMS refuses or does not answer, call by call: each is told, and it ends right. */
@Tag("cluster")
class FaultyJourneyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** What stops a journey, in the order in which it comes to it. Let through, its answer is lost once. */
    private static final List<Fault> IN_THE_WAY = List.of(
            new Fault("CreateReplicationSubnetGroup", Failure.ACCESS_DENIED, "AccessDenied"),
            new Fault("CreateReplicationInstance", Failure.QUOTA_EXCEEDED, "QuotaExceeded"),
            new Fault("CreateReplicationInstance", Failure.CONNECTION_RESET, "AwsUnavailable"),
            new Fault("DescribeReplicationInstances", Failure.EXPIRED_CREDENTIALS, "AccessDenied"),
            new Fault("TestConnection", Failure.INTERNAL_ERROR, "AwsUnavailable"),
            new Fault("CreateReplicationTask", Failure.THROTTLING, "Throttled"),
            new Fault("StartReplicationTask", Failure.WRONG_STATE, "WrongState"));

    private record Fault(String operation, Failure failure, String reason) {}

    private OperatorOnSandbox sandbox;
    private OldBox box;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sandbox = OperatorOnSandbox.start(folder);
        box = OldBox.start(sandbox, folder);
        sandbox.secret("mvp-db", "mvp_master", "master-password-1");
        sandbox.secret("mvp-dms", "mvp_dms", "dms-pw");
        sandbox.secret("mvp-admin", "mvp_admin", "admin-pw");
        sandbox.secret("mvp-app", "mvp", "app-pw");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void everyRefusalIsToldAndNothingIsMadeTwice() throws Exception {
        // given
        sandbox.apply(DATABASE);
        var refusals = new ArrayDeque<Faults.Plan>();
        refusals.add(refuse(IN_THE_WAY.get(0)));
        sandbox.apply(MIGRATION);

        for (int next = 1; next <= IN_THE_WAY.size(); next++) {
            // then
            var inTheWay = IN_THE_WAY.get(next - 1);
            sandbox.await(Migration.class, "mvp", PATIENCE, it -> reason(it).equals(inTheWay.reason()));

            // when, with the next one in the way before this one is out of it
            if (next < IN_THE_WAY.size()) {
                refusals.add(refuse(IN_THE_WAY.get(next)));
            }
            faults().on("dms", inTheWay.operation()).afterItsEffect().fail(Failure.CONNECTION_RESET);
            refusals.remove().end();
            retry();
        }

        // then
        sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Ready") && it.getStatus().cutover().token() != null);
        var dms = sandbox.aws().dms();
        assertThat(dms.describeReplicationInstances(r -> {}).replicationInstances())
                .hasSize(1);
        assertThat(dms.describeEndpoints(r -> {}).endpoints()).hasSize(2);
        assertThat(dms.describeReplicationTasks(r -> {}).replicationTasks()).hasSize(1);
        assertThat(box.ask("SELECT count(*) FROM pg_replication_slots")).isEqualTo("1");
    }

    private Faults.Plan refuse(Fault fault) {
        return faults().on("dms", fault.operation()).always().fail(fault.failure());
    }

    private Faults faults() {
        return sandbox.aws().faults();
    }

    /** What waits for a person is looked at every 15 s; nobody waits for that here. */
    private void retry() {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .edit(it -> {
                    it.getMetadata()
                            .getAnnotations()
                            .put("replatform.dev/reconcile-at", String.valueOf(System.nanoTime()));
                    return it;
                });
    }

    private static String reason(Migration migration) {
        return migration.getStatus().conditions() == null
                ? ""
                : migration.getStatus().conditions().stream()
                        .filter(it -> it.type().equals("Ready"))
                        .findFirst()
                        .map(Condition::reason)
                        .orElse("");
    }

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-db}}
              network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
            """;

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, annotations: {example.com/note: none}}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target:
                databaseRef: {name: mvp}
                appCredentials: {secretRef: {name: mvp-app}}
              tables: {insertOnly: [public.visit]}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-4567cdef]}
            """;
}
