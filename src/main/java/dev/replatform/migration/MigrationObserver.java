package dev.replatform.migration;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.aws.AwsClients;
import dev.replatform.migration.stage.Sight;
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
import java.util.Map;

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
            var targetJournal = target.journal(spec);
            if (targetJournal.is(entries -> entries.containsKey(Step.COMPLETED))) {
                return new ObservedMigration(ends, Seen.absent(), targetJournal, Map.of());
            }
            try (var source = Opened.of(ends.map(Ends::source), ends.map(Ends::admin), "source")) {
                var base = new ObservedMigration(ends, source.journal(spec), targetJournal, Map.of());
                var sight = new Sight(aws, peers, jobs, cutovers, source.sessionOrNull(), target.sessionOrNull());
                return Stages.observe(spec, base, sight);
            }
        }
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

        /** A run that was released is none: the next one begins afresh. */
        Seen<Map<Step, Entry>> journal(EffectiveMigration spec) {
            return session.then(it -> {
                try {
                    var entries = new Journal(it, spec.owner().id()).read();
                    var released = entries.containsKey(Step.RELEASED) && !entries.containsKey(Step.SWITCHED);
                    return Seen.present(released ? Map.of() : entries);
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
