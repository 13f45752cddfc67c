package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.preflight.AwsChecks;
import dev.replatform.migration.preflight.AwsView;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.checks.BothEnds;
import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must be true before a replication instance costs money: both logins work, and nothing stands in the way. */
public final class PreflightStage implements Stage {
    /** Journal detail: size of the largest LOB value at the preflight. */
    static final String LARGEST_LOB_KIB = "largestLobKib";

    private static final String MEASURE = "Measure the largest LOB";

    /**
     * What the preflight saw.
     *
     * @param tables whose rows move
     * @param findings what the checks found
     * @param largestLob job that measures it
     */
    public record Facts(Seen<List<SourceTable>> tables, Seen<List<Finding>> findings, JobState largestLob) {}

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return seen.ends().isPresent() ? "Preflight" : "Pending";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        if (before.reached(Step.LOADING) || !(before.ends() instanceof Seen.Present<Ends> ends)) {
            return before;
        }
        var tables = sight.ofSource(source -> new SourceCatalog(source, spec.tables()).tables());
        var ofDatabases =
                tables.then(found -> at(spec, ends.it(), found, sight).map(at -> Check.all(PostgresChecks.all(), at)));
        var findings = ofDatabases.map(found -> joined(
                found, Check.all(AwsChecks.ALL, AwsView.of(spec, ends.it().target(), sight.aws()))));
        return before.with(new Facts(
                tables, findings, sight.job(spec.owner(), MEASURE, ends.it().digest())));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.LOADING);
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        plan.unless(seen.ends()).unless(seen.source()).unless(seen.target());
        var facts = seen.facts(Facts.class);
        if (plan.hasProblems() || facts.isEmpty()) {
            return;
        }
        var ends = seen.ends().value().orElseThrow();
        plan.unless(facts.get().tables()).unless(facts.get().findings());
        var blockers = blockers(facts.get().findings().value().orElse(List.of()));
        if (!blockers.isEmpty()) {
            plan.problem(blocked(blockers));
        }
        if (plan.hasProblems()) {
            return;
        }
        var tables = facts.get().tables().value().orElseThrow();
        if (tables.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.tables.include matches no table of %s: change the patterns"
                            .formatted(spec.sourceDatabase())));
            return;
        }
        planMeasurement(facts.get().largestLob(), ends, tables, now, plan);
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        tellEnd("SourceReady", "source", seen.ends(), seen.source(), conditions);
        tellEnd("TargetReady", "target", seen.ends(), seen.target(), conditions);
    }

    /** @return who is fenced at the cutover */
    static List<String> appRoles(EffectiveMigration spec, Ends ends, Session source) {
        if (!spec.appRoles().isEmpty()) {
            return spec.appRoles();
        }
        return new SourceCatalog(source, spec.tables())
                .loginRoles().stream()
                        .filter(role -> !role.equals(ends.dms().username())
                                && !role.equals(ends.admin().username()))
                        .toList();
    }

    /** @return the largest LOB value of the tables that move, in KiB, as it was measured before they were loaded */
    static int largestLobKib(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .or(() -> seen.entry(Step.LOADING))
                .map(entry -> Integer.parseInt(entry.detail().getOrDefault(LARGEST_LOB_KIB, "0")))
                .orElse(0);
    }

    private static void planMeasurement(
            JobState measured, Ends ends, List<SourceTable> tables, Instant now, Plan.Builder<Means> plan) {
        var start = new StartJob(
                ends,
                MEASURE,
                ends.digest(),
                "Measure the largest LOB value of %d tables".formatted(tables.size()),
                false,
                (source, target, progress) -> new SourceCatalog(source, null).largestLobKib(tables));
        if (start.isDone(measured, now, plan)) {
            var largest = measured.result(Integer.class).orElseThrow();
            plan.step(new JournalStep(
                    ends,
                    Step.LOADING,
                    Map.of(
                            LARGEST_LOB_KIB,
                            String.valueOf(largest),
                            Journal.SOURCE,
                            ends.source().inWords(),
                            Journal.TABLES,
                            lines(tables)),
                    "Note in both databases that this migration may load"));
        }
    }

    /** @return what the checks look at when they are about these tables */
    static Seen<BothEnds> at(EffectiveMigration spec, Ends ends, List<SourceTable> tables, Sight sight) {
        return sight.ofSource(source -> new BothEnds(
                new BothEnds.Run(ends.owner().id(), ends.run(), ends.source()),
                source,
                sight.target(),
                new BothEnds.Logins(
                        appRoles(spec, ends, source), ends.dms(), ends.admin().username(), ends.master()),
                tables,
                spec.tables()));
    }

    private static List<Finding> joined(List<Finding> some, List<Finding> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    static List<Finding> blockers(List<Finding> findings) {
        return findings.stream().filter(Finding::blocks).toList();
    }

    /** @return the tables as the journal names them */
    static String lines(List<SourceTable> tables) {
        return tables.stream().map(table -> table.name().inWords()).collect(Collectors.joining("\n"));
    }

    static Problem blocked(List<Finding> blockers) {
        var first = blockers.stream().limit(3).map(Finding::inWords).collect(Collectors.joining("; "));
        var more = blockers.size() > 3 ? "; and %d more in status.findings".formatted(blockers.size() - 3) : "";
        return new Problem(FailureReason.BLOCKED, first + more);
    }

    private static void tellEnd(String type, String where, Seen<Ends> ends, Seen<?> journal, Conditions conditions) {
        var problem = ends.problem().or(journal::problem);
        if (problem.isPresent()) {
            conditions.no(
                    type,
                    problem.get().reason().conditionReason(),
                    problem.get().message());
        } else {
            conditions.yes(type, "Reachable", "The operator can log in to the %s.".formatted(where));
        }
    }
}
