package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.replatform.postgres.checks.LookedAt;
import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.postgres.checks.UsedFromOutside;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands on the target is what stands on the source, or the difference has a name. */
class SchemaCorpusTest {
    /** What is copied, but not at once or not by DMS. */
    private static final Set<String> TOLD_ONLY = Set.of("ForcedRowSecurity");

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void makeTheApplicationsRole() {
        new Roles(servers.target()).make(servers.application);
    }

    static Stream<CorpusSchema> corpus() {
        return CorpusSchema.all();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void theCatalogsAreEqualButForWhatIsNamed(CorpusSchema schema) {
        schema.make(servers);
        var checks = Stream.concat(PostgresChecks.SCHEMA.stream(), Stream.of(new UsedFromOutside()))
                .toList();
        var findings = Check.all(checks, LookedAt.of(servers, schema.tables()));

        assertThat(copied(schema)).isEqualTo(schema.notCopied());
        assertThat(findings.stream()
                        .map(Finding::object)
                        .filter(it -> !TOLD_ONLY.contains(it.substring(0, it.indexOf(":")))))
                .as("findings")
                .containsExactlyInAnyOrderElementsOf(schema.notCopied().stream()
                        .filter(it -> !it.startsWith("Extension:")) // which RDS has is known elsewhere
                        .toList());

        var schemas = schemas(schema);
        assertThat(unnamed(
                        TwoServers.catalog(servers.source(), schemas),
                        TwoServers.catalog(servers.target(), schemas),
                        schema.named()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void bothDumpsAreEqualButForWhatIsNamed(CorpusSchema schema) {
        assumeThat(PgDump.isPresent()).as("pg_dump of PostgreSQL 16 or later").isTrue();
        schema.make(servers);

        copied(schema);

        assertThat(unnamed(servers.dumpOfSource(), servers.dumpOfTarget(), schema.named()))
                .isEmpty();
    }

    /** @return code and name of each object that is not made, as findings and failures name them */
    private Set<String> copied(CorpusSchema schema) {
        var tables = new SourceCatalog(servers.source(), schema.tables())
                .tables().stream().map(SourceTable::name).toList();
        var copy = new SchemaCopy(
                servers.source(),
                servers.target(),
                schemas(schema),
                servers.application.username(),
                schema.notCopied());
        var failed = new ArrayList<SchemaCopy.Failed>();
        for (var phase : SchemaPhase.values()) {
            var ofPhase = copy.run(phase, (done, total) -> {});
            assertThat(ofPhase).as(phase.name()).noneMatch(SchemaCopy.Failed::holdsUp);
            ofPhase.stream().filter(it -> !it.isTriedAgain()).forEach(failed::add);
            if (phase == SchemaPhase.BEFORE_LOAD) {
                tables.forEach(new InsertOnlyCopy(servers.source(), servers.target())::copy);
            }
        }
        new Sequences(servers.source(), servers.target()).copy(schemas(schema));
        return Stream.concat(failed.stream().map(SchemaCopy.Failed::inWords), copy.unhandled().stream())
                .collect(Collectors.toSet());
    }

    private List<String> schemas(CorpusSchema schema) {
        return new SourceCatalog(servers.source(), schema.tables()).schemas();
    }

    private List<String> unnamed(List<String> atSource, List<String> atTarget, Set<String> named) {
        var names = named.stream().map(SchemaCorpusTest::shortName).toList();
        return Stream.concat(
                        atSource.stream().filter(it -> !atTarget.contains(it)).map(it -> "missing: " + it),
                        atTarget.stream().filter(it -> !atSource.contains(it)).map(it -> "added: " + it))
                .filter(it -> names.stream().noneMatch(it::contains))
                .filter(it -> !isOurs(it))
                .toList();
    }

    /** The database itself is the target's; the owner may create in schemas that stood there before. */
    private boolean isOurs(String difference) {
        return difference.contains("; Type: DATABASE;")
                || (difference.contains("; Type: ACL") && difference.contains("added: DATABASE"))
                || difference.endsWith("GRANT ALL ON SCHEMA public TO \"" + servers.application.username() + "\";");
    }

    /** @return the last word of an object's name, without schema and arguments */
    private static String shortName(String codeAndObject) {
        return codeAndObject.replaceFirst("[(=].*$", "").replaceFirst("^.*[ .:]", "");
    }
}
