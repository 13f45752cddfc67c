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
import dev.replatform.migration.preflight.MeasuredRows;
import dev.replatform.migration.preflight.PreflightFacts;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.postgres.checks.RowsOfTables;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What must be true before a replication instance costs money: both logins work, and nothing stands in the way. */
public final class PreflightStage implements Stage {
    /** The catalogs of thousands of tables take their time, and a look that is cut off is none. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Duration LONGEST_TABLE = Duration.ofMinutes(10);

    private static final String MEASURE = "Read the rows that move";

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return seen.ends().isPresent() ? "Preflight" : "Pending";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        if (before.reached(Step.LOADING) || !(before.ends() instanceof Seen.Present<Ends> ends)) {
            return before;
        }
        var tables = sight.ofSource(source -> {
            source.limitStatements(LONGEST);
            return new SourceCatalog(source, spec.tables()).tables();
        });
        // Where the tables cannot be read, all the rest is told at once nevertheless.
        var checks = tables.isPresent() ? PostgresChecks.all() : PostgresChecks.withoutTables();
        var findings = Findings.at(spec, ends.it(), tables.value().orElse(List.of()), sight)
                .map(at -> Check.all(checks, at))
                .map(found -> joined(
                        found,
                        Check.all(
                                AwsChecks.ALL,
                                AwsView.of(spec, ends.it().target(), newestServer(sight), sight.aws()))));
        var measured = sight.job(spec.owner(), MEASURE, inputs(spec, ends.it()));
        return before.withPreflight(
                new PreflightFacts(tables, findings.map(found -> joined(found, ofRows(measured))), measured));
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
        var measured = facts.measured().result(MeasuredRows.class);
        plan.unless(facts.tables()).unless(facts.findings());
        var blockers = Findings.blockers(facts.findings().value().orElse(List.of()));
        if (!blockers.isEmpty()) {
            plan.problem(Findings.blocked(blockers));
        }
        if (measured.filter(it -> it.isToBeDoneAgain(now)).isPresent()
                && facts.tables().isPresent()) {
            plan.step(new ReadRowsAgain(
                    spec,
                    measurement(
                            spec,
                            seen.ends().value().orElseThrow(),
                            facts.tables().value().orElseThrow())));
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
        return measured.map(it -> Plan.of(mayLoad(ends, tables, it.largest())))
                .orElseGet(() -> measurement(spec, ends, tables).plan(facts.measured(), now));
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        tellEnd("SourceReady", "source", seen.ends(), seen.source(), conditions);
        tellEnd("TargetReady", "target", seen.ends(), seen.target(), conditions);
    }

    private static StartJob measurement(EffectiveMigration spec, Ends ends, List<SourceTable> tables) {
        return new StartJob(
                ends,
                MEASURE,
                inputs(spec, ends),
                "Read the rows of %d tables for their largest values and for such as DMS would alter"
                        .formatted(tables.size()),
                false,
                (source, target, progress) -> new MeasuredRows(
                        new SourceCatalog(source, spec.tables()).largestValues(tables),
                        Check.all(PostgresChecks.ROWS, new RowsOfTables(source, tables, spec.tables(), LONGEST_TABLE)),
                        Instant.now()));
    }

    /** Other patterns are other rows. */
    private static String inputs(EffectiveMigration spec, Ends ends) {
        return ends.digest() + spec.tables();
    }

    private static List<Finding> ofRows(JobState measured) {
        return measured.result(MeasuredRows.class).map(MeasuredRows::findings).orElse(List.of());
    }

    private static Seen<Integer> newestServer(Sight sight) {
        return sight.ofSource(Session::majorVersion)
                .then(source -> sight.ofTarget(Session::majorVersion).map(target -> Math.max(source, target)));
    }

    private static List<Finding> joined(List<Finding> some, List<Finding> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** They may have been changed since they were in the way. */
    private record ReadRowsAgain(EffectiveMigration spec, StartJob measurement)
            implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return measurement.sentence();
        }

        @Override
        public boolean isRoutine() {
            return true;
        }

        @Override
        public void act(Means means) {
            means.jobs().forget(spec.owner(), MEASURE);
            measurement.act(means);
        }
    }

    private static JournalStep mayLoad(Ends ends, List<SourceTable> tables, LargestValues largest) {
        return new JournalStep(
                ends,
                Step.LOADING,
                MovingTables.loading(ends.source().inWords(), tables, largest),
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
