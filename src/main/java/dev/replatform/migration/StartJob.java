package dev.replatform.migration;

import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Step;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Starts long work on both databases.
 *
 * @param work its name
 * @param inputs what it depends on; other inputs are other work
 * @param routine whether it only looks, again and again
 */
public record StartJob(Ends ends, String work, String inputs, String sentence, boolean routine, Work job)
        implements Step<Means> {
    /** Long work on both databases. */
    @FunctionalInterface
    public interface Work {
        Object run(Session source, Session target, Jobs.Progress progress);
    }

    private static final Duration TRY_AGAIN = Duration.ofSeconds(15);

    /** @return the work where it is due, and why it failed; nothing where it has ended well */
    public Plan<Means> plan(JobState state, Instant now) {
        var plan = new Plan.Builder<Means>();
        state.problem().ifPresent(plan::problem);
        if (state.isDue(now, TRY_AGAIN)) {
            plan.step(this);
        } else if (!state.isFinished()) {
            plan.waitFor("Wait for: " + work);
        }
        return plan.build();
    }

    @Override
    public void act(Means means) {
        means.jobs().start(ends.owner(), work, inputs, progress -> {
            try (var source = ends.openSource(Session.LONG);
                    var target = ends.openTarget(Session.LONG)) {
                return job.run(source, target, progress);
            } catch (SqlFailure e) {
                throw new ProblemException(Sight.problem(work, e));
            }
        });
    }

    /** The work's name, in one word. */
    @Override
    public String action() {
        return Pattern.compile("(?:^|\\W+)(\\w)").matcher(work).replaceAll(letter -> letter.group(1)
                .toUpperCase(Locale.ROOT));
    }

    @Override
    public boolean isRoutine() {
        return routine;
    }

    /** Two that start the same work on the same inputs do the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StartJob that && work.equals(that.work) && inputs.equals(that.inputs);
    }

    @Override
    public int hashCode() {
        return Objects.hash(work, inputs);
    }
}
