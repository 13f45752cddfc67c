package dev.replatform.demo.dump;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A dump as the user has it, told by its first bytes and not by its name, and read as plain SQL as often as one likes. */
public final class DumpInput {
    /** What makes a dump that the rehearsal takes, on every system and in every shell. */
    static final String GOOD_DUMP = "pg_dump -E UTF8 -f dump.sql DATABASE";

    /** By what each begins with, which programs unpack other formats. */
    private static final Map<String, String> PACKERS = Map.of(
            "\u00fd7zXZ",
            "xz -d",
            "(\u00b5/\u00fd",
            "zstd -d",
            "BZh",
            "bunzip2",
            "\4\"M\30",
            "lz4 -d",
            "PK\3\4",
            "unzip");

    private static final String GZIP = "\u001f\u008b";
    private static final int ENOUGH_TO_TELL = 512;
    private static final int TAR_MAGIC_AT = 257;
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final Path file;
    private final Format format;
    private final PgRestore pgRestore;

    /** What the first bytes say. */
    private enum Format {
        PLAIN,
        GZIP,
        ARCHIVE
    }

    private DumpInput(String name, Path file, Format format, PgRestore pgRestore) {
        this.name = name;
        this.file = file;
        this.format = format;
        this.pgRestore = pgRestore;
    }

    /**
     * @param file a plain dump, a gzipped one, or one that {@code pg_restore} reads: custom, tar, directory
     * @throws UnusableDump if it is none of these
     */
    public static DumpInput of(Path file) throws IOException {
        return of(file, file.toString(), PgRestore.onPath(System.getenv("PATH")));
    }

    /**
     * @param input standard input, say; it can be read once only, so its bytes are kept as they come
     * @param kept where they are kept
     */
    public static DumpInput of(InputStream input, Path kept) throws IOException {
        Files.copy(input, kept);
        return of(kept, "standard input", PgRestore.onPath(System.getenv("PATH")));
    }

    static DumpInput of(Path file, String name, PgRestore pgRestore) throws IOException {
        var input = new DumpInput(name, file, formatOf(file, name), pgRestore);
        if (input.format == Format.GZIP) {
            input.refuseWhatIsNotPlainInside();
        }
        return input;
    }

    /** @return how messages call it */
    String name() {
        return name;
    }

    /**
     * @return the dump as plain SQL
     * @throws UnusableDump if a program is needed that is not there
     */
    InputStream open() throws IOException {
        return switch (format) {
            case PLAIN -> Files.newInputStream(file);
            case GZIP -> new Unzipped(name, gunzip());
            case ARCHIVE -> pgRestore.plain(file, name);
        };
    }

    private InputStream gunzip() throws IOException {
        return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), BUFFER);
    }

    private void refuseWhatIsNotPlainInside() throws IOException {
        byte[] start;
        try (var unzipped = open()) {
            start = unzipped.readNBytes(ENOUGH_TO_TELL);
        }
        if (formatOf(start, name + ", unpacked,") != Format.PLAIN) {
            throw new UnusableDump(
                    "%s holds a dump that is compressed or no plain SQL itself: unpack it with gunzip first"
                            .formatted(name));
        }
    }

    private static Format formatOf(Path file, String name) throws IOException {
        if (Files.isDirectory(file)) {
            if (Files.exists(file.resolve("toc.dat"))) {
                return Format.ARCHIVE;
            }
            throw new UnusableDump(
                    "%s is a folder without a toc.dat, so no dump in the directory format: name a dump's file"
                            .formatted(name));
        }
        try (var bytes = Files.newInputStream(file)) {
            return formatOf(bytes.readNBytes(ENOUGH_TO_TELL), name);
        }
    }

    private static Format formatOf(byte[] start, String name) {
        var text = new String(start, StandardCharsets.ISO_8859_1);
        if (start.length == 0) {
            throw new UnusableDump("%s is empty: the command that made it has failed; make it again with %s"
                    .formatted(name, GOOD_DUMP));
        }
        refuseWideCharacters(text, name);
        refuseOtherPackers(text, name);
        if (text.startsWith("PGDMP") || text.startsWith("ustar", TAR_MAGIC_AT)) {
            return Format.ARCHIVE;
        }
        if (text.startsWith("-- MySQL dump") || text.startsWith("-- MariaDB dump") || text.startsWith("/*M!")) {
            throw new UnusableDump(
                    "%s is a dump of MySQL or MariaDB: a Migration moves PostgreSQL only".formatted(name));
        }
        return text.startsWith(GZIP) ? Format.GZIP : Format.PLAIN;
    }

    /**
     * Windows PowerShell decodes what a program prints by the console's code page before it writes UTF-16: letters outside
     * of ASCII may be lost already, so such a file is never decoded (<a
     * href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding">about
     * character encoding</a>).
     */
    private static void refuseWideCharacters(String text, String name) {
        boolean mark = text.startsWith("\u00ff\u00fe")
                || text.startsWith("\u00fe\u00ff")
                || text.startsWith("\u0000\u0000\u00fe\u00ff");
        boolean unmarked = text.matches("(?s)([\\x09-\\x7e]\\x00){2}.*|(\\x00[\\x09-\\x7e]){2}.*");
        if (mark || unmarked) {
            throw new UnusableDump("""
                    %s is in UTF-16, line 1 on, as > writes it in Windows PowerShell, and PostgreSQL reads no such file. \
                    Letters outside of ASCII may be lost in it already, so it is not converted. Make it again and let \
                    pg_dump write the file: %s (or from PowerShell: cmd /c "pg_dump -E UTF8 DATABASE > dump.sql")""".formatted(name, GOOD_DUMP));
        }
    }

    private static void refuseOtherPackers(String text, String name) {
        PACKERS.forEach((signature, program) -> {
            if (text.startsWith(signature)) {
                throw new UnusableDump(
                        "%s is compressed otherwise than by gzip: unpack it with %s first".formatted(name, program));
            }
        });
    }

    /** Tells a gzip file that ends early as what it is. */
    private static final class Unzipped extends FilterInputStream {
        private final String name;

        Unzipped(String name, InputStream unzipping) {
            super(unzipping);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                return super.read(buffer, from, length);
            } catch (EOFException e) {
                throw new UnusableDump(
                        "%s ends in the middle: it was cut off when it was made or copied (gzip -t says so too); copy or make it again"
                                .formatted(name));
            } catch (ZipException e) {
                throw new UnusableDump("%s is damaged (%s; gzip -t says so too): copy or make it again"
                        .formatted(name, e.getMessage()));
            }
        }
    }
}
