package dev.replatform.appconfig;

import static dev.replatform.appconfig.SampleYaml.APP_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.api.v1alpha1.AppConfigStatus.Published;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** The whole kind, look by look. */
class AppConfigTest extends AppConfigOnSandbox {
    @Test
    void theParametersFollowAMigrationFromSourceToTarget() {
        migration();
        appConfig();
        var waiting = until(status -> reason(status, "SourcesResolved").equals("ReferenceNotReady"));
        assertThat(waiting.parametersInSync()).isZero();
        until(status -> status.parametersInSync() == 2);
        assertThat(values()).containsOnlyKeys("color", "secret_key");
        assertThat(restarts)
                .as("without a database the application is left alone")
                .hasValue(0);

        active("10.10.10.10", "mvp", "Source");
        var source = until(status -> status.isTrue("Ready"));
        assertThat(source.published()).containsExactly(new Published("mvp", "Source"));
        assertThat(values())
                .containsEntry("db_user", "mvp")
                .containsEntry("db_password", "source-pw")
                .containsEntry("database_endpoint", "10.10.10.10")
                .containsEntry("database_uri", "postgresql://mvp:source-pw@10.10.10.10:5432/mvp");
        assertThat(types()).containsEntry("db_user", ParameterType.STRING);
        assertThat(types()).containsEntry("db_password", ParameterType.SECURE_STRING);
        assertThat(values().get("secret_key")).matches("[A-Za-z0-9_-]{50}");
        var before = values();

        active("mvp.abc.eu-west-1.rds.amazonaws.com", "mvp", "Target");
        var target =
                until(status -> status.isTrue("Ready") && !status.revision().equals(source.revision()));

        assertThat(target.published()).containsExactly(new Published("mvp", "Target"));
        assertThat(target.onChange().revision()).isEqualTo(target.revision());
        assertThat(target.onChange().state()).isEqualTo("Success");
        assertThat(restarts).hasValue(2);
        assertThat(values())
                .containsEntry("db_user", "mvp_target")
                .containsEntry("db_password", OTHERS_PASSWORD)
                .containsEntry("database_endpoint", "mvp.abc.eu-west-1.rds.amazonaws.com")
                .containsEntry("secret_key", before.get("secret_key"));
        assertThat(target.toString()).doesNotContain(OTHERS_PASSWORD, "source-pw");
    }

    @Test
    void theApplicationsRoleReadsItsPathAndNothingElse() {
        ssm.putParameter(put -> put.name("/cloudtalents/startup2/color")
                .type(ParameterType.STRING)
                .value("theirs"));
        var status = ready();

        assertThat(status.isTrue("AccessGranted")).isTrue();
        try (var application = aws.client(SsmClient.builder(), aws.accessKeyFor("cloudtalents-ec2"))) {
            var read = application.getParametersByPath(
                    get -> get.path("/cloudtalents/startup").withDecryption(true));
            assertThat(read.parameters()).hasSize(6);
            assertThatThrownBy(() -> application.getParameter(get -> get.name("/cloudtalents/startup2/color")))
                    .isInstanceOf(SsmException.class)
                    .hasMessageContaining("not authorized");
        }
    }

    @Test
    void anObjectThatIsAsDeclaredCostsTwoCallsALook() {
        ready();
        look();
        var mark = aws.calls().mark();

        look();

        assertThat(aws.calls().since(mark).byOperation())
                .isEqualTo(Map.of("ssm:GetParametersByPath", 1L, "iam:GetRolePolicy", 1L));
    }

    @Test
    void oneThatIsDeletedAndAppliedAgainWritesNothingAndRestartsNothing() {
        var before = ready();
        var mark = aws.calls().mark();

        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();
        client.resource(current()).delete();
        startOperator();
        appConfig();
        var after = until(status -> status.isTrue("Ready"));

        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(after.onChange()).isEqualTo(before.onChange());
        assertThat(after.published()).isEqualTo(before.published());
    }

    @Test
    void aMigrationThatIsGoneLeavesItsLastValues() {
        ready();
        var before = values();

        client.resources(Migration.class).inNamespace(NAMESPACE).delete();
        var status = until(it -> reason(it, "SourcesResolved").equals("ReferenceGone"));

        assertThat(status.isTrue("Ready")).isTrue();
        assertThat(values()).isEqualTo(before);
    }

    @Test
    void sideAndCredentialsComeTogetherOrNotAtAll() {
        ready();
        var before = values();

        client.secrets().inNamespace(NAMESPACE).withName("mvp-target").delete();
        try {
            active("mvp.abc.eu-west-1.rds.amazonaws.com", "mvp", "Target");
            var status = until(it -> it.isTrue("Stalled"));
            assertThat(reason(status, "SourcesResolved")).isEqualTo("ReferenceNotFound");
            assertThat(status.published()).containsExactly(new Published("mvp", "Source"));
            assertThat(values()).isEqualTo(before);
        } finally {
            secret("mvp-target", "mvp_target", OTHERS_PASSWORD);
        }
        until(it -> it.isTrue("Ready"));
        assertThat(values()).containsEntry("db_password", OTHERS_PASSWORD);
    }

    @Test
    void aForeignParameterIsNeverOverwritten() {
        ssm.putParameter(put -> put.name("/cloudtalents/startup/color")
                .type(ParameterType.STRING)
                .value("theirs"));
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();

        var status = until(it -> it.isTrue("Stalled") && it.parametersInSync() == 5);

        assertThat(reason(status, "Stalled")).isEqualTo("Conflict");
        assertThat(values()).containsEntry("color", "theirs").containsKey("database_endpoint");
    }

    @Test
    void beingAskedToWriteSlowerIsNoFailure() {
        ssm.parameters().limitPuts(3);

        var status = ready();

        assertThat(status.parametersInSync()).isEqualTo(6);
    }

    @Test
    void aCommandWhoseAnswerWasLostIsFoundAgain() {
        aws.faults().on("ssm", "SendCommand").afterItsEffect().fail(Failure.ACCESS_DENIED);

        ready();

        assertThat(restarts).hasValue(1);
    }

    @Test
    void aCommandThatFailsIsToldWithItsInstance() {
        restartFails = true;
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Ready")).isEqualTo("CommandFailed");
        assertThat(message(status, "Ready")).contains("ended as Failed on i-0abc1234def567890");
        assertThat(reason(status, "ChangeApplied")).isEqualTo("CommandFailed");
        assertThat(status.onChange().state()).isEqualTo("Failed");
        look();
        assertThat(restarts).as("not repeated hot").hasValue(1);
    }

    @Test
    void aPathOfAnotherNamespaceIsRefusedAndTheObjectCanStillBeDeleted() {
        apply(APP_CONFIG.replace("/cloudtalents/startup", "/cloudtalents2/startup"));

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Stalled")).isEqualTo("InvalidSpec");
        assertThat(message(status, "Stalled"))
                .contains("spec.path /cloudtalents2/startup does not lie under /cloudtalents/");
        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();
    }
}
