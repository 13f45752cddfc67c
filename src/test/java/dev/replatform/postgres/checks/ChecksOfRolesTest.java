package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.Session;
import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.secrets.Login;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what: a role that lacks a right is told the statement, and with it the check finds nothing more. */
class ChecksOfRolesTest {
    @RegisterExtension
    final TwoServers servers = new TwoServers();

    /** A row of the table; APP, DMS and ADMIN stand for the test's roles. */
    record Case(Check<BothEnds> check, String source, String found, String says) {
        @Override
        public String toString() {
            return "%s: %s".formatted(check.about().code(), source);
        }
    }

    @BeforeEach
    void aTableOfTheApplication() {
        try (var application = servers.sourceAs(servers.application)) {
            application.execute("CREATE TABLE public.orders (id serial PRIMARY KEY, note text)");
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        new NoReplicationRight(),
                        "ALTER ROLE \"DMS\" NOREPLICATION",
                        "Blocker NoReplicationRight DMS",
                        "ALTER ROLE \"DMS\" REPLICATION"),
                new Case(
                        new SlotRefused(),
                        "ALTER ROLE \"DMS\" NOREPLICATION",
                        "Blocker SlotRefused DMS",
                        "ALTER ROLE \"DMS\" REPLICATION"),
                new Case(
                        new SlotRefused(),
                        "ALTER ROLE \"DMS\" PASSWORD 'another'",
                        "Blocker SlotRefused DMS",
                        "password authentication failed"),
                new Case(
                        new SlotRefused(),
                        "ALTER ROLE \"DMS\" SET dynamic_library_path = '/nowhere'",
                        "Blocker SlotRefused test_decoding",
                        "dnf install postgresql16-contrib"),
                new Case(
                        new NoSelect(),
                        "REVOKE pg_read_all_data FROM \"DMS\"",
                        "Blocker NoSelect public.orders",
                        "GRANT SELECT ON public.orders TO \"DMS\""),
                new Case(
                        new DmsRolePassword(),
                        "SET password_encryption = md5; ALTER ROLE \"DMS\" PASSWORD 'x'",
                        "Warning DmsRolePassword DMS",
                        "scram-sha-256"),
                new Case(
                        new DmsRolePassword(),
                        "ALTER ROLE \"DMS\" VALID UNTIL '2020-01-01'",
                        "Blocker DmsRolePassword DMS",
                        "ALTER ROLE \"DMS\" VALID UNTIL 'infinity'"),
                new Case(
                        new DmsRoleTimeouts(),
                        "ALTER ROLE \"DMS\" SET statement_timeout = '10min'",
                        "Warning DmsRoleTimeouts statement_timeout",
                        "ALTER ROLE \"DMS\" SET statement_timeout = 0"),
                new Case(
                        new ConnectionLimits(),
                        "ALTER ROLE \"DMS\" CONNECTION LIMIT 3",
                        "Warning ConnectionLimits DMS",
                        "ALTER ROLE \"DMS\" CONNECTION LIMIT -1"),
                new Case(
                        new TimeZoneDiffers(),
                        "ALTER ROLE \"APP\" SET timezone = 'Europe/Vienna'",
                        "Warning TimeZoneDiffers target",
                        "SET TimeZone = 'Europe/Vienna'"),
                new Case(
                        new WritersOutsideTheFence(),
                        "CREATE ROLE \"APP-cron\" LOGIN; GRANT INSERT ON public.orders TO \"APP-cron\"",
                        "Warning WritersOutsideTheFence APP-cron",
                        "spec.source.appRoles"),
                new Case(
                        new AppRoleMissing(),
                        "ALTER ROLE \"APP\" NOLOGIN",
                        "Blocker AppRoleMissing APP",
                        "spec.source.appRoles"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachFindsItsThingByNameWithTheStatementThatHelps(Case row) {
        assertThat(look(row.check())).noneMatch(finding -> inShort(finding).equals(named(row.found())));

        servers.source().execute(named(row.source()));

        assertThat(look(row.check()))
                .filteredOn(finding -> inShort(finding).equals(named(row.found())))
                .singleElement()
                .satisfies(it -> assertThat(it.text() + "; " + it.remedy()).contains(named(row.says())));
    }

    @Test
    void anOperatorThatIsNoSuperuserIsToldEveryRightThatItLacks() {
        var operator = operator();
        try (var source = servers.sourceAs(operator)) {
            var at = as(operator, source);

            assertThat(LookedAt.found(new AdminRights(), at))
                    .containsExactly(
                            "Blocker AdminRights " + operator.username(), "Blocker AdminRights " + operator.username());
            assertThat(LookedAt.found(new AdminCannotRead(), at))
                    .containsExactly(
                            "Blocker AdminCannotRead public.orders", "Blocker AdminCannotRead public.orders_id_seq");
            assertThat(LookedAt.found(new OpenTransactions(), at)).containsExactly("Unknown OpenTransactions -");

            for (var check : List.of(new AdminRights(), new AdminCannotRead())) {
                check.look(at).forEach(finding -> servers.source().execute(finding.remedy()));
                assertThat(check.look(at)).isEmpty();
            }
            assertThat(LookedAt.found(new OpenTransactions(), at)).isEmpty();
        }
    }

    @Test
    void aFenceThatWouldFailAtTheCutoverFailsNowAndLeavesNothingBehind() {
        var operator = operator();
        try (var source = servers.sourceAs(operator)) {
            var refused = new FenceRefused().look(as(operator, source));

            assertThat(refused)
                    .extracting(finding -> finding.object().split(" ", 3)[0] + " "
                            + finding.object().split(" ", 3)[1])
                    .containsExactly(
                            "CREATE SCHEMA",
                            "ALTER ROLE",
                            "ALTER DATABASE",
                            "ALTER ROLE",
                            "ALTER DATABASE",
                            "pg_terminate_backend for");
        }

        assertThat(look(new FenceRefused())).isEmpty();
        assertThat(servers.source()
                        .first("SELECT to_regnamespace('replatform')::text", row -> String.valueOf(row.getString(1))))
                .contains("null");
        servers.sourceAs(servers.application).close();
    }

    @Test
    void aRoleThatWorksInAnotherDatabaseIsNamedWithIt() {
        var elsewhere = servers.sourceAddress();
        var postgres = new dev.replatform.postgres.PostgresAddress(
                elsewhere.host(), elsewhere.port(), "postgres", elsewhere.sslMode());
        try (var session = Session.open(postgres, servers.application, Duration.ofSeconds(5))) {
            assertThat(look(new RolesUsedElsewhere())).singleElement().satisfies(finding -> {
                assertThat(finding.object()).isEqualTo(servers.application.username());
                assertThat(finding.text()).contains("database postgres");
            });
        }
    }

    @Test
    void aTransactionThatWritesForLongIsNamedByItsPid() {
        try (var application = servers.sourceAs(servers.application)) {
            application.execute("BEGIN; INSERT INTO public.orders (note) VALUES ('open')");

            assertThat(look(new OpenTransactions(Duration.ZERO)))
                    .filteredOn(finding -> finding.text().contains(servers.application.username()))
                    .singleElement()
                    .satisfies(finding -> servers.source().query(remedySql(finding), row -> 1));
        }
    }

    @Test
    void aSlotThatWaitsForATransactionHasShownRightAndPluginAndHoldsNothingUp() {
        try (var application = servers.sourceAs(servers.application)) {
            application.execute("BEGIN; INSERT INTO public.orders (note) VALUES ('open')");

            assertThat(LookedAt.found(new SlotRefused(), LookedAt.of(servers)))
                    .containsExactly("Unknown SlotRefused " + servers.dms.username());
            assertThat(look(new SlotRefused())).noneMatch(Finding::blocks);
        }
        assertThat(look(new SlotRefused())).isEmpty();
    }

    @Test
    void aSlotThatNobodyReadsIsNamed() {
        servers.source().query("SELECT pg_create_logical_replication_slot('left_behind', 'test_decoding')", row -> 1);
        try {
            assertThat(look(new OrphanedSlots())).extracting(Finding::object).contains("left_behind");
        } finally {
            servers.source().query("SELECT pg_drop_replication_slot('left_behind')", row -> 1);
        }
    }

    @Test
    void aMasterWithoutRightsIsToldThem() {
        servers.target().execute("CREATE TABLE public.orders (id int); REVOKE ALL ON public.orders FROM CURRENT_USER");
        assertThat(look(new MasterRights())).extracting(Finding::object).containsExactly("public.orders");
    }

    private static String remedySql(Finding finding) {
        return finding.remedy().substring(finding.remedy().indexOf("SELECT"));
    }

    private Login operator() {
        var operator = new Login(servers.application.username() + "-operator", "pa-ss");
        servers.source().execute("CREATE ROLE \"%s\" LOGIN PASSWORD 'pa-ss'".formatted(operator.username()));
        return operator;
    }

    private BothEnds as(Login operator, Session source) {
        var at = LookedAt.of(servers);
        var logins = new BothEnds.Logins(
                at.logins().application(),
                at.logins().dms(),
                operator.username(),
                at.logins().master());
        return new BothEnds(
                at.run(), source, at.target(), logins, at.tables(), at.patterns(), at.schema(), at.targetGib());
    }

    private List<Finding> look(Check<BothEnds> check) {
        return Check.all(List.of(check), LookedAt.of(servers));
    }

    private static String inShort(Finding finding) {
        return LookedAt.inShort(finding);
    }

    private String named(String text) {
        return text.replace("APP", servers.application.username())
                .replace("DMS", servers.dms.username())
                .replace("ADMIN", servers.admin.username());
    }
}
