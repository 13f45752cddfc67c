package dev.replatform.demo.dump;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** A plain dump as a sequence of statements, psql commands and COPY data; it is streamed, whatever its size. */
final class DumpFile implements AutoCloseable {
    private static final Pattern COPY_FROM_STDIN =
            Pattern.compile("COPY\\s.*\\sFROM\\s+stdin.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final BufferedReader lines;
    private final StatementScanner scanner = new StatementScanner();
    private final Deque<Piece> found = new ArrayDeque<>();
    private int lineNumber;
    private int startedOnLine = 1;
    private boolean inCopyData;

    DumpFile(Path file) throws IOException {
        refuseWhatIsNotPlain(file);
        lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /**
     * One piece of the dump.
     *
     * @param line where it begins, counted from 1
     * @param text the statement without its semicolon, or the psql command with its backslash
     */
    record Piece(int line, String text) {
        boolean isPsqlCommand() {
            return text.startsWith("\\");
        }

        boolean isCopy() {
            return COPY_FROM_STDIN.matcher(text).matches();
        }

        /** @return the statement's beginning, enough to find it again */
        String head() {
            var oneLine = text.replaceAll("\\s+", " ");
            return oneLine.length() > 100 ? oneLine.substring(0, 97) + "..." : oneLine;
        }
    }

    /** @return the next statement or psql command; null at the end of the file */
    Piece next() throws IOException {
        while (found.isEmpty()) {
            var line = readLine();
            if (line == null) {
                return null;
            }
            if (scanner.betweenStatements()) {
                startedOnLine = lineNumber;
                if (line.startsWith("\\")) {
                    return new Piece(lineNumber, line.strip());
                }
            }
            scanner.feed(line).stream()
                    .filter(statement -> !statement.isEmpty())
                    .forEach(statement -> found.add(new Piece(startedOnLine, statement)));
        }
        var piece = found.remove();
        inCopyData = piece.isCopy();
        return piece;
    }

    /** @return the next line of the COPY data that follows a {@link Piece#isCopy}; null at its end */
    String nextCopyLine() throws IOException {
        var line = inCopyData ? readLine() : null;
        inCopyData = line != null && !line.equals("\\.");
        return inCopyData ? line : null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Ends a line at a line feed alone: a carriage return may be part of a value. */
    private String readLine() throws IOException {
        var line = new StringBuilder();
        int c = lines.read();
        if (c < 0) {
            return null;
        }
        lineNumber++;
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = lines.read();
        }
        return line.toString();
    }

    private static void refuseWhatIsNotPlain(Path file) throws IOException {
        byte[] start;
        try (var bytes = Files.newInputStream(file)) {
            start = bytes.readNBytes(5);
        }
        if (new String(start, StandardCharsets.ISO_8859_1).equals("PGDMP")) {
            throw new UnusableDump(file + " is a dump in the custom format: make it plain with pg_restore -f FILE.sql");
        }
        if (start.length > 1 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b) {
            throw new UnusableDump(file + " is compressed: unpack it with gunzip first");
        }
    }
}
