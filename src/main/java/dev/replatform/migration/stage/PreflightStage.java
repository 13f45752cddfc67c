package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.preflight.AwsChecks;
import dev.replatform.migration.preflight.AwsView;
import dev.replatform.migration.preflight.Findings;
import dev.replatform.migration.preflight.PreflightFacts;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What must be true before a replication instance costs money: both logins work, and nothing stands in the way. */
public final class PreflightStage implements Stage {
    private static final String MEASURE = "Measure the largest LOB";

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
        // Where the tables cannot be read, all the rest is told at once nevertheless.
        var checks = tables.isPresent() ? PostgresChecks.all() : PostgresChecks.withoutTables();
        var findings = Findings.at(spec, ends.it(), tables.value().orElse(List.of()), sight)
                .map(at -> Check.all(checks, at))
                .map(found -> joined(
                        found,
                        Check.all(
                                AwsChecks.ALL,
                                AwsView.of(spec, ends.it().target(), newestServer(sight), sight.aws()))));
        return before.withPreflight(new PreflightFacts(
                tables, findings, sight.job(spec.owner(), MEASURE, ends.it().digest())));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.LOADING);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var plan = new Plan.Builder<Means>()
                .unless(seen.ends())
                .unless(seen.source())
                .unless(seen.target());
        if (plan.hasProblems() || seen.preflight().isEmpty()) {
            return plan.build();
        }
        var facts = seen.preflight().get();
        plan.unless(facts.tables()).unless(facts.findings());
        var blockers = Findings.blockers(facts.findings().value().orElse(List.of()));
        if (!blockers.isEmpty()) {
            plan.problem(Findings.blocked(blockers));
        }
        if (plan.hasProblems()) {
            return plan.build();
        }
        var tables = facts.tables().value().orElseThrow();
        if (tables.isEmpty()) {
            return Plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.tables.include matches no table of %s: change the patterns"
                            .formatted(spec.sourceDatabase())));
        }
        var ends = seen.ends().value().orElseThrow();
        return facts.largestLob()
                .result(Integer.class)
                .map(largestLobKib -> Plan.of(mayLoad(ends, tables, largestLobKib)))
                .orElseGet(() -> measurement(ends, tables).plan(facts.largestLob(), now));
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        tellEnd("SourceReady", "source", seen.ends(), seen.source(), conditions);
        tellEnd("TargetReady", "target", seen.ends(), seen.target(), conditions);
    }

    private static StartJob measurement(Ends ends, List<SourceTable> tables) {
        return new StartJob(
                ends,
                MEASURE,
                ends.digest(),
                "Measure the largest LOB value of %d tables".formatted(tables.size()),
                false,
                (source, target, progress) -> new SourceCatalog(source, null).largestLobKib(tables));
    }

    private static Seen<Integer> newestServer(Sight sight) {
        return sight.ofSource(Session::majorVersion)
                .then(source -> sight.ofTarget(Session::majorVersion).map(target -> Math.max(source, target)));
    }

    private static List<Finding> joined(List<Finding> some, List<Finding> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static JournalStep mayLoad(Ends ends, List<SourceTable> tables, int largestLobKib) {
        return new JournalStep(
                ends,
                Step.LOADING,
                MovingTables.loading(ends.source().inWords(), tables, largestLobKib),
                "Note in both databases that this migration may load");
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
