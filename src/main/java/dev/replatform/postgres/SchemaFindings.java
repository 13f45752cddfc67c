package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the schema copy cannot make, told from the catalogs before anything costs money: read, never changed. Each rule is a
 * query of its own. What a master of RDS may do says AWS's page on <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html">its roles</a>.
 */
public final class SchemaFindings {
    private final Session source;
    private final Session target;
    private final List<String> schemas;

    /** @param schemas whose objects are copied */
    public SchemaFindings(Session source, Session target, List<String> schemas) {
        this.source = source;
        this.target = target;
        this.schemas = List.copyOf(schemas);
    }

    /**
     * @param tables the patterns of what moves
     * @param accepted differences that somebody has accepted, as {@code code:object}
     * @return what is left of all rules, in a stable order
     */
    public List<SchemaFinding> all(TablePatterns tables, Collection<String> accepted) {
        var found = new ArrayList<SchemaFinding>();
        found.addAll(inheritedTables(tables));
        found.addAll(rule("uncopied", "found_uncopied"));
        found.addAll(rule("uncopied", "named_objects", "found_dependents"));
        found.addAll(rule("named_objects", "found_outside"));
        found.addAll(rule("found_forced_row_security"));
        found.addAll(rule("found_settings"));
        found.addAll(missingRoles());
        found.addAll(missingCollations());
        found.removeIf(finding -> accepted.contains(finding.inWords()));
        return List.copyOf(found);
    }

    private List<SchemaFinding> rule(String... files) {
        return ask(
                row -> acceptable(new SchemaFinding(
                        row.getBoolean("blocks"),
                        row.getString("code"),
                        row.getString("object"),
                        row.getString("text"),
                        row.getString("remedy"))),
                files);
    }

    /**
     * DMS reads a table by SELECT, and so the children's rows with the parent's: no page of AWS says that it reads ONLY the
     * parent's. The operator copies those where it is told to.
     */
    private List<SchemaFinding> inheritedTables(TablePatterns tables) {
        return ask(
                        row -> new Parent(
                                new TableName(row.getString("schema"), row.getString("table")),
                                row.getString("children")),
                        "found_inheritance")
                .stream()
                .filter(parent -> tables.moves(parent.name()) && !tables.isInsertOnly(parent.name()))
                .map(parent -> new SchemaFinding(
                        true,
                        "InheritedTable",
                        parent.name().inWords(),
                        "has children (%s): DMS would load their rows into the parent a second time"
                                .formatted(parent.children()),
                        "add \"%s\" to spec.tables.insertOnly: the operator copies the parent's own rows under the fence"
                                .formatted(parent.name().inWords())))
                .toList();
    }

    private List<SchemaFinding> missingRoles() {
        var there = new HashSet<>(target.query("SELECT rolname FROM pg_roles", row -> row.getString(1)));
        return ask(
                        row -> new Named(
                                row.getString("code"),
                                row.getString("object"),
                                row.getString("role"),
                                row.getBoolean("blocks")),
                        "found_roles")
                .stream()
                .filter(named -> !there.contains(named.role()))
                .map(named -> acceptable(new SchemaFinding(
                        named.blocks(),
                        named.code(),
                        named.object(),
                        "names the role %s, which does not exist on the target".formatted(named.role()),
                        Identifiers.quoted(target, "make it on the target: CREATE ROLE %I", named.role()))))
                .toList();
    }

    private List<SchemaFinding> missingCollations() {
        var there = new HashSet<>(target.query(
                "SELECT collname FROM pg_collation WHERE collnamespace = 'pg_catalog'::regnamespace",
                row -> row.getString(1)));
        return ask(row -> row.getString(1), "found_collations").stream()
                .filter(collation -> !there.contains(collation))
                .map(collation -> new SchemaFinding(
                        true,
                        "Collation",
                        collation,
                        "is a collation of the source's operating system that the target lacks, and something is sorted by it",
                        "sort by one that both have, for example one of ICU"))
                .toList();
    }

    /** Without a table there are no rows to move: that is not for anybody to accept. */
    private static SchemaFinding acceptable(SchemaFinding finding) {
        return finding.blocks() && !finding.code().equals("Table")
                ? new SchemaFinding(
                        true,
                        finding.code(),
                        finding.object(),
                        finding.text(),
                        "%s; or add \"%s\" to spec.schema.accept".formatted(finding.remedy(), finding.inWords()))
                : finding;
    }

    private <T> List<T> ask(Session.Row<T> row, String... files) {
        var sql =
                SqlFile.read("common") + Arrays.stream(files).map(SqlFile::read).collect(Collectors.joining());
        return source.query(sql, row, String.join("\u0001", schemas));
    }

    private record Parent(TableName name, String children) {}

    private record Named(String code, String object, String role, boolean blocks) {}
}
