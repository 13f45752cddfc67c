package dev.replatform.migration.cutover;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.migration.proof.TableComparison;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Sequences;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From fence to the opened target, in one go on a thread of its own, under the run's lock. Before the switch every failure
 * lifts the fence; after it there is only forward. Cut off anywhere, the next process goes on by the journal, or lifts the fence when
 * its time is over.
 */
public final class CutoverRun {
    public static final String WORK = "Cutover";

    private static final Logger LOG = LoggerFactory.getLogger(CutoverRun.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int EMPTY_LOOKS = 2;
    private static final Duration BEFORE_FENCE = Duration.ofSeconds(20);
    private static final String DEADLINE = "deadline";

    private final EffectiveMigration spec;
    private final Ends ends;
    private final String token;
    private final List<String> roles;
    private final Means means;

    private CutoverRun(EffectiveMigration spec, Ends ends, String token, List<String> roles, Means means) {
        this.spec = spec;
        this.ends = ends;
        this.token = token;
        this.roles = roles;
        this.means = means;
    }

    /** Starts it. */
    public record Start(EffectiveMigration spec, Ends ends, CutoverProposal proposal, List<String> roles)
            implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return "Fence %s and switch to the target (approved: %s)"
                    .formatted(String.join(", ", roles), proposal.token());
        }

        @Override
        public String action() {
            return "Fence";
        }

        @Override
        public void act(Means means) {
            var run = new CutoverRun(spec, ends, proposal.token(), roles, means);
            means.cutovers().start(spec.owner(), WORK, proposal.token(), progress -> run.run());
        }

        @Override
        public boolean needsTime() {
            return true;
        }
    }

    public static Instant deadline(Entry fenced) {
        return Instant.parse(fenced.detail().get(DEADLINE));
    }

    private Object run() {
        try (var source = ends.openSource(Session.LONG);
                var target = ends.openTarget(Session.LONG)) {
            if (!RunLock.obtain(source, ends.owner().id())) {
                throw new ProblemException(FailureReason.DATABASE_BUSY, "Somebody else works on this cutover");
            }
            SchemaWork.follow(spec, ends, source, target);
            catchUp(source, target);
            var deadline = fence(source);
            try {
                switchOver(source, target, prepareSwitch(source, target, deadline));
            } catch (RuntimeException e) {
                liftUnlessSwitched(source);
                throw e;
            }
            TargetOpening.open(spec, ends, source, target);
            means.wake().run();
            return token;
        } catch (SqlFailure e) {
            throw new ProblemException(Sight.problem(WORK, e));
        }
    }

    private Instant fence(Session source) {
        var fence = ends.fence(source);
        if (fence.preparedTransactions() > 0) {
            throw new ProblemException(
                    FailureReason.CUTOVER_FAILED,
                    "There are prepared transactions, which could commit behind the fence: end them, then approve again");
        }
        var deadline = Instant.now().plusSeconds(spec.fenceTimeoutSeconds());
        if (!fence.close(roles, Map.of("token", token, DEADLINE, deadline.toString()))) {
            throw new ProblemException(FailureReason.CUTOVER_FAILED, "The journal does not let this cutover begin");
        }
        var standing = ends.journal(source).read().get(Journal.Step.FENCED);
        return deadline(standing);
    }

    /** What the witness has told by now is compared while the application writes: the fence stands for the rest only. */
    private void catchUp(Session source, Session target) {
        if (!spec.validation().usesWitness()) {
            return;
        }
        ContinuousProof.alone(ends, source);
        if (ends.journal(source).read().containsKey(Journal.Step.FENCED)) {
            return;
        }
        source.limitStatements(BEFORE_FENCE);
        target.limitStatements(BEFORE_FENCE);
        var state = UnderFence.proof(spec, ends, source, target, Instant.now().plus(BEFORE_FENCE))
                .goOn(Instant.now().plus(BEFORE_FENCE));
        if (state.isRefuted()) {
            throw new ProblemException(ContinuousProof.refuted(state));
        }
    }

    /** @return what was proved, in words */
    private String prepareSwitch(Session source, Session target, Instant deadline) {
        UnderFence.keepTo(deadline, source, target);
        endSessions(source, deadline);
        var catalog = new SourceCatalog(source, spec.tables());
        var all = catalog.tables().stream().map(SourceTable::name).toList();
        var underFence = new UnderFence(spec, ends, source, target, deadline);
        var proof = underFence.prove(all);
        var missing = new Sequences(source, target).copy(catalog.schemas());
        if (!missing.isEmpty() && spec.copiesSchema()) {
            throw new ProblemException(
                    FailureReason.SCHEMA_COPY_FAILED,
                    "Sequences are missing on the target, so the fence was lifted: " + String.join(", ", missing));
        }
        underFence.refuseWriters(all);
        UnderFence.keepTo(deadline, source, target);
        return proof;
    }

    private void endSessions(Session source, Instant deadline) {
        var fence = ends.fence(source);
        int empty = 0;
        while (empty < EMPTY_LOOKS) {
            empty = fence.endSessions(roles) == 0 ? empty + 1 : 0;
            UnderFence.refuseLate(deadline);
            Pause.of(POLL);
        }
        if (fence.preparedTransactions() > 0) {
            throw new ProblemException(
                    FailureReason.CUTOVER_FAILED, "A transaction was prepared while the fence closed; it was lifted");
        }
    }

    private void switchOver(Session source, Session target, String proof) {
        var detail = Map.of("token", token, Journal.PROOF, proof);
        var switched = source.inTransaction(() -> ends.journal(source)
                .noteOnlyBetween(Journal.Step.FENCED, Journal.Step.SWITCHED, detail, Journal.Step.RELEASED));
        if (!switched) {
            throw new ProblemException(FailureReason.CUTOVER_FAILED, "The fence was lifted by somebody else");
        }
        ends.journal(target).note(Journal.Step.SWITCHED, detail);
    }

    private void liftUnlessSwitched(Session source) {
        try {
            ends.fence(source).open();
            means.jobs().forget(ends.owner(), TableComparison.WORK);
            means.jobs().forget(ends.owner(), ContinuousProof.WORK);
        } catch (SqlFailure e) {
            LOG.warn(
                    "The fence of {} could not be lifted now; it is tried again: {}",
                    ends.owner().id(),
                    e.getMessage());
        }
    }
}
