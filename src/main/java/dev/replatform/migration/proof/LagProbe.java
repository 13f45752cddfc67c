package dev.replatform.migration.proof;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.Session;
import dev.replatform.reconcile.Plan;
import java.time.Duration;
import java.time.Instant;

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

    public static Lag see(EffectiveMigration spec, Sight sight) {
        return new Lag(sight.job(spec.owner(), PROBE, ""));
    }

    /** @return the next measurement, where nothing is known, or the last answer is old or too long a time */
    public static Plan<Means> plan(EffectiveMigration spec, Ends ends, Lag lag, Instant now) {
        var stale = lag.measured()
                .filter(it -> !it.at().plus(EVERY).isAfter(now) || it.lag().toSeconds() > spec.maxLagSeconds())
                .isPresent();
        return stale || lag.probe().isDue(now, POLL) ? Plan.of(new Probe(ends)) : Plan.nothing();
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

        private Lag.Measured measure(Session source, Session target) {
            var sentAt = ends.journal(source).markAgain(TOKEN);
            var started = System.nanoTime();
            while (System.nanoTime() - started < PATIENCE.toNanos()) {
                if (ends.journal(target).isMarkedSince(TOKEN, sentAt)) {
                    return new Lag.Measured(Duration.ofNanos(System.nanoTime() - started), Instant.now());
                }
                Pause.of(POLL);
            }
            return new Lag.Measured(PATIENCE, Instant.now());
        }
    }
}
