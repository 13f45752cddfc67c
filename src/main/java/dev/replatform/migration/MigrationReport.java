package dev.replatform.migration;

import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.api.v1alpha1.MigrationStatus.ActiveEndpoint;
import dev.replatform.api.v1alpha1.MigrationStatus.Cutover;
import dev.replatform.api.v1alpha1.MigrationStatus.Finding;
import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.migration.access.PgHbaChange;
import dev.replatform.migration.access.PgHbaLines;
import dev.replatform.migration.assessment.Assessment;
import dev.replatform.migration.cutover.CutoverProposal;
import dev.replatform.migration.dms.SlotWatch;
import dev.replatform.migration.preflight.PreflightReport;
import dev.replatform.migration.proof.Lag;
import dev.replatform.migration.proof.ProofFacts;
import dev.replatform.migration.schema.NotCopied;
import dev.replatform.migration.stage.Stages;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a Migration's status from what was observed. What was not looked at this time stays as it was. */
final class MigrationReport {
    private static final int[] LAG_STEPS = {60, 15, 5, 1, 0};
    private static final int LISTED = 20;
    private static final double MILLIS = 1_000;

    /** How far the target is behind. */
    static final String LAG_SECONDS = "lag.seconds";

    /** What the slot holds back on the source. */
    static final String SLOT_RETAINED_BYTES = "slot.retained.bytes";

    /** What it may hold back. */
    static final String SLOT_LIMIT_BYTES = "slot.limit.bytes";

    /** Rows of the source that were compared with their copies. */
    static final String PROOF_ROWS = "proof.rows";

    /** Rows that are to be compared again, those that change all the time included. */
    static final String PROOF_PENDING_ROWS = "proof.pending.rows";

    /** Rows that differ for good. */
    static final String PROOF_DIFFERENT_ROWS = "proof.different.rows";

    /** Write-ahead log of the source whose changes are not compared yet. */
    static final String PROOF_LAG_BYTES = "proof.lag.bytes";

    /** Until when the fence may stand, in seconds since 1970. */
    static final String FENCE_DEADLINE = "fence.deadline.timestamp.seconds";

    private final EffectiveMigration spec;
    private final ObservedMigration seen;
    private final MigrationStatus before;

    MigrationReport(EffectiveMigration spec, ObservedMigration seen, MigrationStatus before) {
        this.spec = spec;
        this.seen = seen;
        this.before = before;
    }

    MigrationStatus status(Plan<Means> left, Conditions conditions) {
        var isComplete = seen.reached(Step.COMPLETED);
        if (isComplete && before.conditions() != null) { // what was told of the journey stands
            before.conditions().forEach(condition -> keep(condition.type(), conditions));
        }
        Stages.tell(spec, seen, conditions);
        var progress = progress();
        return new MigrationStatus(
                conditions.generation(),
                conditions.toList(),
                left.sentences(),
                left.drift(),
                before.lastHandledReconcileAt(),
                resources(),
                Stages.phase(spec, seen),
                progress,
                tables(progress),
                validation(),
                lag(),
                activeEndpoint(),
                access(),
                findings(),
                cutover());
    }

    private static void keep(String type, Conditions conditions) {
        if (!List.of(Conditions.READY, "Reconciling", "Stalled").contains(type)) {
            conditions.asBefore(type);
        }
    }

    private Integer progress() {
        return seen.load()
                .flatMap(load -> load.task().value())
                .map(task -> task.progressPercent())
                .orElse(before.progressPercent());
    }

    /** Rows are counted anew when the percentage or the tables move: a status that is written for every row helps nobody. */
    private MigrationStatus.Tables tables(Integer progress) {
        var statistics = seen.load().flatMap(load -> load.statistics().value());
        if (statistics.isEmpty() || statistics.get().isEmpty()) {
            return before.tables();
        }
        var tables = statistics.get();
        var loaded = (int) tables.stream().filter(TableStatistics::isLoaded).count();
        var problems = seen.load().orElseThrow().erroredTables();
        var earlier = before.tables();
        var moved = earlier == null
                || earlier.loaded() == null
                || earlier.loaded() != loaded
                || !java.util.Objects.equals(progress, before.progressPercent());
        var rows =
                moved ? tables.stream().mapToLong(TableStatistics::rowsLoaded).sum() : earlier.rowsLoaded();
        return new MigrationStatus.Tables(
                tables.size(),
                loaded,
                problems.size(),
                rows,
                problems.stream().limit(LISTED).toList());
    }

    /** Rows that change all the time come and go among those that are pending: they are told in metrics only. */
    private MigrationStatus.Validation validation() {
        return proof(seen)
                .map(state -> new MigrationStatus.Validation(
                        state.tables(),
                        state.passed(),
                        state.rows(),
                        state.estimatedRows(),
                        state.undecided(),
                        state.different(),
                        state.differences(),
                        state.held(),
                        state.timeLeft().map(Duration::toSeconds).orElse(null)))
                .orElse(before.validation());
    }

    private static Optional<ProofState> proof(ObservedMigration seen) {
        return seen.proof().flatMap(ProofFacts::state);
    }

    private Integer lag() {
        if (seen.reached(Step.SWITCHED)) {
            return null;
        }
        return lag(seen).map(it -> stepped(it.toSeconds())).orElse(before.lagSeconds());
    }

    /**
     * @param now the status that is made of it
     * @return what moves too often for a status or is no news in one, by the names that metrics give it
     */
    static Map<String, Double> measurements(EffectiveMigration spec, ObservedMigration seen, MigrationStatus now) {
        var numbers = new HashMap<String, Double>();
        if (!seen.reached(Step.SWITCHED)) {
            lag(seen).ifPresent(lag -> numbers.put(LAG_SECONDS, lag.toMillis() / MILLIS));
            seen.slot().value().ifPresent(slot -> {
                numbers.put(SLOT_RETAINED_BYTES, (double) slot.retainedBytes());
                numbers.put(SLOT_LIMIT_BYTES, (double) spec.slot().maxBytes());
            });
            proof(seen).ifPresent(state -> {
                numbers.put(PROOF_ROWS, (double) state.rows());
                numbers.put(PROOF_PENDING_ROWS, (double) state.pending());
                numbers.put(PROOF_DIFFERENT_ROWS, (double) state.different());
                numbers.put(PROOF_LAG_BYTES, (double) state.lagBytes());
            });
        }
        // Of the status, which remembers a fence while its source does not answer.
        if (now.fenceHeld()) {
            var deadline = Instant.parse(now.cutover().fencedAt()).plusSeconds(spec.fenceTimeoutSeconds());
            numbers.put(FENCE_DEADLINE, (double) deadline.getEpochSecond());
        }
        return numbers;
    }

    private static Optional<Duration> lag(ObservedMigration seen) {
        return seen.lag().flatMap(Lag::last);
    }

    private static Integer stepped(long seconds) {
        for (int step : LAG_STEPS) {
            if (seconds >= step) {
                return step;
            }
        }
        return 0;
    }

    /** Never guessed: where the journals cannot be read it stays as it was. */
    private ActiveEndpoint activeEndpoint() {
        var ends = seen.ends().value();
        if (seen.reached(Step.OPENED)) {
            return ends.map(it -> endpoint(it.target(), MigrationStatus.TARGET)).orElse(before.activeEndpoint());
        }
        if (seen.reached(Step.SWITCHED)) {
            return before.activeEndpoint();
        }
        if (seen.source().isPresent()) {
            return new ActiveEndpoint(
                    spec.sourceHost(), spec.sourcePort(), spec.sourceDatabase(), MigrationStatus.SOURCE);
        }
        return before.activeEndpoint();
    }

    private static ActiveEndpoint endpoint(PostgresAddress address, String side) {
        return new ActiveEndpoint(address.host(), address.port(), address.database(), side);
    }

    private List<String> access() {
        if (seen.reached(Step.SWITCHED)) {
            return List.of();
        }
        var instance = seen.dms().flatMap(dms -> dms.instance().value());
        var ends = seen.ends().value();
        if (instance.isEmpty() || ends.isEmpty()) {
            return before.access();
        }
        var lines = new ArrayList<String>();
        PgHbaLines.of(spec, ends.get(), instance.get()).forEach(line -> lines.add("pg_hba.conf: " + line));
        seen.pgHbaChange()
                .flatMap(change -> change.result(PgHbaChange.Done.class))
                .ifPresent(done -> lines.add("pg_hba.conf of %s was changed by Run Command %s: %s"
                        .formatted(spec.sourceBox().instanceId(), done.commandId(), done.report())));
        for (var group : instance.get().securityGroupIds()) {
            lines.add("security group: tcp %d of the source and tcp %d of the target from %s"
                    .formatted(spec.sourcePort(), ends.get().target().port(), group));
        }
        return List.copyOf(lines);
    }

    /** What DMS's premigration assessment found; once the load has begun, as it was found. */
    private List<Finding> assessment() {
        var assessed = seen.assessment();
        if (assessed.isPresent()) {
            return assessed.get().findings().stream().map(MigrationReport::told).toList();
        }
        return before.findings() == null || spec.assessment().isEmpty() || seen.reached(Step.SWITCHED)
                ? List.of()
                : before.findings().stream()
                        .filter(it -> it.code().startsWith(Assessment.CODE))
                        .toList();
    }

    private static Finding told(dev.replatform.preflight.Finding it) {
        return new Finding(it.severity().word(), it.code(), it.object(), it.text(), it.remedy());
    }

    private List<Finding> findings() {
        var findings = new ArrayList<>(PreflightReport.findings(seen, before));
        findings.addAll(assessment());
        NotCopied.of(seen)
                .forEach(object -> findings.add(new Finding(
                        "Warning",
                        "NotCopied",
                        object,
                        "the schema copy did not make it",
                        "make it on the target yourself if the application needs it")));
        SlotWatch.warning(spec, seen)
                .ifPresent(slot -> findings.add(new Finding(
                        "Warning",
                        "SlotRetainsMuch",
                        slot.name(),
                        "the replication slot holds back more than %d GiB of write-ahead log on the source"
                                .formatted(spec.slot().warnGib()),
                        "see why DMS does not follow, and watch the source's disk")));
        return List.copyOf(findings);
    }

    private Cutover cutover() {
        var fenced = seen.entry(Step.FENCED).map(Entry::at);
        var switched = seen.entry(Step.SWITCHED).map(Entry::at);
        if (!seen.reached(Step.PROVED) && switched.isEmpty()) {
            return null;
        }
        var opened = seen.entry(Step.OPENED).map(Entry::at);
        var earlier = Optional.ofNullable(before.cutover())
                .filter(it -> !seen.source().isPresent());
        return new Cutover(
                switched.isPresent()
                        ? null
                        : CutoverProposal.of(spec, seen)
                                .map(CutoverProposal::token)
                                .orElse(null),
                fenced.map(Instant::toString)
                        .or(() -> earlier.map(Cutover::fencedAt))
                        .orElse(null),
                switched.map(Instant::toString).orElse(null),
                fenced.flatMap(from -> opened.map(to -> seconds(from, to)))
                        .or(() -> earlier.map(Cutover::writeDowntimeSeconds))
                        .orElse(null),
                switched.isPresent()
                        ? List.of()
                        : seen.cutover()
                                .flatMap(facts -> facts.unfenceSql().value())
                                .orElse(List.of()));
    }

    private static int seconds(Instant from, Instant to) {
        return (int) Math.ceil(Duration.between(from, to).toMillis() / 1000.0);
    }

    private List<AwsResource> resources() {
        if (seen.reached(Step.COMPLETED)) {
            return List.of();
        }
        var provisioned = seen.dms();
        if (provisioned.isEmpty()) {
            return before.resources();
        }
        var resources = new ArrayList<AwsResource>();
        provisioned
                .get()
                .instance()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DMS replication instance", it.status())));
        provisioned
                .get()
                .source()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DMS source endpoint", it.status())));
        provisioned
                .get()
                .target()
                .value()
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DMS target endpoint", it.status())));
        seen.load()
                .flatMap(load -> load.task().value())
                .ifPresent(it -> resources.add(new AwsResource(it.arn(), "DMS replication task", it.status())));
        return List.copyOf(resources);
    }
}
