package dev.replatform.demo.dump;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a dump, each in the encoding that the dump has set before it; no more than one line is held. A line ends at a
 * line feed alone: a carriage return may be part of a value.
 */
final class DumpLines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int at;
    private int filled;
    private int number;
    private boolean ascii;
    private Charset charset = StandardCharsets.UTF_8;
    private String encoding = "UTF8";
    private String inside = "";

    DumpLines(DumpInput input) throws IOException {
        this.name = input.name();
        this.bytes = input.open();
    }

    /** @return the next line; null at the end of the file */
    String next() throws IOException {
        return read() ? text() : null;
    }

    /** @return the next line as UTF-8; null at the end of the file */
    byte[] nextAsUtf8() throws IOException {
        if (!read()) {
            return null;
        }
        if (ascii) {
            return line.toByteArray();
        }
        // Decoded even where it is UTF-8 already: what is none is refused.
        var text = text();
        return charset.equals(StandardCharsets.UTF_8) ? line.toByteArray() : text.getBytes(StandardCharsets.UTF_8);
    }

    /** @return of the line that was read last, counted from 1 */
    int number() {
        return number;
    }

    /** @param place where the lines that follow belong, such as a table; empty for none */
    void enter(String place) {
        inside = place;
    }

    /**
     * @param postgresName the encoding of the lines that follow
     * @throws UnusableDump if nobody knows it
     */
    void encoded(String postgresName) {
        charset = ClientEncoding.charset(postgresName)
                .orElseThrow(() -> unusable("the encoding %s is not known here: make it with %s"
                        .formatted(postgresName, DumpInput.GOOD_DUMP)));
        encoding = postgresName;
    }

    /** @return what is wrong, with the place in the file */
    UnusableDump unusable(String what) {
        return unusableSince(number, what);
    }

    UnusableDump unusableSince(int line, String what) {
        return new UnusableDump(
                "%s, line %d%s: %s".formatted(name, line, inside.isEmpty() ? "" : ", rows of " + inside, what));
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private boolean read() throws IOException {
        line.reset();
        ascii = true;
        boolean any = false;
        while (at < filled || fill()) {
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                ascii &= buffer[end] > 0;
                end++;
            }
            line.write(buffer, at, end - at);
            at = end + 1;
            if (end < filled) {
                break;
            }
            at = end;
        }
        if (any) {
            number++;
            skipByteOrderMark();
        }
        return any;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(bytes.read(buffer), 0);
        return filled > 0;
    }

    /** As psql does at the beginning of a file. */
    private void skipByteOrderMark() {
        var start = line.toByteArray();
        if (number == 1
                && start.length > 2
                && start[0] == (byte) 0xef
                && start[1] == (byte) 0xbb
                && start[2] == (byte) 0xbf) {
            line.reset();
            line.write(start, 3, start.length - 3);
        }
    }

    private String text() {
        var content = line.toByteArray();
        if (ascii) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
        for (int i = 0; i < content.length; i++) {
            if (content[i] == 0) {
                throw unusable(
                        "byte %d is NUL, which no value of PostgreSQL holds: the file is damaged or no plain SQL; make it again with %s"
                                .formatted(i + 1, DumpInput.GOOD_DUMP));
            }
        }
        var decoding = ByteBuffer.wrap(content);
        try {
            return charset.newDecoder().decode(decoding).toString();
        } catch (CharacterCodingException e) {
            throw unusable("byte %d (0x%02x) is no %s, the encoding of the dump here: make it again with %s"
                    .formatted(decoding.position() + 1, content[decoding.position()], encoding, DumpInput.GOOD_DUMP));
        }
    }
}
