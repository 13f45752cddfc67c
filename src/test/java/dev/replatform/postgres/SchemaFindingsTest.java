package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What blocks before anything costs money; each kind of object that is not copied stands in the corpus. */
class SchemaFindingsTest {
    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void aParentBlocksUntilTheOperatorCopiesItsOwnRows() {
        servers.source().execute("""
                CREATE TABLE public.log (id integer PRIMARY KEY);
                CREATE TABLE public.log_2025 (PRIMARY KEY (id)) INHERITS (public.log);
                """);

        assertThat(findings(List.of(), Set.of())).singleElement().satisfies(finding -> {
            assertThat(finding.blocks()).isTrue();
            assertThat(finding.inWords()).isEqualTo("InheritedTable:public.log");
            assertThat(finding.text()).contains("has children (public.log_2025)");
            assertThat(finding.remedy()).startsWith("add \"public.log\" to spec.tables.insertOnly");
        });
        assertThat(findings(List.of("public.log"), Set.of())).isEmpty();
    }

    @Test
    void whatUsesASchemaWithTablesThatIsNotIncludedNamesThePattern() {
        servers.source().execute("""
                CREATE SCHEMA billing;
                CREATE TABLE billing.invoice (id integer PRIMARY KEY);
                CREATE VIEW public.invoices AS SELECT id FROM billing.invoice;
                CREATE FUNCTION public.bill() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM billing.invoice); END';
                CREATE FUNCTION public.billed() RETURNS text LANGUAGE sql AS 'SELECT ''my.billing.address''';
                """);

        assertThat(findings(List.of(), Set.of()))
                .extracting(SchemaFinding::inWords)
                .containsExactly("Function:public.bill()", "View:public.invoices");
        assertThat(findings(List.of(), Set.of())).allSatisfy(finding -> assertThat(finding.remedy())
                .startsWith("add \"billing.*\" to spec.tables.include"));
    }

    @Test
    void anAcceptedDifferenceBlocksNoMore() {
        servers.source().execute("CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now'");
        assertThat(findings(List.of(), Set.of())).singleElement().satisfies(finding -> assertThat(finding.remedy())
                .endsWith("add \"CFunction:public.native()\" to spec.schema.accept"));

        assertThat(findings(List.of(), Set.of("CFunction:public.native()"))).isEmpty();
    }

    @Test
    void aFunctionThatNamesWhatIsLostInItsTextBlocks() {
        servers.source().execute("""
                CREATE FUNCTION public.native_now() RETURNS timestamptz LANGUAGE internal AS 'now';
                CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := native_now(); RETURN NEW; END';
                CREATE FUNCTION public.other() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN not_native_now(); END';
                """);

        assertThat(findings(List.of(), Set.of()))
                .extracting(SchemaFinding::inWords)
                .containsExactly("CFunction:public.native_now()", "Function:public.stamp()");
    }

    @Test
    void aRoleThatAPolicyNamesBlocksAndOneThatAGrantNamesWarns() {
        servers.makeRoles(false, List.of("findings_absent"));
        servers.source().execute("""
                CREATE TABLE public.t (id integer PRIMARY KEY);
                CREATE POLICY p ON public.t TO findings_absent USING (true);
                GRANT SELECT ON public.t TO findings_absent;
                """);

        assertThat(findings(List.of(), Set.of()))
                .extracting(finding -> finding.inWords() + " " + finding.blocks())
                .containsExactly("Grant:SELECT on table public.t to findings_absent false", "Policy:public.t p true");
    }

    private List<SchemaFinding> findings(List<String> insertOnly, Set<String> accepted) {
        var tables = new TablePatterns(List.of("public.*"), List.of(), insertOnly);
        var schemas = new SourceCatalog(servers.source(), tables).schemas();
        return new SchemaFindings(servers.source(), servers.target(), schemas).all(tables, accepted);
    }
}
