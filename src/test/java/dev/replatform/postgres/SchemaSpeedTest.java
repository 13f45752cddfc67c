package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The time that a wide schema takes grows with its tables, and no faster. */
class SchemaSpeedTest {
    private static final TablePatterns EVERYTHING = new TablePatterns(List.of("*.*"), List.of(), List.of());

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void aThousandTablesTakeSeconds() {
        var tables = 1000;
        new Roles(servers.target()).make(servers.application);
        try (var session = servers.sourceAs(servers.application)) {
            for (int from = 0; from < tables; from += 500) {
                session.execute("""
                        DO 'BEGIN FOR i IN %d..%d LOOP EXECUTE format(''CREATE TABLE public.%%1$I (id bigserial PRIMARY KEY, a text NOT NULL, b text,
                          c varchar(20) NOT NULL DEFAULT %%2$L, d varchar(20), e integer NOT NULL, f integer, g bigint, h numeric(10, 2), i boolean NOT NULL DEFAULT true,
                          j timestamptz NOT NULL DEFAULT now(), k timestamptz, l date, m jsonb NOT NULL DEFAULT %%3$L, n uuid, o text[], CHECK (e > 0));
                          CREATE INDEX ON public.%%1$I (e, g)'', ''wide_'' || i, ''x'', ''{}''); END LOOP; END'
                        """.formatted(from, Math.min(tables, from + 500) - 1));
            }
        }
        var schemas = new SourceCatalog(servers.source(), EVERYTHING).schemas();
        var copy =
                new SchemaCopy(servers.source(), servers.target(), schemas, servers.application.username(), Set.of());
        var began = Instant.now();

        for (var phase : SchemaPhase.values()) {
            assertThat(copy.run(phase, (done, total) -> {})).as(phase.name()).isEmpty();
        }
        assertThat(new SchemaFindings(servers.source(), servers.target(), schemas).all(EVERYTHING, Set.of()))
                .isEmpty();
        assertThat(new SourceCatalog(servers.source(), EVERYTHING).tables()).hasSize(tables);

        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(1));
    }
}
