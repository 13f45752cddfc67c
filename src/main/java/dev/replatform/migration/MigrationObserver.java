package dev.replatform.migration;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.aws.AwsClients;
import dev.replatform.migration.stage.Stages;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.FailureReason;
import dev.replatform.work.Jobs;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Reads what stands behind a Migration: its logins, both journals, and what the open stage and those before it are about. */
final class MigrationObserver {
    private final AwsClients aws;
    private final Secrets secrets;
    private final Peers peers;
    private final Jobs jobs;
    private final Jobs cutovers;

    MigrationObserver(AwsClients aws, Secrets secrets, Peers peers, Jobs jobs, Jobs cutovers) {
        this.aws = aws;
        this.secrets = secrets;
        this.peers = peers;
        this.jobs = jobs;
        this.cutovers = cutovers;
    }

    ObservedMigration observe(EffectiveMigration spec) {
        var ends = ends(spec);
        try (var target = Opened.of(ends.map(Ends::target), ends.map(Ends::master), "target")) {
            var atTarget = target.runs(spec);
            var last = run(spec, List.of(atTarget));
            if (stepsOf(last, atTarget).is(steps -> steps.containsKey(Step.COMPLETED))) {
                return new ObservedMigration(ends.map(it -> it.ofRun(last)), Seen.notAsked(), stepsOf(last, atTarget));
            }
            try (var source = Opened.of(ends.map(Ends::source), ends.map(Ends::admin), "source")) {
                var atSource = source.runs(spec);
                var run = run(spec, List.of(atSource, atTarget));
                var base = new ObservedMigration(
                        ends.map(it -> it.ofRun(run)), stepsOf(run, atSource), stepsOf(run, atTarget));
                var sight = new Sight(aws, peers, jobs, cutovers, source.sessionOrNull(), target.sessionOrNull());
                return Stages.observe(spec, base, sight);
            }
        }
    }

    /**
     * The run that is declared; but once one has switched there is no other, and an object that is deleted is about the
     * newest.
     */
    private static int run(EffectiveMigration spec, List<Seen<SortedMap<Integer, Map<Step, Entry>>>> journals) {
        return journals.stream()
                .flatMap(journal -> journal.value().stream())
                .flatMap(runs -> runs.entrySet().stream())
                .filter(run -> spec.deleting() || run.getValue().containsKey(Step.SWITCHED))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder())
                .orElse(spec.run());
    }

    /** A run that was released is none: the next one begins afresh. */
    private static Seen<Map<Step, Entry>> stepsOf(int run, Seen<SortedMap<Integer, Map<Step, Entry>>> journal) {
        return journal.map(runs -> {
            var steps = runs.getOrDefault(run, Map.of());
            var released = steps.containsKey(Step.RELEASED) && !steps.containsKey(Step.SWITCHED);
            return released ? Map.of() : steps;
        });
    }

    private Seen<Ends> ends(EffectiveMigration spec) {
        var namespace = spec.owner().namespace();
        var admin = secrets.login(namespace, spec.adminCredentials());
        var dms = secrets.login(namespace, spec.dmsCredentials());
        return admin.then(adminLogin -> dms.then(dmsLogin -> database(spec).then(database -> secrets.login(
                        namespace, database.getSpec().credentials().login())
                .then(master -> app(spec, master)
                        .map(app -> new Ends(
                                spec.owner(),
                                spec.run(),
                                new PostgresAddress(
                                        spec.sourceHost(),
                                        spec.sourcePort(),
                                        spec.sourceDatabase(),
                                        spec.sourceSslMode()),
                                adminLogin,
                                dmsLogin,
                                new PostgresAddress(
                                        database.getStatus().endpoint().host(),
                                        database.getStatus().endpoint().port(),
                                        database.getSpec().databaseName(),
                                        spec.targetSslMode()),
                                master,
                                app))))));
    }

    private Seen<Login> app(EffectiveMigration spec, Login master) {
        return spec.targetAppCredentials() == null
                ? Seen.present(master)
                : secrets.login(spec.owner().namespace(), spec.targetAppCredentials());
    }

    private Seen<Database> database(EffectiveMigration spec) {
        var found = peers.one(Database.class, spec.owner().namespace(), spec.databaseName());
        if (found.isAbsent()) {
            return Seen.unknown(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "Database %s of spec.target.databaseRef does not exist: create it".formatted(spec.databaseName()));
        }
        return found.then(database -> isAvailable(database.getStatus())
                ? Seen.present(database)
                : Seen.unknown(
                        FailureReason.REFERENCE_NOT_READY,
                        "Database %s is not available yet".formatted(spec.databaseName())));
    }

    private static boolean isAvailable(DatabaseStatus status) {
        return status != null && status.endpoint() != null && status.isTrue("Available");
    }

    /** A session that may not have come about. */
    private record Opened(Seen<Session> session) implements AutoCloseable {
        static Opened of(Seen<PostgresAddress> address, Seen<Login> login, String where) {
            return new Opened(address.then(to -> login.then(as -> {
                try {
                    return Seen.present(Session.open(to, as, Session.SHORT));
                } catch (SqlFailure e) {
                    return Seen.unknown(Sight.problem(where, e));
                }
            })));
        }

        Session sessionOrNull() {
            return session.value().orElse(null);
        }

        Seen<SortedMap<Integer, Map<Step, Entry>>> runs(EffectiveMigration spec) {
            return session.then(it -> {
                try {
                    return Seen.present(Journal.runs(it, spec.owner().id()));
                } catch (SqlFailure e) {
                    return Seen.unknown(Sight.problem("Journal", e));
                }
            });
        }

        @Override
        public void close() {
            session.value().ifPresent(Session::close);
        }
    }
}
