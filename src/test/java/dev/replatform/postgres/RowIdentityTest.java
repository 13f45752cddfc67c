package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row is told apart by what PostgreSQL puts into the change stream, and each remedy that is a statement helps. */
class RowIdentityTest {
    private static final TablePatterns EVERYTHING = new TablePatterns(List.of("*.*"), List.of(), List.of(), List.of());

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id int PRIMARY KEY",
                "version varchar PRIMARY KEY",
                "a int, b varchar(20), PRIMARY KEY (b, a)",
                "id int PRIMARY KEY, body text UNIQUE"
            })
    void aPrimaryKeyThatIsNoLobTellsRowsApart(String columns) {
        assertThat(identity("CREATE TABLE public.t (%s)".formatted(columns)).exists())
                .isTrue();
    }

    @Test
    void fullKeepsThePrimaryKey() {
        var identity = identity("CREATE TABLE public.t (b int, a int, PRIMARY KEY (b, a));"
                + " ALTER TABLE public.t REPLICA IDENTITY FULL");
        assertThat(identity.columns()).containsExactly("b", "a");
    }

    @Test
    void aUniqueIndexNeedsToBeMadeTheKeyByName() {
        // given: https://guides.rubyonrails.org/v3.2/migrations.html made its own table so
        var table = "CREATE TABLE public.t (version varchar(255) NOT NULL); "
                + "CREATE UNIQUE INDEX \"unique Versions\" ON public.t (version)";

        // when
        var identity = identity(table);

        // then
        assertThat(identity.problem()).contains("unique Versions").contains("no primary key");
        assertThat(identity.remedy())
                .isEqualTo("ALTER TABLE \"public\".\"t\" ADD PRIMARY KEY USING INDEX \"unique Versions\";"
                        + " or ALTER TABLE \"public\".\"t\" REPLICA IDENTITY USING INDEX \"unique Versions\"");
        assertThat(identity(identity.remedy().split("; or ", -1)[1]).columns()).containsExactly("version");
        assertThat(identity("ALTER TABLE public.t REPLICA IDENTITY DEFAULT;"
                                + identity.remedy().split("; or ", -1)[0])
                        .exists())
                .isTrue();
    }

    @Test
    void aUniqueConstraintBecomesTheReplicaIdentity() {
        helps("CREATE TABLE public.t (who int NOT NULL, what int NOT NULL, UNIQUE (who, what))");
    }

    @Test
    void replicaIdentityNothingIsTakenBack() {
        helps("CREATE TABLE public.t (id int PRIMARY KEY); ALTER TABLE public.t REPLICA IDENTITY NOTHING");
    }

    @Test
    void anIdentityBesideThePrimaryKeyIsTakenBack() {
        helps("CREATE TABLE public.t (id int PRIMARY KEY, code int NOT NULL UNIQUE);"
                + " ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_code_key");
    }

    @Test
    void aDeferrablePrimaryKeyIsMadeAnew() {
        helps("CREATE TABLE public.t (\"Id\" int CONSTRAINT \"odd key\" PRIMARY KEY DEFERRABLE)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.t (id text PRIMARY KEY)",
                "CREATE TABLE public.t (a int, id bytea, PRIMARY KEY (a, id))",
                "CREATE DOMAIN public.c AS text; CREATE DOMAIN public.d AS public.c; CREATE TABLE public.t (id public.d PRIMARY KEY)"
            })
    void aKeyOfALobTypeIsNone(String table) {
        var identity = identity(table);
        assertThat(identity.problem()).contains("its primary key holds id, which DMS moves as a LOB");
        assertThat(identity.remedy()).contains("spec.tables.copyUnderFence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.t (id int)",
                "CREATE TABLE public.t (id int); ALTER TABLE public.t REPLICA IDENTITY FULL",
                "CREATE TABLE public.t (id int UNIQUE)",
                "CREATE TABLE public.t (id int NOT NULL); CREATE UNIQUE INDEX ON public.t (id) WHERE id > 0",
                "CREATE TABLE public.t (id int NOT NULL); CREATE UNIQUE INDEX ON public.t ((id + 1))",
                "CREATE TABLE public.t (id int NOT NULL UNIQUE DEFERRABLE)"
            })
    void whatMayHoldARowTwiceIsNoIdentity(String table) {
        var identity = identity(table);
        assertThat(identity.exists()).isFalse();
        assertThat(identity.remedy()).startsWith("add a primary key");
    }

    private void helps(String table) {
        var identity = identity(table);
        assertThat(identity.problem()).isNotEmpty();
        assertThat(identity(identity.remedy()).exists()).as(identity.remedy()).isTrue();
    }

    private RowIdentity identity(String sql) {
        servers.source().execute(sql);
        return new SourceCatalog(servers.source(), EVERYTHING)
                .tables().stream()
                        .filter(table -> table.name().table().equals("t"))
                        .findFirst()
                        .orElseThrow()
                        .identity();
    }
}
