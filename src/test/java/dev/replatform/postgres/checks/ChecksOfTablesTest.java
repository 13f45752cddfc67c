package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each check finds in a database that has the thing, and in one that has not. */
class ChecksOfTablesTest {
    private static final String ORDERS = "CREATE TABLE public.orders (id int PRIMARY KEY, note text);";

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    /**
     * A row of the table.
     *
     * @param source run on the source by the operator's role
     * @param found severity, code and object
     * @param says what a finding's text or remedy has to say
     */
    record Case(Check<BothEnds> check, String source, List<String> found, String says) {
        @Override
        public String toString() {
            return "%s: %s".formatted(check.about().code(), source);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                finds(
                        new LargeObjects(),
                        "SELECT lo_create(4711)",
                        "Blocker LargeObjects pg_largeobject",
                        "the first with oid 4711"),
                finds(
                        new NamesThatDifferByCase(),
                        "CREATE TABLE public.\"Orders\" (id int PRIMARY KEY)",
                        "Blocker NamesThatDifferByCase public.orders",
                        "by case only from public.Orders"),
                finds(
                        new NamesThatDifferByCase(),
                        "ALTER TABLE public.orders ADD \"Note\" text",
                        "Blocker NamesThatDifferByCase public.orders",
                        "columns Note, note"),
                finds(
                        new NamesNotCarried(),
                        "CREATE TABLE public.\"two\nlines\" (id int PRIMARY KEY)",
                        "Blocker NamesNotCarried public.\"two?lines\"",
                        "control character"),
                finds(
                        new NamesNotCarried(),
                        "ALTER TABLE public.orders ADD \"a\tb\" text",
                        "Blocker NamesNotCarried public.orders",
                        "column a?b"),
                finds(
                        new NamesNotCarried(),
                        "CREATE TABLE public.awsdms_apply_exceptions (id int)",
                        "Blocker NamesNotCarried public.awsdms_apply_exceptions",
                        "begins with awsdms_"),
                finds(
                        new InheritedTables(),
                        "CREATE TABLE public.old (PRIMARY KEY (id)) INHERITS (public.orders)",
                        "Blocker InheritedTables public.orders",
                        "1 tables inherit from it (old)"),
                finds(
                        new PartitionedTables(),
                        "CREATE TABLE public.log (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                                + "CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM (0) TO (10)",
                        "Note PartitionedTables public.log",
                        "until the switch"),
                nothing(
                        new InheritedTables(),
                        "CREATE TABLE public.log (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                                + "CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM (0) TO (10)"),
                finds(
                        new GeneratedKeys(),
                        "CREATE TABLE public.slug (name text, key text GENERATED ALWAYS AS (lower(name)) STORED PRIMARY KEY)",
                        "Blocker GeneratedKeys public.slug",
                        "ALTER TABLE public.slug ALTER COLUMN key DROP EXPRESSION"),
                finds(
                        new TriggersThatFireAlways(),
                        "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                                + "CREATE TRIGGER audit BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f();"
                                + "ALTER TABLE public.orders ENABLE ALWAYS TRIGGER audit",
                        "Note TriggersThatFireAlways public.orders",
                        "ALTER TABLE public.orders ENABLE TRIGGER audit"),
                nothing(
                        new TriggersThatFireAlways(),
                        "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                                + "CREATE TRIGGER audit BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION public.f()"),
                finds(
                        new TriggersThatFireAlways(),
                        "CREATE RULE loud AS ON UPDATE TO public.orders DO ALSO NOTIFY orders;"
                                + "ALTER TABLE public.orders ENABLE REPLICA RULE loud",
                        "Note TriggersThatFireAlways public.orders",
                        "rule loud"),
                finds(
                        new OutsideInclude(),
                        "CREATE SCHEMA billing; CREATE TABLE billing.a AS SELECT 1; CREATE TABLE billing.b AS SELECT 1;"
                                + "CREATE SCHEMA audit; CREATE TABLE audit.a AS SELECT 1; CREATE TABLE audit.empty (id int)",
                        "Warning OutsideInclude 3 tables",
                        "add to spec.tables.include: audit.*, billing.*"),
                nothing(new OutsideInclude(), "CREATE SCHEMA billing; CREATE TABLE billing.empty (id int)"),
                finds(
                        new ForeignKeysToUnmoved(),
                        "CREATE SCHEMA crm; CREATE TABLE crm.customer (id int PRIMARY KEY);"
                                + "ALTER TABLE public.orders ADD customer int REFERENCES crm.customer",
                        "Blocker ForeignKeysToUnmoved public.orders",
                        "add crm.customer to spec.tables.include"),
                nothing(
                        new ForeignKeysToUnmoved(),
                        "CREATE TABLE public.log (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                                + "CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM (0) TO (10);"
                                + "ALTER TABLE public.orders ADD log int REFERENCES public.log"),
                finds(
                        new UsedFromOutside(),
                        "CREATE SCHEMA helper; CREATE FUNCTION helper.next() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                                + "ALTER TABLE public.orders ADD number int DEFAULT helper.next()",
                        "Blocker UsedFromOutside public.orders",
                        "add helper.* to spec.tables.include"),
                finds(
                        new UsedFromOutside(),
                        "CREATE SCHEMA helper; CREATE TYPE helper.mood AS ENUM ('good'); ALTER TABLE public.orders ADD mood helper.mood",
                        "Blocker UsedFromOutside public.orders",
                        "type helper.mood"),
                finds(
                        new UsedFromOutside(),
                        "CREATE SCHEMA helper; CREATE SEQUENCE helper.numbers; ALTER TABLE public.orders ADD n int DEFAULT nextval('helper.numbers')",
                        "Blocker UsedFromOutside public.orders",
                        "sequence helper.numbers"),
                finds(
                        new UsedFromOutside(),
                        "CREATE SCHEMA helper; CREATE FUNCTION helper.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                                + "CREATE TRIGGER t BEFORE INSERT ON public.orders FOR EACH ROW EXECUTE FUNCTION helper.f()",
                        "Blocker UsedFromOutside public.orders",
                        "function helper.f"),
                finds(
                        new UsedFromOutside(),
                        "CREATE SCHEMA helper; CREATE TABLE helper.rates (id int); CREATE VIEW public.prices AS SELECT * FROM helper.rates",
                        "Blocker UsedFromOutside public.prices",
                        "table helper.rates"),
                nothing(
                        new UsedFromOutside(),
                        "CREATE EXTENSION citext SCHEMA public; ALTER TABLE public.orders ADD mail public.citext, ADD n serial"),
                finds(
                        new CollationVersions(),
                        "CREATE COLLATION public.german (provider = icu, locale = 'de', version = '1');"
                                + "CREATE INDEX ON public.orders (note COLLATE public.german)",
                        "Warning CollationVersions public.german",
                        "REINDEX TABLE CONCURRENTLY public.orders"),
                finds(
                        new ExtensionsNotOnTarget(),
                        "CREATE EXTENSION pg_surgery",
                        "Blocker ExtensionsNotOnTarget pg_surgery",
                        "DROP EXTENSION pg_surgery"),
                nothing(new ExtensionsNotOnTarget(), "CREATE EXTENSION citext"),
                finds(
                        new ExtensionTables(),
                        "CREATE EXTENSION citext; CREATE TABLE public.config AS SELECT 1 AS mine;"
                                + "UPDATE pg_extension SET extconfig = ARRAY['public.config'::regclass::oid], extcondition = ARRAY['WHERE mine = 1']"
                                + " WHERE extname = 'citext'",
                        "Warning ExtensionTables public.config",
                        "WHERE mine = 1"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachFindsItsThingByNameWithTheStatementThatHelps(Case row) {
        servers.source().execute(ORDERS + row.source());

        var found = Check.all(List.of(row.check()), LookedAt.of(servers));

        assertThat(found).extracting(LookedAt::inShort).isEqualTo(row.found());
        assertThat(found)
                .allSatisfy(it -> assertThat(it.text() + "; " + it.remedy()).contains(row.says()));
    }

    @Test
    void noCheckBlocksAPlainDatabaseNorFailsToLook() {
        servers.source().execute(ORDERS);

        assertThat(Check.all(PostgresChecks.all(), LookedAt.of(servers)))
                .filteredOn(
                        finding -> finding.blocks() || finding.severity().word().equals("Unknown"))
                .extracting(LookedAt::inShort)
                .containsExactlyInAnyOrder(
                        "Blocker PasswordCharset source", "Blocker PasswordCharset target", diskIsNeverSeen());
    }

    @Test
    void aDatabaseWithoutTablesIsLookedAtToo() {
        assertThat(Check.all(PostgresChecks.TABLES, LookedAt.of(servers)))
                .extracting(Finding::code)
                .containsExactly("WritersOutsideTheFence"); // the servers' own superusers
    }

    @Test
    void aTableThatIsAddedMayReferToOneThatMovesAlready() {
        servers.source()
                .execute(ORDERS
                        + "CREATE TABLE public.item (id int PRIMARY KEY, at_order int REFERENCES public.orders)");
        var at = LookedAt.of(servers);
        var added = at.tables().stream()
                .filter(table -> table.name().table().equals("item"))
                .toList();
        assertThat(LookedAt.found(new ForeignKeysToUnmoved(), at.of(added))).isEmpty();
    }

    @Test
    void aTableThatIsAddedMayNotDifferByCaseFromOneThatMovesAlready() {
        servers.source().execute(ORDERS + "CREATE TABLE public.\"ORDERS\" (id int PRIMARY KEY)");
        var at = LookedAt.of(servers);
        var added = at.tables().stream()
                .filter(table -> table.name().table().equals("ORDERS"))
                .toList();
        assertThat(LookedAt.found(new NamesThatDifferByCase(), at.of(added)))
                .containsExactly("Blocker NamesThatDifferByCase public.ORDERS");
    }

    @Test
    void aTableThatTheOperatorCopiesMayHaveChildren() {
        servers.source().execute(ORDERS + "CREATE TABLE public.old () INHERITS (public.orders)");
        var copied = new TablePatterns(List.of("public.*"), List.of(), List.of("public.orders"), List.of());
        assertThat(LookedAt.found(new InheritedTables(), LookedAt.of(servers, copied)))
                .isEmpty();
    }

    @Test
    void tablesLargerThanTheTargetBlock() {
        servers.source().execute(ORDERS + "INSERT INTO public.orders SELECT g, 'x' FROM generate_series(1, 100) g");
        var at = LookedAt.of(servers);

        assertThat(LookedAt.found(new TargetStorage(), withGib(at, 0))).containsExactly("Blocker TargetStorage target");
        assertThat(LookedAt.found(new TargetStorage(), withGib(at, 1))).isEmpty();
        assertThat(LookedAt.found(new TargetStorage(), withGib(at, null)))
                .as("nothing is declared, and it fits into the smallest instance")
                .isEmpty();
    }

    private String diskIsNeverSeen() {
        return "Unknown DiskForSlots "
                + servers.source()
                        .first("SELECT current_setting('data_directory')", row -> row.getString(1))
                        .orElseThrow();
    }

    private static BothEnds withGib(BothEnds at, Integer gib) {
        return new BothEnds(
                at.run(), at.source(), at.target(), at.logins(), at.tables(), at.patterns(), at.schema(), gib);
    }

    private static Case finds(Check<BothEnds> check, String source, String found, String says) {
        return new Case(check, source, List.of(found), says);
    }

    private static Case nothing(Check<BothEnds> check, String source) {
        return new Case(check, source, List.of(), "");
    }
}
