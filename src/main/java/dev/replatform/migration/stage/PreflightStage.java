package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.postgres.Blocker;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
import dev.replatform.postgres.Preflight;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What must be true before a replication instance costs money: both logins work, and nothing stands in the way. */
public final class PreflightStage implements Stage {
    private static final String LARGEST_LOB_KIB = "largestLobKib";
    private static final String LARGEST_VARCHAR_BYTES = "largestVarcharBytes";

    private static final String MEASURE = "Measure the largest values";

    /**
     * What the preflight saw.
     *
     * @param tables whose rows move
     * @param blockers what would lose rows
     * @param largestLob job that measures it
     */
    public record Facts(Seen<List<SourceTable>> tables, Seen<List<Blocker>> blockers, JobState largestLob) {}

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
        var blockers = tables.then(found -> sight.ofSource(source -> ofSource(spec, ends.it(), source, found))
                .then(ofSource -> sight.ofTarget(target -> ofTarget(ends.it(), target, found))
                        .map(ofTarget -> joined(ofSource, ofTarget))));
        return before.with(new Facts(
                tables, blockers, sight.job(spec.owner(), MEASURE, ends.it().digest())));
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
        plan.unless(facts.get().tables()).unless(facts.get().blockers());
        var blockers = facts.get().blockers().value().orElse(List.of());
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

    /** @return the largest values of the tables that move, as they were measured before they were loaded */
    static LargestValues largest(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .or(() -> seen.entry(Step.LOADING))
                .map(entry -> new LargestValues(
                        number(entry.detail(), LARGEST_LOB_KIB), number(entry.detail(), LARGEST_VARCHAR_BYTES)))
                .orElse(LargestValues.NONE);
    }

    /** @return journal detail that keeps them, beside other detail */
    static Map<String, String> detail(LargestValues largest, Map<String, String> other) {
        var detail = new HashMap<>(other);
        detail.put(LARGEST_LOB_KIB, String.valueOf(largest.lobKib()));
        detail.put(LARGEST_VARCHAR_BYTES, String.valueOf(largest.varcharBytes()));
        return Map.copyOf(detail);
    }

    private static int number(Map<String, String> detail, String name) {
        return Integer.parseInt(detail.getOrDefault(name, "0"));
    }

    private static void planMeasurement(
            JobState measured, Ends ends, List<SourceTable> tables, Instant now, Plan.Builder<Means> plan) {
        var start = new StartJob(
                ends,
                MEASURE,
                ends.digest(),
                "Measure the largest values of %d tables".formatted(tables.size()),
                false,
                (source, target, progress) -> new SourceCatalog(source, null).largestValues(tables));
        if (start.isDone(measured, now, plan)) {
            var largest = measured.result(LargestValues.class).orElseThrow();
            plan.step(new JournalStep(
                    ends,
                    Step.LOADING,
                    detail(largest, Map.of(Journal.SOURCE, ends.source().inWords(), Journal.TABLES, lines(tables))),
                    "Note in both databases that this migration may load"));
        }
    }

    private static List<Blocker> ofSource(
            EffectiveMigration spec, Ends ends, Session source, List<SourceTable> tables) {
        var dms = ends.dms().username();
        var found = new ArrayList<>(new Preflight(source, tables, spec.tables()).source(dms));
        found.addAll(Preflight.sharedRoles(
                appRoles(spec, ends, source), dms, ends.admin().username()));
        found.addAll(Preflight.password("source", ends.dms().password()));
        found.addAll(Preflight.password("target", ends.master().password()));
        return found;
    }

    /** @return what keeps tables from being loaded into the target */
    static List<Blocker> ofTarget(Ends ends, Session target, List<SourceTable> tables) {
        var found = new ArrayList<>(Preflight.target(target, tables));
        for (var other : ends.journal(target).othersInTheWay(ends.source().inWords(), lines(tables))) {
            found.add(
                    new Blocker(
                            "TargetInUse",
                            other,
                            "this Migration loads from the same database or into the same tables of the target, and is not completed",
                            "move all tables with one Migration, wait for it, or choose another target; if it is long gone, delete its rows from replatform.journal there"));
        }
        return List.copyOf(found);
    }

    /** @return the tables as the journal names them */
    static String lines(List<SourceTable> tables) {
        return tables.stream().map(table -> table.name().inWords()).collect(Collectors.joining("\n"));
    }

    private static List<Blocker> joined(List<Blocker> left, List<Blocker> right) {
        var both = new ArrayList<>(left);
        both.addAll(right);
        return List.copyOf(both);
    }

    static Problem blocked(List<Blocker> blockers) {
        var first = blockers.stream()
                .limit(3)
                .map(blocker ->
                        "%s (%s): %s: %s".formatted(blocker.code(), blocker.object(), blocker.text(), blocker.remedy()))
                .collect(Collectors.joining("; "));
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
