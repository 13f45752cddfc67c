package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.Drift;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** What becomes of an AppConfig whose YAML or sources are changed, and of what people change in SSM. */
class AppConfigEverydayTest extends AppConfigOnSandbox {
    private static final String PATH = "/cloudtalents/startup/";

    private static final String SMALL = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup, namespace: cloudtalents}
            spec:
              path: /cloudtalents/startup
              parameters:
              - {name: color, value: blue}
              - {name: secret_key, generate: {length: 50}}
              - {name: password, valueFrom: {secretKeyRef: {name: mvp-app, key: password}}}
            """;

    @Test
    void whatIsNoLongerDeclaredGoesWhereThatIsAskedForAndWhatOthersWroteStays() {
        ready(SMALL + "  prune: true\n");
        foreign("theirs", "theirs");

        replaceSpec(SMALL.replaceFirst("(?m)^  - .name: color.*\n", "") + "  prune: true\n");
        settled();

        assertThat(values()).containsOnlyKeys("secret_key", "password", "theirs");
        replaceSpec(SMALL.replaceFirst("(?m)^  - .name: password.*\n", ""));
        settled();
        assertThat(values()).as("without prune").containsKey("password");
    }

    @Test
    void aChangedSecretAndAChangedLiteralAreWritten() {
        ready(SMALL);
        var key = values().get("secret_key");

        secret("mvp-app", "mvp", "rotated-pw");
        replaceSpec(SMALL.replace("value: blue", "value: red"));
        try {
            settled();
            assertThat(values())
                    .containsEntry("color", "red")
                    .containsEntry("password", "rotated-pw")
                    .containsEntry("secret_key", key);
        } finally {
            secret("mvp-app", "mvp", "source-pw");
        }
    }

    @Test
    void anotherKmsKeyWritesTheSameValuesAnewAndBack() {
        ready(SMALL);
        var before = values();

        replaceSpec(SMALL + "  kmsKeyId: alias/app\n");
        settled();
        assertThat(values()).isEqualTo(before);
        assertThat(keys()).isEqualTo(Map.of("secret_key", "alias/app", "password", "alias/app"));

        replaceSpec(SMALL);
        settled();
        assertThat(values()).isEqualTo(before);
        assertThat(keys()).isEqualTo(Map.of("secret_key", "alias/aws/ssm", "password", "alias/aws/ssm"));
    }

    @Test
    void aTypeIsChangedByDeletingTheParameterAndMakingItAgainAfterThirtySeconds() {
        ready(SMALL);

        replaceSpec(SMALL.replace("{name: color,", "{name: color, type: SecureString,"));
        look();
        assertThat(values()).doesNotContainKey("color");
        assertThat(look().plan()).anyMatch(it -> it.startsWith("Wait 30 seconds until SSM takes a new parameter"));
        clock.forward(Duration.ofSeconds(30));
        settled();

        assertThat(types()).containsEntry("color", ParameterType.SECURE_STRING);
        assertThat(values()).containsEntry("color", "blue");
    }

    @Test
    void aLongValueTakesTheAdvancedTierAndATooLongOneIsRefusedByItsName() {
        ready(SMALL.replace("value: blue", "value: " + "x".repeat(5000)));
        assertThat(ssm.describeParameters(all -> {}).parameters())
                .filteredOn(it -> it.tier() == ParameterTier.ADVANCED)
                .extracting(ParameterMetadata::name)
                .containsExactly(PATH + "color");

        replaceSpec(SMALL.replace("value: blue", "value: " + "ü".repeat(5000)));
        var status = look();

        assertThat(message(status, "Stalled"))
                .isEqualTo("spec.parameters[color].value: SSM takes no value longer than 8192 bytes: change it");
    }

    @Test
    void severalValuesInOneParameterChangeAtOnce() {
        migration();
        apply("""
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: startup, namespace: cloudtalents}
                spec:
                  path: /cloudtalents/startup
                  parameters:
                  - name: database
                    valueFrom:
                      template:
                        text: '{"host": "$(host)", "password": "$(password)", "price": "$$1"}'
                        values:
                        - {name: host, escape: Json, migrationRef: {name: mvp, field: activeHost}}
                        - {name: password, escape: Json, migrationRef: {name: mvp, field: activePassword}}
                """);
        assertThat(reason(look(), "SourcesResolved")).isEqualTo("ReferenceNotReady");

        active("10.10.10.10", "mvp", "Source");
        var source = until(it -> it.isTrue("Ready"));
        assertThat(values())
                .containsEntry(
                        "database", "{\"host\": \"10.10.10.10\", \"password\": \"source-pw\", \"price\": \"$1\"}");
        assertThat(types()).containsEntry("database", ParameterType.SECURE_STRING);
        assertThat(source.published().get(0).side()).isEqualTo("Source");

        active("target.example", "mvp", "Target");
        var target = until(it -> it.isTrue("Ready")
                && it.published() != null
                && it.published().get(0).side().equals("Target"));
        assertThat(values().get("database")).contains("target.example", OTHERS_PASSWORD);
        assertThat(target.toString()).doesNotContain(OTHERS_PASSWORD);
    }

    @Test
    void whatSomebodyChangedIsShownAndPutBackAndOnlyShownUnderObserve() {
        ready(SMALL);
        ssm.putParameter(put -> put.name(PATH + "color").value("red").overwrite(true));
        ssm.deleteParameter(delete -> delete.name(PATH + "password"));

        var seen = look();

        assertThat(seen.isTrue("DriftDetected")).isTrue();
        assertThat(seen.drift())
                .containsExactlyInAnyOrder(
                        new Drift("spec.parameters[color]", "the declared value", "another value (version 2)"),
                        new Drift("spec.parameters[password]", "SecureString", "nothing"));
        settled();
        assertThat(values()).containsEntry("color", "blue").containsEntry("password", "source-pw");

        apply(SMALL + "  managementPolicy: Observe\n");
        ssm.putParameter(put -> put.name(PATH + "color").value("green").overwrite(true));
        var mark = aws.calls().mark();
        var observed = look();
        assertThat(observed.plan()).contains("Overwrite SSM parameter " + PATH + "color");
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(values()).containsEntry("color", "green");
    }

    @Test
    void threeLooksAtWhatIsAsDeclaredWriteNothingAnywhere() {
        var status = ready(SMALL + "  prune: true\n  tags: {team: startup}\n");
        foreign("theirs", "theirs");
        look();
        var version = current().getMetadata().getResourceVersion();
        var mark = aws.calls().mark();

        look();
        look();
        look();

        assertThat(aws.calls().since(mark).byOperation()).isEqualTo(Map.of("ssm:GetParametersByPath", 3L));
        assertThat(current().getMetadata().getResourceVersion()).isEqualTo(version);
        assertThat(status.tagKeys()).containsExactly("team");
    }

    @Test
    void aTagThatIsNoLongerDeclaredGoes() {
        ready(SMALL + "  tags: {team: startup}\n");
        ssm.addTagsToResource(add -> add.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId(PATH + "color")
                .tags(Tag.builder().key("users").value("own").build()));
        startOperator();

        replaceSpec(SMALL);
        settled();

        assertThat(ssm.listTagsForResource(list -> list.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId(PATH + "color"))
                        .tagList())
                .extracting(Tag::key)
                .containsExactlyInAnyOrder("replatform.dev/owner", "users");
    }

    @Test
    void deletionTakesWhatIsOursAndNothingElse() {
        ready(SMALL + "  access: {roleName: cloudtalents-ec2}\n  deletionPolicy: Delete\n");
        foreign("theirs", "theirs");

        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isFalse();
        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();

        assertThat(values()).containsOnlyKeys("theirs");
        assertThat(iam.listRolePolicies(list -> list.roleName("cloudtalents-ec2"))
                        .policyNames())
                .isEmpty();
    }

    @Test
    void aFormerRoleLosesItsRight() {
        ready(SMALL + "  access: {roleName: cloudtalents-ec2}\n");

        replaceSpec(SMALL);
        settled();

        assertThat(iam.listRolePolicies(list -> list.roleName("cloudtalents-ec2"))
                        .policyNames())
                .isEmpty();
    }

    @Test
    void twoObjectsOnOnePathDoNotTouchEachOthersParameters() {
        ready(SMALL);
        var before = values();
        apply(SMALL.replace("name: startup", "name: twin").replace("value: blue", "value: red"));

        reconciler.reconcile(current("twin"), null);
        var twin = current("twin").getStatus();

        assertThat(message(twin, "Stalled"))
                .isEqualTo(
                        "SSM parameter /cloudtalents/startup/color belongs to demo/cloudtalents/startup and is not touched: choose another name or remove it");
        assertThat(values()).isEqualTo(before);
    }

    @Test
    void twoHundredParametersAreWrittenAsFastAsSsmTakesThemAndNoWriteIsRefused() {
        ssm.parameters().limitPuts(3);
        var many = IntStream.range(0, 200)
                .mapToObj("  - {name: p%d, value: v}\n"::formatted)
                .collect(Collectors.joining());
        apply(SMALL.substring(0, SMALL.indexOf("  - ")) + many);

        while (!current().getStatus().isTrue("Ready")) {
            var again = reconciler.reconcile(current(), null).getScheduleDelay().orElseThrow();
            if (!current().getStatus().isTrue("Ready")) {
                LockSupport.parkNanos(Duration.ofMillis(again).toNanos());
            }
        }

        assertThat(current().getStatus().parametersInSync()).isEqualTo(200);
        assertThat(aws.calls().all().count("ssm", "PutParameter")).isEqualTo(200);
    }

    private AppConfigStatus ready(String yaml) {
        apply(yaml);
        return until(it -> it.isTrue("Ready"));
    }

    private AppConfigStatus settled() {
        var generation = current().getMetadata().getGeneration();
        return until(it -> it.isTrue("Ready") && generation.equals(it.observedGeneration()));
    }

    private static void replaceSpec(String yaml) {
        var config = current();
        config.setSpec(client.getKubernetesSerialization()
                .unmarshal(yaml, AppConfig.class)
                .getSpec());
        client.resource(config).update();
    }

    private void foreign(String name, String value) {
        ssm.putParameter(put -> put.name(PATH + name).type(ParameterType.STRING).value(value));
    }

    private Map<String, String> keys() {
        return ssm.describeParameters(all -> {}).parameters().stream()
                .filter(it -> it.keyId() != null)
                .collect(Collectors.toMap(it -> it.name().substring(PATH.length()), ParameterMetadata::keyId));
    }
}
