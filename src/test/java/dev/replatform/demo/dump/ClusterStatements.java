package dev.replatform.demo.dump;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code pg_dumpall} and {@code pg_dump --create} say of a cluster, fitted to a rehearsal, which has one database that
 * stands already, and roles of its own.
 */
final class ClusterStatements {
    private static final String IDENTIFIER = "(\"(?:[^\"]|\"\")+\"|[^\\s\"]+)";
    private static final Pattern ON_DATABASE = Piece.pattern(
            "((?:ALTER|COMMENT\\s+ON)\\s+DATABASE\\s+|(?:GRANT|REVOKE)\\s.*\\sON\\s+DATABASE\\s+|ALTER\\s+(?:ROLE|USER)\\s.*\\sIN\\s+DATABASE\\s+)"
                    + IDENTIFIER + "(\\s.*)");
    private static final Pattern ON_ROLE =
            Piece.pattern("(?:CREATE|ALTER|DROP)\\s+(?:ROLE|USER)\\s+(?:IF\\s+EXISTS\\s+)?" + IDENTIFIER + ".*");

    private final Optional<String> wanted;
    private final String rehearsed;
    private final Set<String> logins;
    private final Set<String> notes = new LinkedHashSet<>();
    private String connected = "";

    /**
     * @param wanted the database of the dump to load; empty if the dump connects to none
     * @param rehearsed the database that it is loaded into
     * @param logins roles of the rehearsal itself
     */
    ClusterStatements(Optional<String> wanted, String rehearsed, Set<String> logins) {
        this.wanted = wanted;
        this.rehearsed = rehearsed;
        this.logins = logins;
        wanted.ifPresent(name -> notes.add(
                "The dump connects to database %s; the rehearsal loads it as %s.".formatted(name, rehearsed)));
    }

    /** @return the statement to run; empty if there is nothing to do for it here */
    Optional<Piece> fit(Piece piece) {
        connected = DumpSurvey.connects(piece).orElse(connected);
        boolean elsewhere = !connected.isEmpty() && !connected.equals(wanted.orElse(""));
        if (piece.isPsqlCommand() || elsewhere || piece.is("(CREATE|DROP)\\s+DATABASE\\s.*")) {
            return Optional.empty();
        }
        if (piece.is("(CREATE|ALTER|DROP)\\s+TABLESPACE\\s.*")) {
            notes.add("Tablespaces are not made: everything lies in the default one, as it does on RDS.");
            return Optional.empty();
        }
        var role = piece.matches(ON_ROLE);
        if (role.matches() && logins.contains(unquoted(role.group(1)))) {
            notes.add("Role %s is the rehearsal's own: what the dump says of it is left out.".formatted(role.group(1)));
            return Optional.empty();
        }
        return ofDatabase(piece);
    }

    private Optional<Piece> ofDatabase(Piece piece) {
        var statement = piece.matches(ON_DATABASE);
        if (!statement.matches()) {
            return Optional.of(piece);
        }
        boolean ours = unquoted(statement.group(2)).equals(wanted.orElse(rehearsed));
        if (!ours || statement.group(3).matches("(?is)\\s+(OWNER\\s+TO|RENAME\\s+TO|SET\\s+TABLESPACE)\\s.*")) {
            return Optional.empty();
        }
        var name = '"' + rehearsed.replace("\"", "\"\"") + '"';
        return Optional.of(new Piece(piece.line(), statement.group(1) + name + statement.group(3)));
    }

    private static String unquoted(String identifier) {
        return identifier.startsWith("\"")
                ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
                : identifier;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
