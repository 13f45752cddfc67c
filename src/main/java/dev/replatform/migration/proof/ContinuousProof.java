package dev.replatform.migration.proof;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.AppLogin;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.postgres.proof.Marker;
import dev.replatform.postgres.proof.Pace;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.postgres.proof.RunningProof;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Proves rows a while at a time, from the first load to the fence: a pass over every table, and what the witness tells. What
 * is proved stands on the source, so that any process goes on with it.
 */
public final class ContinuousProof {
    public static final String WORK = "Prove the rows";

    private static final Duration WHILE = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(15);
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(10);
    private static final Duration MARKER_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LISTED = 10;

    private ContinuousProof() {}

    public static JobState see(EffectiveMigration spec, Sight sight) {
        return sight.job(spec.owner(), WORK, "");
    }

    /** @return the next while of it, where one is due, and why the last one failed or what it refuted */
    public static Plan<Means> plan(EffectiveMigration spec, Ends ends, JobState job, Instant now) {
        var plan = new Plan.Builder<Means>();
        job.problem().ifPresent(plan::problem);
        var state = job.result(ProofState.class);
        state.filter(ProofState::isRefuted).map(ContinuousProof::refuted).ifPresent(plan::problem);
        var isDue = state.map(it -> !now.isBefore(it.at().plus(rest(it))))
                .orElseGet(() -> job.isDue(now, AGAIN_AFTER_FAILURE));
        return isDue ? plan.step(new Go(spec, ends)).build() : plan.build();
    }

    /**
     * Makes the witness, before the first row is loaded.
     *
     * @throws ProblemException where the source does not allow it
     */
    public static void begin(EffectiveMigration spec, Ends ends, Session source) {
        if (!spec.validation().usesWitness()) {
            return;
        }
        try {
            RunningProof.begin(source, ends.owner().id(), ends.run());
        } catch (SqlFailure e) {
            if (e.kind() == SqlFailure.Kind.UNREACHABLE || e.kind() == SqlFailure.Kind.BUSY) {
                throw e;
            }
            throw new ProblemException(
                    FailureReason.PERMISSION_DENIED,
                    "The operator's own replication slot could not be made on the source (%s): run ALTER ROLE \"%s\" REPLICATION, see that a slot is free, or set spec.validation.witness to Disabled"
                            .formatted(e.getMessage(), ends.admin().username()));
        }
    }

    /**
     * @param patience how long a marker is waited for, as it is at that moment
     * @param percent of the time that the source may work for it
     */
    public static RunningProof of(
            EffectiveMigration spec,
            Ends ends,
            Session source,
            Session target,
            Supplier<Duration> patience,
            int percent) {
        return new RunningProof(
                source,
                target,
                ends.owner().id(),
                ends.run(),
                byDms(spec, source),
                new Marker(ends.journal(source), ends.journal(target), patience, Pause::of),
                new Pace(percent, Pause::of));
    }

    /** @return the tables that DMS keeps in step: all that move but those that the operator copies under the fence */
    private static List<SourceTable> byDms(EffectiveMigration spec, Session source) {
        return new SourceCatalog(source, spec.tables())
                .tables().stream()
                        .filter(table -> !spec.tables().isCopiedUnderFence(table.name()))
                        .toList();
    }

    /** Waits until nobody else proves this migration's rows; for as long as the session lives nobody else will. */
    public static void alone(Ends ends, Session source) {
        var giveUp = Instant.now().plus(LOCK_PATIENCE);
        while (!RunLock.obtain(source, ends.owner().id() + " proof")) {
            if (Instant.now().isAfter(giveUp)) {
                throw new ProblemException(
                        FailureReason.DATABASE_BUSY, "Another process proves the rows of this migration");
            }
            Pause.of(POLL);
        }
    }

    /** @return what stands against the switch */
    public static Problem refuted(ProofState state) {
        var words = state.held().stream().limit(LISTED).collect(Collectors.joining("; "));
        var differences = state.differences().stream().limit(LISTED).collect(Collectors.joining("; "));
        return new Problem(
                FailureReason.DATA_DIFFERS,
                state.different() == 0
                        ? "The cutover is held back: " + words
                        : "%s on source and target: %s%s"
                                .formatted(
                                        state.different() == 1 ? "1 row differs" : state.different() + " rows differ",
                                        differences,
                                        words.isEmpty() ? "" : "; " + words));
    }

    private static Duration rest(ProofState state) {
        return state.isProved() || state.isRefuted() ? EVERY : Duration.ZERO;
    }

    /** Two that prove the same migration do the same. */
    private record Go(EffectiveMigration spec, Ends ends) implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return "Prove rows of source and target";
        }

        @Override
        public boolean isRoutine() {
            return true;
        }

        @Override
        public void act(Means means) {
            means.jobs().restart(ends.owner(), WORK, "", progress -> {
                try (var source = ends.openSource(LONGEST_STATEMENT);
                        var target = ends.openTarget(LONGEST_STATEMENT)) {
                    return goOn(source, target);
                } catch (SqlFailure e) {
                    throw new ProblemException(Sight.problem(WORK, e));
                }
            });
        }

        private ProofState goOn(Session source, Session target) {
            alone(ends, source);
            begin(spec, ends, source);
            var proof = of(
                    spec,
                    ends,
                    source,
                    target,
                    () -> MARKER_PATIENCE,
                    spec.validation().maxSourceLoad());
            var state = proof.goOn(Instant.now().plus(WHILE));
            if (state.isProved()) {
                var tables = byDms(spec, source).stream().map(SourceTable::name).toList();
                AppLogin.refused(ends.target(), ends.app(), tables).ifPresent(refused -> {
                    throw new ProblemException(FailureReason.PERMISSION_DENIED, refused);
                });
            }
            return state;
        }
    }
}
