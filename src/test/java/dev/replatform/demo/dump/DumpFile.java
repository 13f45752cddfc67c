package dev.replatform.demo.dump;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * A dump as a sequence of statements, psql commands and COPY data, as psql parts it; it is streamed, whatever its size, and
 * refused where its text breaks off.
 */
final class DumpFile implements AutoCloseable {
    private static final byte[] END_OF_COPY = {'\\', '.'};
    private static final byte[] END_OF_COPY_WITH_CARRIAGE_RETURN = {'\\', '.', '\r'};
    private static final Pattern ENCODING = Piece.pattern(
            "(?:SET\\s+(?:SESSION\\s+)?(?:client_encoding\\s*(?:=|TO)|NAMES)|\\\\encoding)\\s*'?([\\w-]+)'?");
    private static final Pattern STRINGS =
            Piece.pattern("SET\\s+(?:SESSION\\s+)?standard_conforming_strings\\s*(?:=|TO)\\s*'?(\\w+)'?");

    private final DumpLines lines;
    private final StatementScanner scanner = new StatementScanner();
    private final Deque<Piece> found = new ArrayDeque<>();
    private final Completeness completeness = new Completeness();
    private int startedOnLine = 1;
    private int copyStartedOnLine;
    private boolean inCopyData;

    DumpFile(DumpInput input) throws IOException {
        lines = new DumpLines(input);
    }

    /**
     * @return the next statement or psql command; null at the end of the file
     * @throws UnusableDump if the file ends where no dump ends, or holds what cannot be read
     */
    Piece next() throws IOException {
        while (found.isEmpty()) {
            var line = lines.next();
            if (line == null) {
                refuseWhatEndsEarly();
                return null;
            }
            if (scanner.betweenStatements()) {
                startedOnLine = lines.number();
                completeness.see(line.strip());
                if (line.stripLeading().startsWith("\\")) {
                    return heeded(new Piece(lines.number(), line.strip()));
                }
            }
            scanner.feed(line).stream()
                    .filter(statement -> !statement.isEmpty())
                    .forEach(statement -> found.add(new Piece(startedOnLine, statement)));
            if (scanner.metBackslash()) {
                throw lines.unusable("a psql command (\\) within a statement, which no pg_dump writes");
            }
        }
        return heeded(found.remove());
    }

    /** @return the next line of the COPY data that follows a {@link Piece#isCopy}, as UTF-8; null at its end */
    byte[] nextCopyLine() throws IOException {
        if (!inCopyData) {
            return null;
        }
        var line = lines.nextAsUtf8();
        if (line == null) {
            throw lines.unusable(
                    "the file ends within the rows of a COPY that begins in line %d: the rest is missing; make it again with %s"
                            .formatted(copyStartedOnLine, DumpInput.GOOD_DUMP));
        }
        inCopyData = !Arrays.equals(line, END_OF_COPY) && !Arrays.equals(line, END_OF_COPY_WITH_CARRIAGE_RETURN);
        if (!inCopyData) {
            lines.enter("");
        }
        return inCopyData ? line : null;
    }

    /** @return what is wrong, with the place in the file */
    UnusableDump unusable(Piece piece, String what) {
        return lines.unusableSince(piece.line(), what);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** What changes how the lines after it are to be read. */
    private Piece heeded(Piece piece) {
        var encoding = piece.matches(ENCODING);
        if (encoding.matches()) {
            lines.encoded(encoding.group(1));
        }
        var strings = piece.matches(STRINGS);
        if (strings.matches()) {
            scanner.standardConformingStrings(piece.is(".*(off|false|no|0)'?"));
        }
        inCopyData = piece.isCopy();
        if (inCopyData) {
            copyStartedOnLine = piece.line();
            lines.enter(piece.table());
        }
        return piece;
    }

    /** @return whether the statement sets the encoding, which is heeded here: what leaves here is UTF-8 */
    static boolean setsEncoding(Piece piece) {
        return piece.matches(ENCODING).matches();
    }

    private void refuseWhatEndsEarly() {
        if (!scanner.open().isEmpty()) {
            throw lines.unusable(
                    "the file ends within %s that begins in line %d: the rest is missing (or a last semicolon is); make it again with %s"
                            .formatted(scanner.open(), startedOnLine, DumpInput.GOOD_DUMP));
        }
        completeness.whatIsMissing().ifPresent(missing -> {
            throw lines.unusable("%s; copy it or make it again with %s".formatted(missing, DumpInput.GOOD_DUMP));
        });
    }
}
