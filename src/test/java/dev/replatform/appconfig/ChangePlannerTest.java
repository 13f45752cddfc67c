package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.appconfig.AppConfigSteps.DeleteParameters;
import dev.replatform.appconfig.AppConfigSteps.RunCommand;
import dev.replatform.appconfig.EffectiveAppConfig.Applied;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is run after a change, for what was seen. */
class ChangePlannerTest extends AppConfigPlans {
    @Test
    void theCommandIsSentOnceAllIsWritten() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        assertThat(sentences())
                .containsExactly(
                        "Create SSM parameter /cloudtalents/startup/color (String)",
                        "Run the command of spec.onChange once all parameters are written");

        inSsm("color", "blue", 1);
        assertThat(plan().steps())
                .containsExactly(new RunCommand(
                        List.of("i-0abc"),
                        spec(false).comment(ObservedAppConfig.revision(live)),
                        List.of("systemctl restart app")));

        command = Seen.present(new Command("c-1", "", "InProgress", NOW));
        assertThat(sentences()).containsExactly("Wait for Run Command c-1 (InProgress)");

        command = Seen.present(new Command("c-1", "", "Success", NOW));
        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aSourceThatIsNotReadyDoesNotKeepTheApplicationFromARestartItNeeds() {
        onChange = RESTART;
        declare("bucket", new Source.OfImageStore("images", null), new Value.Waiting(NOT_READY));
        inSsm("bucket", "earlier", 1);
        assertThat(plan().steps()).hasSize(1);

        live.clear();
        assertThat(plan().steps())
                .as("without any value the application could not start")
                .isEmpty();
    }

    @Test
    void aCommandThatFailedIsNamedByItsInstanceAndTriedAgainAfterAWhile() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);

        command = Seen.present(new Command("c-1", "", "Failed", NOW.minus(Duration.ofMinutes(4))));
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.COMMAND_FAILED,
                        "the command of spec.onChange ended as Failed on i-0abc: its output stands in SSM's history"));

        command = Seen.present(new Command("c-1", "", "Failed", NOW.minus(Duration.ofMinutes(6))));
        assertThat(plan().steps()).hasSize(1);
    }

    @Test
    void anInstanceWithoutItsOwnersConsentRunsNothing() {
        onChange = RESTART;
        instances = Seen.present(List.of(BOX, new Instance("i-0other", "running", Map.of())));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems().get(0).reason()).isEqualTo(FailureReason.NOT_ALLOWED_BY_OWNER);
        assertThat(plan().problems().get(0).message()).contains("i-0other");
    }

    @Test
    void noInstanceAndAnInstanceWhoseAgentIsOfflineAreProblems() {
        onChange = RESTART;
        instances = Seen.present(List.of());
        assertThat(reasons()).containsExactly(FailureReason.REFERENCE_NOT_FOUND);

        instances = Seen.present(List.of(BOX));
        offline = Seen.present(List.of("i-0abc"));
        assertThat(plan().steps()).isEmpty();
        assertThat(reasons()).containsExactly(FailureReason.AGENT_OFFLINE);
    }

    @Test
    void aCommandThatSsmHasForgottenIsNotSentAgain() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        live.put("color", ours(parameter("color", "String", "blue", 1, NOW.minus(Duration.ofDays(31)))));

        assertThat(plan().isEmpty()).isTrue();
    }

    @Test
    void aRevisionThatTheStatusRemembersNeedsNoInstance() {
        onChange = RESTART;
        instances = Seen.present(List.of());
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);
        applied = new Applied(ObservedAppConfig.revision(live), NOW);
        assertThat(plan().isEmpty()).isTrue();

        applied = new Applied(applied.revision(), JUST_BEFORE.minus(Duration.ofMinutes(2)));
        assertThat(reasons()).as("made again since").containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void strayParametersAreDeletedTenAtATimeAndTheCommandComesAfterwards() {
        onChange = RESTART;
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);
        strays = Seen.present(IntStream.range(0, 11)
                .mapToObj(it -> "/cloudtalents/startup/s" + it)
                .toList());

        assertThat(plan().steps())
                .extracting(step -> ((DeleteParameters) step).names().size())
                .containsExactly(10, 1);
        assertThat(plan().waits()).containsExactly("Run the command of spec.onChange once all parameters are written");
    }

    @Test
    void aCommandThatFailedSomewhereIsRepeatedThereOnly() {
        onChange = RESTART;
        var other = new Instance("i-0def", "running", BOX.tags());
        instances = Seen.present(List.of(BOX, other));
        declare("color", new Source.Literal("blue"), new Value.Known("blue"));
        inSsm("color", "blue", 1);
        command = Seen.present(new Command("c-1", "", "Failed", NOW.minus(Duration.ofMinutes(6))));

        assertThat(((RunCommand) plan().steps().get(0)).instanceIds()).containsExactly("i-0abc");
    }

    @Test
    void theRevisionMovesWithAnyVersionAndWithNothingElse() {
        inSsm("a", "1", 1);
        inSsm("b", "2", 1);
        var before = ObservedAppConfig.revision(live);
        inSsm("b", "another value", 1);
        assertThat(ObservedAppConfig.revision(live)).isEqualTo(before).hasSize(6);

        inSsm("b", "2", 2);
        assertThat(ObservedAppConfig.revision(live)).isNotEqualTo(before);
    }
}
