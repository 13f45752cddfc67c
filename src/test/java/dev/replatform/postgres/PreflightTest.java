package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreflightTest {
    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void aPlainBox() {
        servers.source().execute("CREATE TABLE public.orders (id int PRIMARY KEY, note text)");
    }

    @Test
    void aPlainBoxHasNothingInItsWay() {
        assertThat(blockers(patterns(List.of()))).isEmpty();
    }

    @Test
    void aTableWithoutAKeyBlocksUnlessTheOperatorCopiesIt() {
        servers.source().execute("CREATE TABLE public.log (line text); CREATE TABLE public.maybe (id int UNIQUE)");

        assertThat(blockers(patterns(List.of())))
                .containsExactly("NoRowIdentity public.log", "NoRowIdentity public.maybe");
        assertThat(blockers(patterns(List.of("public.log")))).containsExactly("NoRowIdentity public.maybe");
    }

    @Test
    void whatNeverReachesTheWalBlocks() {
        servers.source().execute("CREATE UNLOGGED TABLE public.cache (id int PRIMARY KEY); SELECT lo_create(0)");
        assertThat(blockers(patterns(List.of())))
                .containsExactly("LargeObjects pg_largeobject", "UnloggedTables public.cache");
    }

    @Test
    void rowSecurityBlocksUntilDmssRoleSeesAllRows() {
        servers.source().execute("ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY");
        var found = preflight(patterns(List.of()));
        assertThat(found).extracting(Blocker::code).containsExactly("RowSecurity");

        servers.source().execute(found.get(0).remedy());
        assertThat(blockers(patterns(List.of()))).isEmpty();
    }

    @Test
    void aPreparedTransactionBlocks() {
        servers.source().execute("BEGIN; INSERT INTO public.orders VALUES (1); PREPARE TRANSACTION 'preflight'");
        try {
            assertThat(blockers(patterns(List.of()))).containsExactly("PreparedTransactions pg_prepared_xacts");
        } finally {
            servers.source().execute("ROLLBACK PREPARED 'preflight'");
        }
    }

    @Test
    void aRoleThatMayNotReplicateBlocksUntilTheRemedyIsRun() {
        servers.source().execute("ALTER ROLE \"%s\" NOREPLICATION".formatted(servers.dms.username()));
        var found = preflight(patterns(List.of()));
        assertThat(found).extracting(Blocker::code).containsExactly("NoLogicalReplication");

        servers.source().execute(found.get(0).remedy());
        assertThat(blockers(patterns(List.of()))).isEmpty();
    }

    @Test
    void aTableThatDmssRoleMayNotReadBlocks() {
        servers.source().execute("REVOKE pg_read_all_data FROM \"%s\"".formatted(servers.dms.username()));
        assertThat(blockers(patterns(List.of()))).containsExactly("NoSelect public.orders");
    }

    @Test
    void rowsOnTheTargetBlockAndEmptyOrMissingTablesDoNot() {
        servers.source().execute("CREATE TABLE public.later (id int PRIMARY KEY)");
        servers.target().execute("CREATE TABLE public.orders (id int PRIMARY KEY, note text)");
        var tables = new SourceCatalog(servers.source(), patterns(List.of())).tables();
        assertThat(Preflight.target(servers.target(), tables)).isEmpty();

        servers.target().execute("INSERT INTO public.orders VALUES (1)");
        assertThat(Preflight.target(servers.target(), tables))
                .extracting(Blocker::code, Blocker::object)
                .containsExactly(tuple("TargetNotEmpty", "public.orders"));
    }

    @Test
    void aRoleThatIsFencedIsNeitherDmssNorTheOperatorsOwn() {
        assertThat(Preflight.sharedRoles(List.of("mvp", "dms", "admin"), "dms", "admin"))
                .extracting(Blocker::code, Blocker::object)
                .containsExactly(tuple("SharedRole", "dms"), tuple("SharedRole", "admin"));
    }

    @Test
    void aPasswordThatDmsRefusesBlocksAndIsNotQuoted() {
        assertThat(Preflight.password("source", "abcDEF_123-")).isEmpty();
        for (var refused : ";.:+{}*&,%\\".toCharArray()) {
            assertThat(Preflight.password("source", "pass" + refused + "word"))
                    .singleElement()
                    .satisfies(blocker -> {
                        assertThat(blocker.code()).isEqualTo("PasswordCharset");
                        assertThat(blocker.toString()).doesNotContain("pass" + refused + "word");
                    });
        }
    }

    private List<String> blockers(TablePatterns patterns) {
        return preflight(patterns).stream()
                .map(blocker -> blocker.code() + " " + blocker.object())
                .toList();
    }

    private List<Blocker> preflight(TablePatterns patterns) {
        var tables = new SourceCatalog(servers.source(), patterns).tables();
        return new Preflight(servers.source(), tables, patterns).source(servers.dms.username());
    }

    private static TablePatterns patterns(List<String> insertOnly) {
        return new TablePatterns(List.of("public.*"), List.of(), insertOnly, List.of());
    }
}
