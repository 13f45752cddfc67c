package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaCopyTest {
    private static final TablePatterns EVERYTHING = new TablePatterns(List.of("*.*"), List.of(), List.of(), List.of());

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void makeTheApplicationsRole() {
        servers.fillTheBox();
        new Roles(servers.target()).make(servers.application);
    }

    @Test
    void everyObjectOfANastySchemaArrivesOnAServerWhoseMasterIsNoSuperuser() {
        var tables = catalog().tables().stream().map(SourceTable::name).toList();
        for (var phase : SchemaPhase.values()) {
            assertThat(holdingUp(run(phase))).as(phase.name()).isEmpty();
            if (phase == SchemaPhase.BEFORE_LOAD) {
                tables.forEach(new InsertOnlyCopy(servers.source(), servers.target())::copy);
            }
        }
        new Sequences(servers.source(), servers.target()).copy(schemas());

        assertThat(differencesBetweenTheCatalogs()).isEmpty();
        assertThat(new Comparison(servers.source(), servers.target()).ofResting(tables))
                .satisfies(result -> assertThat(result.different()).isEmpty())
                .satisfies(result -> assertThat(result.rows()).isEqualTo(2002));
        assertThat(copy().unhandled()).isEmpty();
    }

    @Test
    void aCopyThatIsCutOffAnywhereAndRunAgainEndsEqual() {
        for (var phase : SchemaPhase.values()) {
            for (int statements = 1; isCutOffAfter(statements, phase); statements += 7) {
                assertThat(statements).isLessThan(1000);
            }
            assertThat(holdingUp(run(phase))).as(phase.name()).isEmpty();
        }
        new Sequences(servers.source(), servers.target()).copy(schemas());

        assertThat(differencesBetweenTheCatalogs()).isEmpty();
    }

    @Test
    void aPhaseThatIsDoneMakesNothingTheSecondTime() {
        for (var phase : SchemaPhase.values()) {
            run(phase);
        }
        for (var phase : SchemaPhase.values()) {
            var made = new AtomicInteger();
            copy().run(phase, (done, total) -> made.incrementAndGet());
            assertThat(made).as(phase.name()).hasValue(0);
        }
    }

    @Test
    void untilTheSwitchLobColumnsAreNullableAndIdentitiesTakeTheChangeStreamsValues() {
        run(SchemaPhase.BEFORE_LOAD);
        run(SchemaPhase.AFTER_LOAD);
        run(SchemaPhase.CAUGHT_UP);
        var target = servers.target();
        target.execute("BEGIN; SET LOCAL session_replication_role = replica;"
                + " INSERT INTO public.django_session VALUES ('k', NULL, now());"
                + " INSERT INTO public.auth_user_groups VALUES (7, 1, 1); ROLLBACK");

        run(SchemaPhase.AT_SWITCH);

        assertThatThrownBy(() -> target.execute("INSERT INTO public.django_session VALUES ('k', NULL, now())"))
                .hasMessageContaining("violates check constraint \"replatform_not_null_");
        assertThatThrownBy(() -> target.execute("INSERT INTO public.auth_user_groups VALUES (7, 1, 1)"))
                .hasMessageContaining("cannot insert a non-DEFAULT value into column \"id\"");
    }

    @Test
    void afterTheSwitchNotNullHoldsForEveryRowAndTheChecksThatHeldItsPlaceAreGone() {
        for (var phase : SchemaPhase.values()) {
            run(phase);
        }

        assertThatThrownBy(
                        () -> servers.target().execute("INSERT INTO public.django_session VALUES ('k', NULL, now())"))
                .hasMessageContaining("violates not-null constraint");
        assertThat(servers.target()
                        .query("SELECT conname FROM pg_constraint WHERE conname LIKE 'replatform%'", row -> 1))
                .isEmpty();
    }

    @Test
    void aDomainOverALobRefusesNothingUntilTheSwitchHoweverItIsNested() {
        // given
        servers.source().execute("""
                CREATE DOMAIN public.code AS text NOT NULL CHECK (length(VALUE) > 0);
                CREATE DOMAIN public.short_code AS public.code CONSTRAINT "is short" CHECK (length(VALUE) < 9);
                CREATE DOMAIN public.tags AS text[] CHECK (VALUE IS NOT NULL);
                CREATE DOMAIN public.positive AS int NOT NULL CHECK (VALUE > 0);
                CREATE TABLE public.item (id public.positive PRIMARY KEY, code public.code, short public.short_code NOT NULL, tags public.tags)
                """);
        run(SchemaPhase.BEFORE_LOAD);
        run(SchemaPhase.AFTER_LOAD);
        run(SchemaPhase.CAUGHT_UP);
        var target = servers.target();

        // when, then: as DMS inserts
        target.execute("INSERT INTO public.item VALUES (1, NULL, NULL, NULL)");
        assertThatThrownBy(() -> target.execute("INSERT INTO public.item VALUES (-1, NULL, NULL, NULL)"))
                .hasMessageContaining("positive");
        target.execute("UPDATE public.item SET code = 'c', short = 's', tags = '{}'");

        run(SchemaPhase.AT_SWITCH);
        for (var refused : List.of("NULL, 's', '{}'", "'', 's', '{}'", "'c', 'far too long', '{}'", "'c', 's', NULL")) {
            assertThatThrownBy(() -> target.execute("INSERT INTO public.item VALUES (2, " + refused + ")"))
                    .as(refused)
                    .isInstanceOf(SqlFailure.class);
        }
        run(SchemaPhase.AFTER_SWITCH);
        var domains =
                "SELECT t.typname || t.typnotnull || coalesce(string_agg(k.conname || k.convalidated, ' ' ORDER BY k.conname), '')"
                        + " FROM pg_type t LEFT JOIN pg_constraint k ON k.contypid = t.oid AND k.contype = 'c'"
                        + " WHERE t.typtype = 'd' AND t.typnamespace = 'public'::regnamespace GROUP BY t.typname, t.typnotnull ORDER BY 1";
        assertThat(target.query(domains, row -> row.getString(1)))
                .isEqualTo(servers.source().query(domains, row -> row.getString(1)));
    }

    @Test
    void anOldRowWithoutAValueIsToldAfterTheSwitchAndNewOnesAreRefusedMeanwhile() {
        run(SchemaPhase.BEFORE_LOAD);
        servers.target().execute("INSERT INTO public.django_session VALUES ('lost', NULL, now())");
        run(SchemaPhase.AFTER_LOAD);
        run(SchemaPhase.CAUGHT_UP);
        run(SchemaPhase.AT_SWITCH);

        assertThat(holdingUp(run(SchemaPhase.AFTER_SWITCH)))
                .extracting(SchemaCopy.Failed::inWords)
                .contains("ValidNotNullCheck:public.django_session.session_data");
    }

    @Test
    void aMaterializedViewShowsTheRowsThatCameAfterItWasMade() {
        servers.source()
                .execute(
                        "CREATE MATERIALIZED VIEW public.user_count AS SELECT count(*) AS users FROM public.auth_group");
        run(SchemaPhase.BEFORE_LOAD);
        run(SchemaPhase.AFTER_LOAD);
        run(SchemaPhase.CAUGHT_UP);
        servers.target().execute("INSERT INTO public.auth_group (name) VALUES ('late')");
        run(SchemaPhase.AT_SWITCH);

        assertThat(holdingUp(run(SchemaPhase.AFTER_SWITCH))).isEmpty();

        assertThat(servers.target().query("SELECT users FROM public.user_count", row -> row.getLong(1)))
                .containsExactly(1L);
    }

    @Test
    void aTableThatStoodOnTheTargetBeforeIsNotAltered() {
        servers.target().execute("CREATE TABLE public.auth_user (id integer, username text)");

        var failed = holdingUp(run(SchemaPhase.BEFORE_LOAD));

        assertThat(failed)
                .extracting(SchemaCopy.Failed::inWords)
                .containsExactly("Key:public.auth_user auth_user_pkey");
        assertThat(new TableContents(servers.target()).columns(new TableName("public", "auth_user")))
                .containsExactly("id", "username");
    }

    @Test
    void aTableThatOthersHaveLockedIsTriedAgain() {
        run(SchemaPhase.BEFORE_LOAD);
        run(SchemaPhase.AFTER_LOAD);
        try (var other = servers.targetAs(servers.master)) {
            other.execute("BEGIN; LOCK TABLE public.likes");
            var waitsForIt = CompletableFuture.runAsync(() -> {
                try (var watcher = servers.targetAs(servers.master)) {
                    while (watcher.query("SELECT 1 FROM pg_locks WHERE NOT granted", row -> 1)
                            .isEmpty()) {
                        Thread.onSpinWait();
                    }
                }
            });
            var released = waitsForIt.thenRun(() -> other.execute("COMMIT"));

            assertThat(holdingUp(run(SchemaPhase.CAUGHT_UP))).isEmpty();
            released.join();
        }
    }

    @Test
    void whatTheTargetRefusesIsNamedAndTheRestIsMade() {
        servers.source().execute("CREATE EXTENSION pg_stat_statements SCHEMA public");
        servers.source().execute("CREATE VIEW public.slow AS SELECT query FROM public.pg_stat_statements");

        assertThat(run(SchemaPhase.BEFORE_LOAD))
                .filteredOn(failed -> failed.code().equals("Extension"))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.object()).isEqualTo("pg_stat_statements");
                    assertThat(failed.reason()).contains("permission denied to create extension");
                });
        assertThat(new TableContents(servers.target())
                        .contents(new TableName("public", "auth_user"), List.of())
                        .rows())
                .isZero();
    }

    @Test
    void kindsOfObjectsThatAreNotCopiedAreTold() {
        servers.source().execute("""
                CREATE FUNCTION public.native() RETURNS timestamptz LANGUAGE internal AS 'now';
                CREATE PUBLICATION everything FOR ALL TABLES;
                """);

        assertThat(copy().unhandled()).containsExactlyInAnyOrder("CFunction:public.native()", "Publication:everything");
    }

    @Test
    void theFingerprintChangesWithTheSchemaAndNotWithTheRows() {
        var before = catalog().fingerprints();
        servers.source().execute("INSERT INTO public.auth_group (name) VALUES ('more')");
        assertThat(catalog().fingerprints()).isEqualTo(before);

        servers.source().execute("ALTER TABLE public.auth_group ADD COLUMN note text");
        assertThat(catalog().fingerprints()).isNotEqualTo(before);
    }

    @Test
    void theApplicationsLoginIsProvedAndWhatItMayNotDoIsNamed() {
        run(SchemaPhase.BEFORE_LOAD);
        var tables = catalog().tables().stream().map(SourceTable::name).toList();
        assertThat(AppLogin.refused(servers.targetAddress(), servers.application, tables))
                .isEmpty();

        servers.target().execute("REVOKE INSERT ON public.likes FROM \"%s\"".formatted(servers.application.username()));

        assertThat(AppLogin.refused(servers.targetAddress(), servers.application, tables))
                .hasValueSatisfying(reason -> assertThat(reason).contains("permission denied for table likes"));
    }

    /** Cuts a phase off after some statements; false where it ended by itself before. */
    private boolean isCutOffAfter(int statements, SchemaPhase phase) {
        var made = new AtomicInteger();
        try {
            copy().run(phase, (done, total) -> {
                if (made.incrementAndGet() == statements) {
                    throw new CancellationException();
                }
            });
            return false;
        } catch (CancellationException cutOff) {
            return true;
        }
    }

    private List<SchemaCopy.Failed> run(SchemaPhase phase) {
        return copy().run(phase, (done, total) -> {});
    }

    private static List<SchemaCopy.Failed> holdingUp(List<SchemaCopy.Failed> failed) {
        return failed.stream().filter(SchemaCopy.Failed::holdsUp).toList();
    }

    private SchemaCopy copy() {
        return new SchemaCopy(servers.source(), servers.target(), schemas(), servers.application.username(), Set.of());
    }

    private SourceCatalog catalog() {
        return new SourceCatalog(servers.source(), EVERYTHING);
    }

    private List<String> schemas() {
        return catalog().schemas();
    }

    /** @return lines that are only in one of the two catalogs */
    private List<String> differencesBetweenTheCatalogs() {
        var atSource = TwoServers.catalog(servers.source(), schemas());
        var atTarget = TwoServers.catalog(servers.target(), schemas());
        assertThat(atSource).hasSizeGreaterThan(200);
        return Stream.concat(
                        atSource.stream()
                                .filter(line -> !atTarget.contains(line))
                                .map(line -> "missing: " + line),
                        atTarget.stream()
                                .filter(line -> !atSource.contains(line))
                                .map(line -> "added: " + line))
                .toList();
    }
}
