package dev.replatform.migration.cutover;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Pause;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.postgres.Comparison;
import dev.replatform.postgres.InsertOnlyCopy;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.proof.RunningProof;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is proved while nobody writes: the rows that the witness still tells, and as a whole the tables that it tells nothing
 * of. Whatever cannot be shown to be equal keeps the switch from being made.
 */
record UnderFence(EffectiveMigration spec, Ends ends, Session source, Session target, Instant deadline) {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ALL_OF_THE_TIME = 100;
    private static final int LISTED = 10;

    /** @return the proof as it goes on at full speed until then */
    static RunningProof proof(EffectiveMigration spec, Ends ends, Session source, Session target, Instant deadline) {
        return ContinuousProof.of(
                spec, ends, source, target, () -> Duration.between(Instant.now(), deadline), ALL_OF_THE_TIME);
    }

    /**
     * Proves all tables that move, those that the operator copies included.
     *
     * @return what was proved, in words
     * @throws ProblemException naming what is not equal
     */
    String prove(List<TableName> all) {
        return spec.validation().usesWitness() ? withWitness(all) : atRest(all);
    }

    private String withWitness(List<TableName> all) {
        var proved = proof(spec, ends, source, target, deadline).finish();
        refuse(proved.reasons());
        var byDms = all.stream()
                .filter(table -> !spec.tables().isCopiedUnderFence(table))
                .toList();
        var resting = all.stream().filter(spec.tables()::isCopiedUnderFence).collect(Collectors.toList());
        resting.addAll(RunningProof.withoutKey(source, byDms));
        var compared = compare(resting);
        return "%d tables, %d rows: every row proved after its last change, %d of them under the fence; %d tables, %d rows compared as a whole under the fence."
                .formatted(proved.tables(), proved.rows(), proved.compared(), compared.tables(), compared.rows());
    }

    /** Asked last of all: nobody has written to a table that moves since it was proved. */
    void refuseWriters(List<TableName> all) {
        if (!spec.validation().usesWitness()) {
            return;
        }
        var changed = RunningProof.changedSince(source, ends.owner().id(), all);
        if (!changed.isEmpty()) {
            throw new ProblemException(
                    FailureReason.CUTOVER_FAILED,
                    "Somebody wrote to %s behind the fence, so it was lifted: see who it is, as superusers are not kept out"
                            .formatted(listed(
                                    changed.stream().map(TableName::inWords).toList())));
        }
    }

    private String atRest(List<TableName> all) {
        drain();
        var compared = compare(all);
        return "%d tables, %d rows: equal by count and checksum under the fence."
                .formatted(compared.tables(), compared.rows());
    }

    private void drain() {
        var journal = ends.journal(source);
        var sentAt = journal.markAgain("cutover");
        while (!ends.journal(target).isMarkedSince("cutover", sentAt)) {
            refuseLate(deadline);
            Pause.of(POLL);
        }
    }

    private Comparison.Result compare(List<TableName> tables) {
        keepTo(deadline, source, target);
        var copy = new InsertOnlyCopy(source, target);
        tables.stream().filter(spec.tables()::isCopiedUnderFence).forEach(copy::copy);
        keepTo(deadline, source, target);
        var compared = new Comparison(source, target).ofResting(tables);
        refuse(compared.different());
        return compared;
    }

    private static void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new ProblemException(
                    FailureReason.DATA_DIFFERS,
                    "Under the fence not every row was proved, so it was lifted: " + listed(reasons));
        }
    }

    private static String listed(List<String> words) {
        return words.stream().limit(LISTED).collect(Collectors.joining("; "));
    }

    /** A database that does not answer must not hold the fence longer than told. */
    static void keepTo(Instant deadline, Session... sessions) {
        refuseLate(deadline);
        for (var session : sessions) {
            session.limitStatements(Duration.between(Instant.now(), deadline));
        }
    }

    static void refuseLate(Instant deadline) {
        if (Instant.now().isAfter(deadline)) {
            throw new ProblemException(
                    FailureReason.CUTOVER_FAILED,
                    "The switch was not reached within spec.cutover.fenceTimeoutSeconds, so the fence was lifted");
        }
    }
}
