package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus.Finding;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/** DMS's premigration assessment, between the task's creation and its start. */
@Tag("cluster")
class AssessmentTest {
    private static final String BUCKET = "cloudtalents-dms";
    private static final String ROLE = "dms-assessment-mvp";
    private static final String ASSESSED = MovingBox.MIGRATION
            + "  assessment: {bucketName: %s, roleArn: 'arn:aws:iam::123456789012:role/%s'}\n".formatted(BUCKET, ROLE);
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "dms.amazonaws.com"}}]}""";

    /** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.Prerequisites.html */
    private static final String RIGHTS = """
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Resource": "arn:aws:s3:::cloudtalents-dms/*",
               "Action": ["s3:PutObject", "s3:DeleteObject", "s3:GetObject", "s3:PutObjectTagging"]},
              {"Effect": "Allow", "Resource": "arn:aws:s3:::cloudtalents-dms",
               "Action": ["s3:ListBucket", "s3:GetBucketLocation"]}]}""";

    private MovingBox moving;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        var aws = moving.sandbox().aws();
        aws.s3().createBucket(create -> create.bucket(BUCKET)
                .createBucketConfiguration(in -> in.locationConstraint("eu-west-1")));
        aws.iam().createRole(role -> role.roleName(ROLE)
                .assumeRolePolicyDocument(TRUST)
                .tags(software.amazon.awssdk.services.iam.model.Tag.builder()
                        .key("replatform.dev/allow")
                        .value("demo/cloudtalents")
                        .build()));
        aws.iam().putRolePolicy(put -> put.roleName(ROLE).policyName("results").policyDocument(RIGHTS));
    }

    @AfterEach
    void close() {
        moving.close();
    }

    @Test
    void theLoadBeginsOnceDmsFindsNothing() throws Exception {
        moving.sandbox().apply(ASSESSED);

        moving.proposed();

        assertThat(keys())
                .anyMatch(key -> key.matches("replatform/replatform-[0-9a-f]{8}-1/summary\\.json"))
                .anyMatch(key -> key.endsWith("/postgres-check-pk.json"));
    }

    @Test
    void whatFailsHoldsTheLoadUntilItIsMendedOrExcluded() throws Exception {
        applyAndBreakAfterThePreflight(ASSESSED);

        // when
        var held = moving.sandbox()
                .await(Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus()
                        .isTrue("Stalled"))
                .getStatus();

        // then
        assertThat(held.findings())
                .filteredOn(it -> it.severity().equals("Blocker"))
                .extracting(Finding::code)
                .containsExactly("DmsAssessment:postgres-check-walsenderstimeout");
        assertThat(moving.sandbox().aws().calls().all().count("dms", "StartReplicationTask"))
                .isZero();

        // when
        moving.sandbox().apply(ASSESSED.replace("'}\n", "', exclude: [postgres-check-walsenderstimeout]}\n"));

        // then
        moving.proposed();
    }

    @Test
    void underWarnTheLoadBeginsAndTheFindingStays() throws Exception {
        applyAndBreakAfterThePreflight(ASSESSED.replace("assessment: {", "assessment: {mode: Warn, "));

        var proposed = moving.proposed().getStatus();

        assertThat(proposed.findings())
                .filteredOn(it -> it.severity().equals("Warning"))
                .extracting(Finding::code)
                .contains("DmsAssessment:postgres-check-walsenderstimeout");
    }

    @Test
    void aRoleThatMayNotWriteIsNamed() throws Exception {
        moving.sandbox().aws().iam().deleteRolePolicy(delete -> delete.roleName(ROLE)
                .policyName("results"));
        moving.sandbox().apply(ASSESSED);

        var held = moving.sandbox()
                .await(Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus()
                        .isTrue("Stalled"))
                .getStatus();

        assertThat(MovingBox.condition(held, "Ready").message())
                .contains("DMS does not begin its premigration assessment", "s3:ListBucket");
    }

    /** What stood before would be found by the operator's own checks. */
    private void applyAndBreakAfterThePreflight(String yaml) throws InterruptedException {
        var faults = moving.sandbox().aws().faults();
        faults.on("dms", "CreateReplicationTask").always().fail(Failure.WRONG_STATE);
        moving.sandbox().apply(yaml);
        moving.sandbox().await(Migration.class, "mvp", MovingBox.PATIENCE, it -> "FullLoad"
                .equals(it.getStatus().phase()));
        moving.box().execute("ALTER SYSTEM SET wal_sender_timeout = '5s'", "SELECT pg_reload_conf()");
        faults.clear();
    }

    private List<String> keys() {
        return moving.sandbox().aws().s3().listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }
}
