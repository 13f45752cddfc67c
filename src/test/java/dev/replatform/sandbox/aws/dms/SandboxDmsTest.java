package dev.replatform.sandbox.aws.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.ec2.Network;
import dev.replatform.sandbox.aws.servers.Login;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.databasemigration.model.AccessDeniedException;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/** The control plane of DMS: what it refuses, and how it says so. */
class SandboxDmsTest {
    @TempDir
    private static Path folder;

    private static DmsLab lab;

    @BeforeAll
    static void open() {
        lab = new DmsLab(folder);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void aReplicationInstanceHasAnAddressOfItsOwnThatPgHbaSees() {
        var address = lab.dms
                .describeReplicationInstances()
                .replicationInstances()
                .get(0)
                .replicationInstancePrivateIpAddresses();
        lab.source.hba(List.of("host all mvp all scram-sha-256"));
        assertThat(lab.connectionTest(lab.sourceArn()))
                .startsWith("Test Endpoint failed: Application-Status: 1020912")
                .contains(
                        "no pg_hba.conf entry for host \"" + address.get(0) + "\", user \"mvp_dms\", database \"mvp\"");
        lab.source.hba(List.of(
                "hostssl mvp mvp_dms " + address.get(0) + "/32 scram-sha-256", "host all mvp all scram-sha-256"));
        assertThat(lab.connectionTest(lab.sourceArn())).isEqualTo("successful");
    }

    @Test
    void connectionTestsPassOnWhatTheServerSays() {
        var wrong = lab.endpoint(
                "wrong", ReplicationEndpointTypeValue.TARGET, "mvp.rds.example", new Login("mvp", "wrong"));
        assertThat(lab.connectionTest(wrong)).contains("password authentication failed for user \"mvp\"");
        var nowhere = lab.endpoint("nowhere", ReplicationEndpointTypeValue.TARGET, "10.9.9.9", DmsLab.APP);
        assertThat(lab.connectionTest(nowhere)).contains("timeout expired");
        var unnamed = lab.endpoint("unnamed", ReplicationEndpointTypeValue.TARGET, "no.such.host", DmsLab.APP);
        assertThat(lab.connectionTest(unnamed)).contains("could not translate host name \"no.such.host\"");
    }

    @Test
    void whileAConnectionIsTestedAgainTheLastResultIsTold() {
        var nowhere = lab.endpoint("again", ReplicationEndpointTypeValue.TARGET, "10.9.9.9", DmsLab.APP);
        assertThat(lab.connectionTest(nowhere)).contains("timeout expired");

        var asked = lab.dms.testConnection(
                test -> test.replicationInstanceArn(lab.instanceArn).endpointArn(nowhere));
        var told = lab.dms.describeConnections().connections().stream()
                .filter(it -> it.endpointArn().equals(nowhere))
                .toList();

        assertThat(asked.connection().status()).isEqualTo("testing");
        assertThat(told).extracting(it -> it.status()).containsExactly("failed");
    }

    @Test
    void aReplicationInstanceIsUpgradedUnlessSomebodySaysNo() {
        lab.dms.createReplicationInstance(r -> r.replicationInstanceIdentifier("upgraded")
                .replicationInstanceClass("dms.t3.micro")
                .engineVersion("3.5.3")
                .publiclyAccessible(false));
        lab.dms.createReplicationInstance(r -> r.replicationInstanceIdentifier("kept")
                .replicationInstanceClass("dms.t3.micro")
                .engineVersion("3.5.3")
                .autoMinorVersionUpgrade(false)
                .publiclyAccessible(false));

        DmsLab.until(() -> version("upgraded").equals("3.6.1"));
        assertThat(version("kept")).isEqualTo("3.5.3");
    }

    private static String version(String instance) {
        return lab.dms
                .describeReplicationInstances(r -> r.filters(Filter.builder()
                        .name("replication-instance-id")
                        .values(instance)
                        .build()))
                .replicationInstances()
                .get(0)
                .engineVersion();
    }

    @Test
    void anEndpointNeverTellsItsPasswordAndRefusesWhatDmsCannotPassOn() {
        assertThat(lab.dms.describeEndpoints().endpoints().toString()).doesNotContain("dms-password");
        assertThatThrownBy(() -> lab.endpoint(
                        "bad", ReplicationEndpointTypeValue.TARGET, "mvp.rds.example", new Login("mvp", "a;b+c%d")))
                .hasMessageContaining("Password contains at least one unsupported characters : ;+%");
    }

    @Test
    void thingsAreDeletedInOrder() throws Exception {
        lab.onBoth("CREATE SCHEMA ordered", "CREATE TABLE ordered.t (id int PRIMARY KEY)");
        lab.task("ordered", DmsLab.strict(false));
        assertThatExceptionOfType(InvalidResourceStateException.class)
                .isThrownBy(() -> lab.dms.deleteEndpoint(r -> r.endpointArn(lab.sourceArn())))
                .withMessageContaining("is part of one or more ReplicationTasks");
        assertThatExceptionOfType(InvalidResourceStateException.class)
                .isThrownBy(() -> lab.dms.deleteReplicationInstance(r -> r.replicationInstanceArn(lab.instanceArn)))
                .withMessageContaining("has one or more replication tasks");
        assertThatExceptionOfType(InvalidResourceStateException.class)
                .isThrownBy(() -> lab.dms.deleteReplicationSubnetGroup(r -> r.replicationSubnetGroupIdentifier("lab")));
    }

    @Test
    void aTaskStartsOnlyAfterBothConnectionTestsAndInTheRightWay() throws Exception {
        lab.onBoth("CREATE SCHEMA starts", "CREATE TABLE starts.t (id int PRIMARY KEY)");
        var task = lab.task("starts", DmsLab.strict(false));
        assertThatThrownBy(() -> lab.resume(task))
                .hasMessageContaining("valid only for tasks that have been run before");
        assertThatThrownBy(() -> lab.dms.stopReplicationTask(r -> r.replicationTaskArn(task)))
                .isInstanceOf(InvalidResourceStateException.class);
        lab.dms.deleteConnection(r -> r.replicationInstanceArn(lab.instanceArn).endpointArn(lab.sourceArn()));
        assertThatThrownBy(() -> lab.start(task)).hasMessageContaining("Test connection");
        lab.connectionTest(lab.sourceArn());
        assertThat(lab.describe(task).replicationTaskSettings())
                .contains("CloudWatchLogGroup")
                .contains("CommitRate");
    }

    @Test
    void aTaskWithoutTablesFailsInDmssWords() {
        var task = lab.task("nothing_here", DmsLab.strict(false));
        lab.start(task);
        lab.awaitStatus(task, "failed");
        assertThat(lab.describe(task).lastFailureMessage())
                .startsWith("Last Error  No tables were found at task initialization.")
                .endsWith("Stop Reason FATAL_ERROR Error Level FATAL");
    }

    @Test
    void aFilterThatMatchesNothingIsAFault() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> lab.dms.describeEndpoints(r -> r.filters(
                        Filter.builder().name("endpoint-id").values("none").build())));
    }

    @Test
    void aSubnetGroupNeedsTheRoleAndTwoZones() {
        try (var dms = new SandboxDms(new Addresses(), Delays.TESTS, role -> false, new Network(), DmsLab.NO_RESULTS)) {
            assertThatExceptionOfType(AccessDeniedException.class)
                    .isThrownBy(() -> dms.createReplicationSubnetGroup(
                            r -> r.replicationSubnetGroupIdentifier("g").subnetIds("subnet-a", "subnet-b")))
                    .withMessageContaining("role/dms-vpc-role is not configured properly");
        }
        assertThatExceptionOfType(ReplicationSubnetGroupDoesNotCoverEnoughAZsException.class)
                .isThrownBy(() -> lab.dms.createReplicationSubnetGroup(
                        r -> r.replicationSubnetGroupIdentifier("g").subnetIds("subnet-a")));
    }
}
