package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the schema copy will leave different; each kind of object that is not copied stands in the corpus. */
class ChecksOfSchemaTest {
    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void whatIsNotCopiedBlocksUntilItIsAccepted() {
        servers.source().execute("CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now'");

        assertThat(found(Set.of())).singleElement().satisfies(finding -> {
            assertThat(LookedAt.inShort(finding)).isEqualTo("Blocker ObjectsNotCopied CFunction:public.native()");
            assertThat(finding.remedy()).endsWith("add \"CFunction:public.native()\" to spec.schema.accept");
        });
        assertThat(found(Set.of("CFunction:public.native()"))).isEmpty();
    }

    @Test
    void aTableIsNeverAccepted() {
        servers.source().execute("""
                CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now';
                CREATE TABLE public.t (id integer PRIMARY KEY, at timestamptz DEFAULT public.native());
                """);

        assertThat(found(Set.of("CFunction:public.native()", "Table:public.t")))
                .extracting(LookedAt::inShort)
                .containsExactly("Blocker UsesNotCopied Table:public.t");
    }

    @Test
    void aFunctionThatNamesWhatIsLostInItsTextBlocks() {
        servers.source().execute("""
                CREATE FUNCTION public.native_now() RETURNS timestamptz LANGUAGE internal AS 'now';
                CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.at := native_now(); RETURN NEW; END';
                CREATE FUNCTION public.other() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN not_native_now(); END';
                """);

        assertThat(found(Set.of()))
                .extracting(LookedAt::inShort)
                .containsExactly(
                        "Blocker ObjectsNotCopied CFunction:public.native_now()",
                        "Blocker UsesNotCopied Function:public.stamp()");
    }

    @Test
    void aRoleThatAPolicyNamesBlocksAndOneThatAGrantNamesWarns() {
        servers.makeRoles(false, List.of("findings_absent"));
        servers.source().execute("""
                CREATE TABLE public.t (id integer PRIMARY KEY);
                CREATE POLICY p ON public.t TO findings_absent USING (true);
                GRANT SELECT ON public.t TO findings_absent;
                """);

        assertThat(found(Set.of()))
                .extracting(LookedAt::inShort)
                .containsExactly(
                        "Warning RolesNotOnTarget Grant:SELECT on table public.t to findings_absent",
                        "Blocker RolesNotOnTarget Policy:public.t p");
    }

    @Test
    void aSchemaThatSomebodyElseMakesIsNotLookedAt() {
        servers.source().execute("CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now'");
        var at = LookedAt.of(servers, LookedAt.PUBLIC);
        var notCopied = new BothEnds(
                at.run(),
                at.source(),
                at.target(),
                at.logins(),
                at.tables(),
                at.patterns(),
                new BothEnds.Schema(false, Set.of()),
                at.targetGib());

        assertThat(Check.all(PostgresChecks.SCHEMA, notCopied)).isEmpty();
    }

    private List<Finding> found(Set<String> accepted) {
        return Check.all(PostgresChecks.SCHEMA, LookedAt.of(servers, LookedAt.PUBLIC, accepted));
    }
}
