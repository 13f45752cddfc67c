package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** DMS inserts a row with its LOBs NULL and updates it after: whatever forbids that comes with the switch. */
class WaitingConstraintsTest {
    private static final String REPLICA = "BEGIN; SET LOCAL session_replication_role = replica; ";

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void domainsOverLobsTakeANullUntilTheSwitch() {
        copyUntil("domains", SchemaPhase.CAUGHT_UP);
        servers.target().execute(REPLICA + "INSERT INTO public.item (id, shorter, n) VALUES (-1, NULL, 1); ROLLBACK");

        copyUntil("domains", SchemaPhase.AT_SWITCH);

        for (var column : new String[] {"code", "short", "shorter", "doc", "tags", "body"}) {
            assertThatThrownBy(() -> servers.target().execute(insertedWithNull(column)))
                    .as(column)
                    .hasMessageContaining("violates check constraint");
        }
    }

    @Test
    void checksOverLobsTakeANullUntilTheSwitchAndOthersHoldAtOnce() {
        copyUntil("constraints", SchemaPhase.CAUGHT_UP);
        servers.target().execute(REPLICA + "INSERT INTO public.child (id, a) VALUES (-1, 5); ROLLBACK");
        assertThatThrownBy(() -> servers.target().execute("INSERT INTO public.child (id, a) VALUES (1, -5)"))
                .hasMessageContaining("a_positive");

        copyUntil("constraints", SchemaPhase.AT_SWITCH);

        assertThatThrownBy(() ->
                        servers.target().execute("INSERT INTO public.child (id, body, tags) VALUES (1, '', '{}')"))
                .hasMessageContaining("body_filled");
    }

    private static String insertedWithNull(String column) {
        var row =
                "INSERT INTO public.item (id, code, short, shorter, n, doc, tags, body) VALUES (-1, %s, %s, %s, 1, %s, %s, %s)";
        return row.formatted(
                column.equals("code") ? "NULL" : "'a'",
                column.equals("short") ? "NULL" : "'b'",
                column.equals("shorter") ? "NULL" : "'c'",
                column.equals("doc") ? "NULL" : "'{\"id\": 1}'",
                column.equals("tags") ? "NULL" : "'{}'",
                column.equals("body") ? "NULL" : "'d'");
    }

    private void copyUntil(String name, SchemaPhase last) {
        if (last == SchemaPhase.CAUGHT_UP) {
            CorpusSchema.named(name).make(servers);
            new Roles(servers.target()).make(servers.application);
        }
        var schemas =
                new SourceCatalog(servers.source(), CorpusSchema.named(name).tables()).schemas();
        var copy =
                new SchemaCopy(servers.source(), servers.target(), schemas, servers.application.username(), Set.of());
        for (var phase : SchemaPhase.values()) {
            if (phase.compareTo(last) <= 0) {
                assertThat(copy.run(phase, (done, total) -> {}))
                        .as(phase.name())
                        .noneMatch(SchemaCopy.Failed::holdsUp);
            }
        }
    }
}
