package dev.replatform.migration;

import dev.replatform.migration.assessment.Assessment;
import dev.replatform.migration.cutover.CleanupFacts;
import dev.replatform.migration.cutover.CutoverFacts;
import dev.replatform.migration.cutover.DeletionFacts;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.LoadFacts;
import dev.replatform.migration.preflight.PreflightFacts;
import dev.replatform.migration.proof.Lag;
import dev.replatform.migration.proof.ProofFacts;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was seen of a Migration: what every stage stands on, and the facts of the stages that were looked at. A stage's facts
 * are empty where it was not looked at. It does not change: {@code with} makes another.
 */
public final class ObservedMigration {
    private final Seen<Ends> ends;
    private final Seen<Map<Journal.Step, Entry>> source;
    private final Seen<Map<Journal.Step, Entry>> target;
    private EarlierRun earlier;
    private PreflightFacts preflight;
    private DmsResources dms;
    private JobState connectionTests;
    private JobState pgHbaChange;
    private Assessment assessment;
    private JobState schemaCopy;
    private TablesFacts tables;
    private LoadFacts load;
    private Seen<ReplicationSlot> slot;
    private Seen<ReplicationSlot> witness;
    private ProofFacts proof;
    private Lag lag;
    private CutoverFacts cutover;
    private CleanupFacts cleanup;
    private DeletionFacts deletion;

    /**
     * Nothing of the stages was looked at yet.
     *
     * @param ends logins and addresses; unknown where a Secret or the Database is missing
     * @param source the source's journal; unknown where the source does not let the operator in, not asked where the run is
     *     completed
     * @param target the target's journal; unknown where the target does not let the operator in
     */
    public ObservedMigration(
            Seen<Ends> ends, Seen<Map<Journal.Step, Entry>> source, Seen<Map<Journal.Step, Entry>> target) {
        this.ends = ends;
        this.source = source;
        this.target = target;
        this.slot = Seen.notAsked();
        this.witness = Seen.notAsked();
    }

    private ObservedMigration(ObservedMigration other) {
        this(other.ends, other.source, other.target);
        earlier = other.earlier;
        preflight = other.preflight;
        dms = other.dms;
        connectionTests = other.connectionTests;
        pgHbaChange = other.pgHbaChange;
        assessment = other.assessment;
        schemaCopy = other.schemaCopy;
        tables = other.tables;
        load = other.load;
        slot = other.slot;
        witness = other.witness;
        proof = other.proof;
        lag = other.lag;
        cutover = other.cutover;
        cleanup = other.cleanup;
        deletion = other.deletion;
    }

    public Seen<Ends> ends() {
        return ends;
    }

    public Seen<Map<Journal.Step, Entry>> source() {
        return source;
    }

    public Seen<Map<Journal.Step, Entry>> target() {
        return target;
    }

    /** @return whether the run has come to that step */
    public boolean reached(Journal.Step step) {
        return entry(step).isPresent();
    }

    /**
     * Before the switch the source's journal alone says where the run stands, as a fence that is lifted takes its steps back
     * there; the target's stands in where the source does not answer. From the switch on either is believed.
     *
     * @return the journal's row of a step
     */
    public Optional<Entry> entry(Journal.Step step) {
        var atTarget = source.isPresent() && step.compareTo(Journal.Step.SWITCHED) < 0
                ? Optional.<Entry>empty()
                : target.value().flatMap(entries -> Journal.at(entries, step));
        return source.value().flatMap(entries -> Journal.at(entries, step)).or(() -> atTarget);
    }

    /** @return what long work on both databases depends on: it changes with any address or password */
    public String inputs() {
        return ends.value().map(Ends::digest).orElse("");
    }

    /** @return the newest run of the journals, where that is not the declared one */
    public Optional<EarlierRun> earlier() {
        return Optional.ofNullable(earlier);
    }

    public Optional<PreflightFacts> preflight() {
        return Optional.ofNullable(preflight);
    }

    /** @return what DMS has under this Migration's names */
    public Optional<DmsResources> dms() {
        return Optional.ofNullable(dms);
    }

    /** @return the tests of both connections that this process started */
    public Optional<JobState> connectionTests() {
        return Optional.ofNullable(connectionTests);
    }

    /** @return the change of the source's pg_hba.conf that this process started */
    public Optional<JobState> pgHbaChange() {
        return Optional.ofNullable(pgHbaChange);
    }

    /** @return DMS's premigration assessment; empty where none is asked for, and once the task has run */
    public Optional<Assessment> assessment() {
        return Optional.ofNullable(assessment);
    }

    /** @return the copy of the schema before the load */
    public Optional<JobState> schemaCopy() {
        return Optional.ofNullable(schemaCopy);
    }

    public Optional<TablesFacts> tables() {
        return Optional.ofNullable(tables);
    }

    public Optional<LoadFacts> load() {
        return Optional.ofNullable(load);
    }

    /** @return the slot that DMS made on the source; absent where there is none, not asked where there is no task */
    public Seen<ReplicationSlot> slot() {
        return slot;
    }

    /** @return the operator's own slot on the source; absent where there is none */
    public Seen<ReplicationSlot> witness() {
        return witness;
    }

    public Optional<ProofFacts> proof() {
        return Optional.ofNullable(proof);
    }

    public Optional<Lag> lag() {
        return Optional.ofNullable(lag);
    }

    public Optional<CutoverFacts> cutover() {
        return Optional.ofNullable(cutover);
    }

    public Optional<CleanupFacts> cleanup() {
        return Optional.ofNullable(cleanup);
    }

    public Optional<DeletionFacts> deletion() {
        return Optional.ofNullable(deletion);
    }

    public ObservedMigration withEarlier(EarlierRun facts) {
        return with(it -> it.earlier = facts);
    }

    public ObservedMigration withPreflight(PreflightFacts facts) {
        return with(it -> it.preflight = facts);
    }

    public ObservedMigration withDms(DmsResources facts) {
        return with(it -> it.dms = facts);
    }

    public ObservedMigration withConnectionTests(JobState facts) {
        return with(it -> it.connectionTests = facts);
    }

    public ObservedMigration withPgHbaChange(JobState facts) {
        return with(it -> it.pgHbaChange = facts);
    }

    public ObservedMigration withAssessment(Assessment facts) {
        return with(it -> it.assessment = facts);
    }

    public ObservedMigration withSchemaCopy(JobState facts) {
        return with(it -> it.schemaCopy = facts);
    }

    public ObservedMigration withTables(TablesFacts facts) {
        return with(it -> it.tables = facts);
    }

    public ObservedMigration withLoad(LoadFacts facts) {
        return with(it -> it.load = facts);
    }

    public ObservedMigration withSlot(Seen<ReplicationSlot> facts) {
        return with(it -> it.slot = facts);
    }

    public ObservedMigration withWitness(Seen<ReplicationSlot> facts) {
        return with(it -> it.witness = facts);
    }

    public ObservedMigration withProof(ProofFacts facts) {
        return with(it -> it.proof = facts);
    }

    public ObservedMigration withLag(Lag facts) {
        return with(it -> it.lag = facts);
    }

    public ObservedMigration withCutover(CutoverFacts facts) {
        return with(it -> it.cutover = facts);
    }

    public ObservedMigration withCleanup(CleanupFacts facts) {
        return with(it -> it.cleanup = facts);
    }

    public ObservedMigration withDeletion(DeletionFacts facts) {
        return with(it -> it.deletion = facts);
    }

    private ObservedMigration with(Consumer<ObservedMigration> facts) {
        var copy = new ObservedMigration(this);
        facts.accept(copy);
        return copy;
    }
}
