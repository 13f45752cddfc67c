package dev.replatform.demo.dump;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a dump holds, read from its first to its last line before anything is loaded: what is not whole or cannot be read is
 * refused here.
 *
 * @param input the dump
 * @param database the database to load, of those that the dump connects to; empty if it connects to none
 */
public record DumpSurvey(DumpInput input, Optional<String> database) {
    private static final Pattern CONNECT = Piece.pattern("\\\\c(?:onnect)?\\s+(.*)");
    /** Those of pg_dump and pg_dumpall, and those that change only what psql prints. */
    private static final Pattern COMMANDS =
            Piece.pattern("\\\\((un)?restrict|c(onnect)?|encoding|q?echo|warn|timing|pset|x|t|a)(\\s.*)?"
                    + "|\\\\set\\s+(ON_ERROR_STOP|ON_ERROR_ROLLBACK|QUIET|ECHO|VERBOSITY|SHOW_CONTEXT)(\\s.*)?");

    private static final Pattern CONNECTION_STRING = Pattern.compile(".*dbname='((?:[^'\\\\]|\\\\.)*)'.*");

    /** @throws UnusableDump naming line and table */
    public static DumpSurvey of(DumpInput input) throws IOException {
        var tables = new LinkedHashMap<String, Integer>();
        var database = "";
        try (var pieces = new DumpFile(input)) {
            for (var piece = pieces.next(); piece != null; piece = pieces.next()) {
                refuseWhatIsNotRun(piece, pieces);
                database = connects(piece).orElse(database);
                tables.merge(database, piece.makesTable() ? 1 : 0, Integer::sum);
                skipRows(pieces);
            }
        }
        return new DumpSurvey(input, theOneWithTables(tables, input.name()));
    }

    /** @return the database that a psql command connects to; empty if it is another, or goes on with the same */
    static Optional<String> connects(Piece piece) {
        var connect = piece.matches(CONNECT);
        if (!connect.matches()) {
            return Optional.empty();
        }
        var arguments = connect.group(1).replaceFirst("^-reuse-previous=\\w+\\s+", "");
        var string = CONNECTION_STRING.matcher(arguments);
        if (string.matches()) {
            return Optional.of(string.group(1).replaceAll("\\\\(.)", "$1"));
        }
        var name = arguments.startsWith("\"")
                ? arguments.replaceFirst("^\"((?:[^\"]|\"\")*)\".*", "$1").replace("\"\"", "\"")
                : arguments.replaceFirst("\\s.*", "");
        return name.equals("-") ? Optional.empty() : Optional.of(name);
    }

    private static Optional<String> theOneWithTables(Map<String, Integer> tables, String name) {
        var filled = tables.entrySet().stream()
                .filter(database -> database.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (filled.size() > 1) {
            throw new UnusableDump(
                    "%s holds tables of more than one database (%s): a Migration moves one; dump it by itself: pg_dump -E UTF8 -f dump.sql %s"
                            .formatted(
                                    name,
                                    String.join(", ", filled).replaceFirst("^, ", "the one connected to, "),
                                    filled.get(filled.size() - 1)));
        }
        var last = tables.keySet().stream().reduce((earlier, later) -> later);
        return filled.stream().findFirst().or(() -> last).filter(database -> !database.isEmpty());
    }

    private static void refuseWhatIsNotRun(Piece piece, DumpFile pieces) {
        if (piece.isPsqlCommand() && !piece.matches(COMMANDS).matches()) {
            throw pieces.unusable(
                    piece,
                    "%s: a psql command that no pg_dump writes and that the rehearsal does not run; make the dump with %s"
                            .formatted(piece.head(), DumpInput.GOOD_DUMP));
        }
        if (!piece.copyFrom().isEmpty() && !piece.isCopy()) {
            throw pieces.unusable(
                    piece,
                    "%s: rows from a file or a program of the server, which no pg_dump writes; make the dump with %s"
                            .formatted(piece.head(), DumpInput.GOOD_DUMP));
        }
        if (piece.isCopy() && piece.is(".*\\bbinary\\b.*")) {
            throw pieces.unusable(
                    piece,
                    "rows in the binary format cannot stand in an SQL file; make the dump with " + DumpInput.GOOD_DUMP);
        }
    }

    private static void skipRows(DumpFile pieces) throws IOException {
        var row = pieces.nextCopyLine();
        while (row != null) {
            row = pieces.nextCopyLine();
        }
    }
}
