package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** RDS offers some extensions and no others. */
public final class ExtensionsNotOnTarget implements Check<BothEnds> {
    /** Of PostgreSQL's own, those that need a superuser or the server's files: no version of RDS has them. */
    private static final Set<String> NEVER = Set.of(
            "adminpack",
            "bool_plperlu",
            "file_fdw",
            "hstore_plperlu",
            "hstore_plpython3u",
            "jsonb_plperlu",
            "jsonb_plpython3u",
            "ltree_plpython3u",
            "pg_surgery",
            "plperlu",
            "plpython3u",
            "pltclu",
            "xml2");

    private static final About ABOUT = About.blocker(
            "ExtensionsNotOnTarget",
            "extensions of the source, and those that the target offers (`pg_available_extensions`, `rds.allowed_extensions`)",
            "the schema cannot be made on the target",
            "DROP EXTENSION on the source where nothing uses it; rds.allowed_extensions in the Database's parameters where it is left out there",
            "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var offered = at
                .target()
                .query(
                        """
                        SELECT name, array_to_string(array_agg(version), ' ') FROM pg_available_extension_versions
                        WHERE coalesce(current_setting('rds.allowed_extensions', true), '') IN ('', '*')
                          OR name = ANY (regexp_split_to_array(current_setting('rds.allowed_extensions', true), ',\\s*'))
                        GROUP BY name
                        """,
                        row -> Map.entry(
                                row.getString(1), Set.of(row.getString(2).split(" ", -1))))
                .stream()
                .filter(extension -> !NEVER.contains(extension.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return at
                .source()
                .query(
                        "SELECT extname, extversion, format('DROP EXTENSION %I', extname) FROM pg_extension ORDER BY 1",
                        row -> compared(offered, row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> compared(
            Map<String, Set<String>> offered, String extension, String version, String drop) {
        if (!offered.containsKey(extension)) {
            return Optional.of(
                    ABOUT.found(
                            extension,
                            "the target does not offer the extension",
                            drop
                                    + " on the source if nothing uses it: PostgreSQL refuses where something does, and says what"));
        }
        return offered.get(extension).contains(version)
                ? Optional.empty()
                : Optional.of(ABOUT.found(
                        Severity.WARNING,
                        extension,
                        "the target does not offer version %s of the extension: it makes another one"
                                .formatted(version),
                        drop.replace("DROP", "ALTER") + " UPDATE on the source first, or read what changed"));
    }
}
