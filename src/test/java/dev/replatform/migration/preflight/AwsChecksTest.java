package dev.replatform.migration.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsRegions;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.MigrationKind;
import dev.replatform.ownership.AllowTag;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Measurements;
import dev.replatform.reconcile.Seen;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.box.Box;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.Tag;

/** The checks of AWS, each in an account that lacks one thing. */
class AwsChecksTest {
    private static final Map<String, String> SETTINGS =
            Map.of("aws.accessKeyId", "AKIAOPERATOR", "aws.secretAccessKey", "secret");
    private static final String BOX = "i-0abc1234def567890";
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "%s.amazonaws.com"}}]}""";

    /** So that no database server starts: RDS's instance is only looked at. */
    private static final Delays AWS_OWN_PACE = new Delays(1);

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, namespace: cloudtalents, uid: uid-1}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
              target: {databaseRef: {name: mvp}}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-dms]}
            """;

    private SandboxAws aws;
    private AwsRegions regions;
    private Box box;

    @BeforeEach
    void startAnAccountThatHasEverything(@TempDir Path folder) {
        aws = SandboxAws.start(folder, AWS_OWN_PACE);
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        regions = new AwsRegions("eu-west-1");
        role("dms-vpc-role", "dms");
        box = aws.addBox(BOX, folder.resolve("box"), "app", "10.10.10.10", Map.of(AllowTag.TAG, "demo/cloudtalents"));
        aws.rds().createDBInstance(create -> create.dbInstanceIdentifier("mvp")
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(20)
                .masterUsername("owner")
                .masterUserPassword("owners-password")
                .vpcSecurityGroupIds("sg-rds"));
    }

    @AfterEach
    void close() {
        regions.close();
        aws.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void nothingIsFoundWhereNothingIsMissing() {
        assertThat(findings(MIGRATION)).isEmpty();
    }

    @Test
    void aMissingVpcRoleComesWithTheCommandsThatMakeIt() {
        aws.iam().deleteRole(delete -> delete.roleName("dms-vpc-role"));

        assertThat(only(MIGRATION).code()).isEqualTo("NoDmsVpcRole");
        assertThat(only(MIGRATION).remedy())
                .contains("aws iam create-role --role-name dms-vpc-role", "AmazonDMSVPCManagementRole");
    }

    @Test
    void aVpcRoleThatDmsMayNotTakeOnIsNone() {
        aws.iam().deleteRole(delete -> delete.roleName("dms-vpc-role"));
        role("dms-vpc-role", "ec2");

        assertThat(only(MIGRATION).text()).isEqualTo("the role does not trust dms.amazonaws.com");
    }

    @Test
    void whatDmsDoesNotOfferIsNamedBesideWhatItDoes() {
        assertThat(only(MIGRATION.replace("dms.t3.medium", "dms.t2.medium")).remedy())
                .contains("dms.t3.medium, dms.t3.micro");
        assertThat(only(MIGRATION.replace("dms.t3.medium,", "dms.t3.medium, engineVersion: 3.4.7,"), "NotOrderable")
                        .remedy())
                .contains("3.5.3, 3.5.4");
        assertThat(only(MIGRATION.replace("dms.t3.medium,", "dms.t3.medium, allocatedStorageGiB: 7000,"))
                        .remedy())
                .contains("allocatedStorageGiB to 5 to 6144");
    }

    @Test
    void anEngineThatDoesNotKnowTheServersVersionIsFound() {
        assertThat(only(MIGRATION.replace("dms.t3.medium,", "dms.t3.medium, engineVersion: 3.5.2,"), "DmsEngineTooOld")
                        .text())
                .isEqualTo("PostgreSQL 16 needs DMS engine version 3.5.3 or later");
        assertThat(findings(MIGRATION.replace("dms.t3.medium,", "dms.t3.medium, engineVersion: 3.5.3,")))
                .isEmpty();
    }

    @Test
    void aQuotaThatIsUsedUpBlocks() {
        aws.dms().limitInstances(0);

        assertThat(only(MIGRATION).text()).isEqualTo("DMS grants the account 0, and 0 are used");
        assertThat(only(MIGRATION).blocks()).isTrue();
    }

    @Test
    void subnetsExistInTwoZonesOfOneVpc() {
        assertThat(only(MIGRATION.replace("subnet-b", "subnet-x")).text()).contains("does not exist");

        aws.network().subnet("subnet-b", "a", "10.10.22.0/24", 9);
        assertThat(only(MIGRATION).text()).isEqualTo("all the subnets are in availability zone eu-west-1a");
    }

    @Test
    void aSubnetWithoutAFreeAddressIsNamed() {
        aws.network().subnet("subnet-b", "b", "10.10.22.0/24", 0);

        assertThat(only(MIGRATION).code()).isEqualTo("NoFreeAddress");
        assertThat(only(MIGRATION).object()).isEqualTo("subnet-b");
    }

    @Test
    void aSourceThatLetsNobodyInComesWithTheRuleThatHelps() {
        aws.network().group("box", "sg-0b0c0b0c0b0c0b0c0", "10.99.0.0/16");

        assertThat(only(MIGRATION).code()).isEqualTo("NoWayToSource");
        assertThat(only(MIGRATION).remedy())
                .isEqualTo(
                        "aws ec2 authorize-security-group-ingress --group-id sg-0b0c0b0c0b0c0b0c0 --protocol tcp --port 5432 --source-group sg-dms");
    }

    @Test
    void halfOfTheSubnetsLetInIsNotEnough() {
        aws.network().group("box", "sg-0b0c0b0c0b0c0b0c0", "10.10.21.0/24");
        assertThat(only(MIGRATION).code()).isEqualTo("NoWayToSource");

        aws.network().group("box", "sg-0b0c0b0c0b0c0b0c0", "10.10.21.0/24", "10.10.22.0/24");
        assertThat(findings(MIGRATION)).isEmpty();
    }

    @Test
    void aTargetThatLetsNobodyInIsFoundToo() {
        aws.network().group("rds", "sg-rds");

        assertThat(only(MIGRATION).code()).isEqualTo("NoWayToTarget");
    }

    @Test
    void anotherPortIsAnotherRule() {
        assertThat(only(MIGRATION.replace("database: mvp", "database: mvp\n    port: 5433"))
                        .code())
                .isEqualTo("NoWayToSource");
    }

    @Test
    void aSourceOutsideOfEc2IsUnknownAndHoldsNothing() {
        var found = only(MIGRATION.replace("10.10.10.10", "192.168.7.7"));

        assertThat(found.severity().word()).isEqualTo("Unknown");
        assertThat(found.blocks()).isFalse();
        assertThat(found.remedy()).contains("spec.source.ec2.instanceId");
    }

    @Test
    void whatMayNotBeSeenIsUnknownAndNamesTheRight() {
        aws.faults().on("ec2", "DescribeSubnets").always().fail(Failure.ACCESS_DENIED);

        var found = only(MIGRATION);

        assertThat(found.severity().word()).isEqualTo("Unknown");
        assertThat(found.remedy()).isEqualTo("allow the operator's role ec2:DescribeSubnets");
    }

    @Test
    void applyingToPgHbaNeedsConsentAndAnAgent() {
        var applying = MIGRATION.replace("database: mvp", "database: mvp\n    pgHba: Apply\n    ec2: {instanceId: %s}");
        assertThat(findings(applying.formatted(BOX))).isEmpty();

        box.goOffline();
        assertThat(only(applying.formatted(BOX)).text()).isEqualTo("the instance's SSM agent does not answer");

        aws.addBox("i-0abc1234def567891", Path.of("/tmp/none"), "app", "10.10.10.11", Map.of());
        assertThat(only(applying.formatted("i-0abc1234def567891")).text())
                .contains("does not carry the tag replatform.dev/allow = demo/cloudtalents");
    }

    @Test
    void anAssessmentNeedsItsBucketAndItsRole() {
        var assessed = MIGRATION
                + "  assessment: {bucketName: cloudtalents-dms, roleArn: 'arn:aws:iam::123456789012:role/dms-assessment-mvp'}\n";
        assertThat(findings(assessed))
                .extracting(Finding::text)
                .containsExactly("the role does not exist", "the bucket does not exist");

        aws.s3().createBucket(create -> create.bucket("cloudtalents-dms")
                .createBucketConfiguration(in -> in.locationConstraint("eu-west-1")));
        role("dms-assessment-mvp", "ec2");
        assertThat(findings(assessed))
                .extracting(Finding::text)
                .containsExactly(
                        "the role does not trust dms.amazonaws.com",
                        "Role dms-assessment-mvp does not carry the tag replatform.dev/allow = demo/cloudtalents: its owner has to set it");

        aws.iam().deleteRole(delete -> delete.roleName("dms-assessment-mvp"));
        role("dms-assessment-mvp", "dms");
        aws.iam().tagRole(tag -> tag.roleName("dms-assessment-mvp")
                .tags(Tag.builder().key(AllowTag.TAG).value("demo/cloudtalents").build()));
        assertThat(findings(assessed)).isEmpty();
    }

    private void role(String name, String service) {
        aws.iam().createRole(create -> create.roleName(name).assumeRolePolicyDocument(TRUST.formatted(service)));
    }

    private Finding only(String yaml, String code) {
        return findings(yaml).stream()
                .filter(it -> it.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private Finding only(String yaml) {
        var found = findings(yaml);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<Finding> findings(String yaml) {
        var target = new PostgresAddress("mvp.c7h2q9x4k1zd.eu-west-1.rds.amazonaws.com", 5432, "mvp", "require");
        try (var fresh = new AwsRegions("eu-west-1")) {
            return Check.all(
                    AwsChecks.ALL, AwsView.of(spec(yaml), target, Seen.present(16), fresh.clients("eu-west-1")));
        }
    }

    private EffectiveMigration spec(String yaml) {
        var kind = new MigrationKind(
                "demo", new AllowTag(true), regions, null, null, Clock.systemUTC(), new Measurements(), owner -> {});
        try {
            return kind.effective(Serialization.unmarshal(yaml, Migration.class));
        } finally {
            kind.close();
        }
    }
}
