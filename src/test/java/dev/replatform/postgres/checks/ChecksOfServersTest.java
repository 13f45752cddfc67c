package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.preflight.Check;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.secrets.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server as a package installs it and as people set it who never thought of DMS. */
class ChecksOfServersTest {
    private static final Login ROOT = new Login("postgres", "superuser-pw");

    @TempDir
    private static Path folder;

    private static PostgresServers servers;
    private static PostgresServer box;

    /** A row of the table. */
    record Case(Check<BothEnds> check, List<String> found, String says) {
        @Override
        public String toString() {
            return check.about().code();
        }
    }

    @BeforeAll
    static void aBoxOfItsOwn() throws IOException {
        servers = new PostgresServers(folder, CertificateAuthority.create(folder.resolve("tls")), new Addresses());
        box = servers.box(
                "box.example",
                Map.of(
                        "wal_level", "replica",
                        "max_replication_slots", "1",
                        "max_wal_senders", "0",
                        "max_connections", "12",
                        "wal_sender_timeout", "5s",
                        "max_slot_wal_keep_size", "1GB",
                        "statement_timeout", "5min",
                        "timezone", "Europe/Vienna"),
                new dev.replatform.sandbox.aws.servers.Login(ROOT.username(), ROOT.password()),
                List.of("hostssl all all 127.0.0.1/32 scram-sha-256"));
        box.execute(
                "postgres",
                "CREATE ROLE dms LOGIN REPLICATION PASSWORD 'dms'",
                "CREATE ROLE app LOGIN",
                "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
                "CREATE DATABASE bytes ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
                "CREATE DATABASE posix LC_COLLATE 'POSIX' LC_CTYPE 'POSIX' TEMPLATE template0");
    }

    @AfterAll
    static void end() {
        servers.close();
        PostgresServer.cleanUp(folder);
    }

    static Stream<Case> cases() {
        return Stream.of(
                one(
                        new NoLogicalReplication(),
                        "Blocker NoLogicalReplication wal_level",
                        "ALTER SYSTEM SET wal_level = logical"),
                one(new NoFreeSlots(), "Blocker NoFreeSlots max_replication_slots", "max_replication_slots = 2"),
                one(new NoFreeSenders(), "Blocker NoFreeSenders max_wal_senders", "max_wal_senders = 1"),
                one(new WalSenderTimeout(), "Blocker WalSenderTimeout wal_sender_timeout", "5000 ms"),
                one(new SlotWalLimit(), "Warning SlotWalLimit max_slot_wal_keep_size", "1GB"),
                one(new ConnectionLimits(), "Warning ConnectionLimits max_connections", "max_connections = 24"),
                one(new DmsRoleTimeouts(), "Warning DmsRoleTimeouts statement_timeout", "5min"),
                new Case(new SourceVersion(), List.of(), ""),
                new Case(new SourceIsStandby(), List.of(), ""),
                new Case(new TargetOlder(), List.of(), ""),
                new Case(new SlotRefused(), List.of(), ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachFindsItsSettingWithTheStatementThatHelps(Case row) {
        try (var session = session("postgres");
                var target = session("postgres")) {
            var found = Check.all(List.of(row.check()), at(session, target));

            assertThat(found).extracting(LookedAt::inShort).isEqualTo(row.found());
            assertThat(found)
                    .allSatisfy(it -> assertThat(it.text() + "; " + it.remedy()).contains(row.says()));
        }
    }

    @Test
    void bytesOfNoEncodingBlockAndOfAnotherWarn() {
        try (var latin = session("latin");
                var bytes = session("bytes");
                var target = session("postgres")) {
            assertThat(LookedAt.found(new EncodingDiffers(), at(latin, target)))
                    .containsExactly("Warning EncodingDiffers target");
            assertThat(LookedAt.found(new EncodingDiffers(), at(bytes, target)))
                    .containsExactly("Blocker EncodingDiffers source");
            assertThat(LookedAt.found(new EncodingDiffers(), at(target, latin)))
                    .containsExactly("Blocker EncodingDiffers target");
        }
    }

    @Test
    void aSchemaGoesToTheSameMajorVersionOrUp() {
        assertThat(TargetOlder.compared(16, 15)).singleElement().satisfies(finding -> {
            assertThat(finding.text()).contains("the target is PostgreSQL 15, the source 16");
            assertThat(finding.remedy()).contains("16 or later");
        });
        assertThat(TargetOlder.compared(16, 16)).isEmpty();
        assertThat(TargetOlder.compared(12, 17)).isEmpty();
    }

    @Test
    void aTargetThatSortsOtherwiseIsTold() {
        try (var source = session("posix");
                var target = session("postgres")) {
            assertThat(LookedAt.found(new CollationDiffers(), at(source, target)))
                    .containsExactly("Warning CollationDiffers target");
            assertThat(LookedAt.found(new CollationDiffers(), at(target, target)))
                    .isEmpty();
        }
    }

    @Test
    void anEndThatDidNotLetTheOperatorInIsUnknownToEachCheckThatNeedsIt() {
        try (var source = session("postgres")) {
            var found = Check.all(List.of(new TargetOlder(), new NoLogicalReplication()), at(source, null));

            assertThat(found)
                    .extracting(LookedAt::inShort)
                    .containsExactly("Unknown TargetOlder -", "Blocker NoLogicalReplication wal_level");
            assertThat(found).allMatch(finding -> finding.blocks());
        }
    }

    private static Case one(Check<BothEnds> check, String found, String says) {
        return new Case(check, List.of(found), says);
    }

    private static BothEnds at(Session source, Session target) {
        return new BothEnds(
                new BothEnds.Run("test/default/shop", 1, address("postgres")),
                source,
                target,
                new BothEnds.Logins(List.of("app"), new Login("dms", "dms"), ROOT.username(), ROOT),
                new SourceCatalog(source, LookedAt.PUBLIC).tables(),
                LookedAt.PUBLIC,
                new BothEnds.Schema(true, Set.of()),
                null);
    }

    private static Session session(String database) {
        return Session.open(address(database), ROOT, Session.LONG);
    }

    private static PostgresAddress address(String database) {
        return new PostgresAddress("127.0.0.1", box.address().getPort(), database, "require");
    }
}
