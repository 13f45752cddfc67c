package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.secrets.Login;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresChecksTest {
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
        assertThat(found).extracting(Finding::code).containsExactly("RowSecurity");

        servers.source().execute(found.get(0).remedy());
        assertThat(blockers(patterns(List.of()))).isEmpty();
    }

    @Test
    void aPreparedTransactionBlocks() {
        servers.source().execute("BEGIN; INSERT INTO public.orders VALUES (1); PREPARE TRANSACTION 'preflight'");
        try {
            assertThat(blockers(patterns(List.of()))).containsExactly("PreparedTransactions preflight");
        } finally {
            servers.source().execute("ROLLBACK PREPARED 'preflight'");
        }
    }

    @Test
    void aRoleThatMayNotReplicateBlocksUntilTheRemedyIsRun() {
        servers.source().execute("ALTER ROLE \"%s\" NOREPLICATION".formatted(servers.dms.username()));
        var found = preflight(patterns(List.of()));
        assertThat(found).extracting(Finding::code).containsExactly("SlotRefused", "NoReplicationRight");

        servers.source().execute(found.get(1).remedy());
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
        assertThat(LookedAt.found(new TargetNotEmpty(), LookedAt.of(servers))).isEmpty();

        servers.target().execute("INSERT INTO public.orders VALUES (1)");
        assertThat(LookedAt.found(new TargetNotEmpty(), LookedAt.of(servers)))
                .containsExactly("Blocker TargetNotEmpty public.orders");
    }

    @Test
    void aRoleThatIsFencedIsNeitherDmssNorTheOperatorsOwn() {
        var at = with(new BothEnds.Logins(
                List.of("shop", servers.dms.username(), servers.admin.username()),
                servers.dms,
                servers.admin.username(),
                servers.master));
        assertThat(new SharedRole().look(at))
                .extracting(Finding::object)
                .containsExactly(servers.dms.username(), servers.admin.username());
    }

    @Test
    void aPasswordThatDmsRefusesBlocksAndIsNotQuoted() {
        var good = new Login("dms", "abcDEF_123-");
        for (var refused : ";.:+{}*&,%\\".toCharArray()) {
            var bad = new Login("dms", "pass" + refused + "word");
            assertThat(new PasswordCharset().look(with(new BothEnds.Logins(List.of(), bad, "admin", good))))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.object()).isEqualTo("source");
                        assertThat(finding.toString()).doesNotContain("pass" + refused + "word");
                    });
        }
        assertThat(new PasswordCharset().look(with(new BothEnds.Logins(List.of(), good, "admin", good))))
                .isEmpty();
    }

    private BothEnds with(BothEnds.Logins logins) {
        var at = LookedAt.of(servers);
        return new BothEnds(at.run(), at.source(), at.target(), logins, at.tables(), at.patterns(), at.schema(), null);
    }

    private List<String> blockers(TablePatterns patterns) {
        return preflight(patterns).stream()
                .map(blocker -> blocker.code() + " " + blocker.object())
                .toList();
    }

    /** The tests' passwords hold everything; that DMS refuses them is another test's. */
    private List<Finding> preflight(TablePatterns patterns) {
        return Check.all(PostgresChecks.all(), LookedAt.of(servers, patterns)).stream()
                .filter(finding -> finding.blocks() && !finding.code().equals("PasswordCharset"))
                .toList();
    }

    private static TablePatterns patterns(List<String> insertOnly) {
        return new TablePatterns(List.of("public.*"), List.of(), insertOnly, List.of());
    }
}
