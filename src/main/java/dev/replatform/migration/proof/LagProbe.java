package dev.replatform.migration.proof;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.Session;
import dev.replatform.reconcile.Plan;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the target is behind, measured by a row of the operator's own that travels through DMS: metrics are a minute late
 * and say nothing when nothing changes.
 */
public final class LagProbe {
    private static final String PROBE = "Measure the lag";
    private static final String TOKEN = "lag";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private LagProbe() {}

    /** The last measurement of this process, and whether the next one runs. */
    public record Facts(JobState probe) {
        /** @return empty where it was never measured */
        public Optional<Duration> last() {
            return measured().map(Measured::lag);
        }

        Optional<Measured> measured() {
            return probe.result(Measured.class);
        }

        public boolean isWithin(int seconds) {
            return measured().filter(it -> it.lag().toSeconds() <= seconds).isPresent();
        }
    }

    /**
     * One measurement.
     *
     * @param lag how long the row was on its way; a minute where it did not arrive in one
     */
    public record Measured(Duration lag, Instant at) {}

    public static Facts see(EffectiveMigration spec, Sight sight) {
        return new Facts(sight.job(spec.owner(), PROBE, ""));
    }

    /** Measures once, and again while nothing else is known or the last answer is old. */
    public static void plan(EffectiveMigration spec, Ends ends, Facts facts, Instant now, Plan.Builder<Means> plan) {
        var stale = facts.measured()
                .filter(it -> !it.at().plus(EVERY).isAfter(now) || it.lag().toSeconds() > spec.maxLagSeconds())
                .isPresent();
        if (stale || facts.probe().isDue(now, POLL)) {
            plan.step(new Probe(ends));
        }
    }

    private record Probe(Ends ends) implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return PROBE;
        }

        @Override
        public boolean isRoutine() {
            return true;
        }

        @Override
        public void act(Means means) {
            means.jobs().restart(ends.owner(), PROBE, "", progress -> {
                try (var source = ends.openSource(Session.SHORT);
                        var target = ends.openTarget(Session.SHORT)) {
                    return measure(source, target);
                } catch (dev.replatform.postgres.SqlFailure e) {
                    throw new dev.replatform.status.ProblemException(Sight.problem(PROBE, e));
                }
            });
        }

        private Measured measure(Session source, Session target) {
            var sentAt = ends.journal(source).markAgain(TOKEN);
            var started = System.nanoTime();
            while (System.nanoTime() - started < PATIENCE.toNanos()) {
                if (ends.journal(target).isMarkedSince(TOKEN, sentAt)) {
                    return new Measured(Duration.ofNanos(System.nanoTime() - started), Instant.now());
                }
                Pause.of(POLL);
            }
            return new Measured(PATIENCE, Instant.now());
        }
    }
}
