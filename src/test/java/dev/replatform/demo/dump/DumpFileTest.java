package dev.replatform.demo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which files are read as dumps, and what is said of the others: no server is needed to tell. */
class DumpFileTest {
    private static final String START = "--\n-- PostgreSQL database dump\n--\n\n";
    private static final String END = "\n--\n-- PostgreSQL database dump complete\n--\n\n";
    private static final String TABLE = "CREATE TABLE public.note (id integer, body text);\n";
    private static final String ROWS = "COPY public.note (id, body) FROM stdin;\n1\tone\n2\ttwo\n\\.\n";
    private static final String GOOD = START + TABLE + ROWS + END;

    @TempDir
    private Path folder;

    static List<Arguments> refused() {
        return List.of(
                refused("nothing", "", "is empty"),
                refused(
                        "the end of pg_dump is missing",
                        START + TABLE + ROWS,
                        "line 9: the file ends without \"PostgreSQL database dump complete\""),
                refused(
                        "cut within the schema",
                        START + "CREATE TABLE public.note (\n    id integer,\n",
                        "line 6: the file ends within a statement that begins in line 5"),
                refused(
                        "cut within rows",
                        START + TABLE + "COPY public.note (id, body) FROM stdin;\n1\tone\n",
                        "line 7, rows of public.note: the file ends within the rows of a COPY that begins in line 6"),
                refused(
                        "cut within a dollar quote",
                        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $x$\nSELECT 1;\n",
                        "within a dollar quote ($x$) that begins in line 1"),
                refused(
                        "cut within a quote",
                        TABLE + "INSERT INTO public.note VALUES (1, 'a;\nb;\n",
                        "within a quote (') that begins in line 2"),
                refused(
                        "cut within a comment",
                        "/* never /* ending */\n",
                        "within a comment (/*) that begins in line 1"),
                refused("its beginning is missing", TABLE + END, "its beginning is missing"),
                refused(
                        "pg_dumpall without its end",
                        "-- PostgreSQL database cluster dump\n" + GOOD,
                        "PostgreSQL database cluster dump complete"),
                refused(
                        "a NUL in a row",
                        TABLE + "COPY public.note (id, body) FROM stdin;\n1\tone\u0000\n\\.\n",
                        "line 3, rows of public.note: byte 6 is NUL"),
                refused(
                        "a NUL in a statement",
                        TABLE + "INSERT INTO public.note VALUES (1, '\u0000');\n",
                        "line 2: byte 37 is NUL"),
                refused("a file to be included", TABLE + "\\i other.sql\n", "line 2: \\i other.sql: a psql command"),
                refused("a stray end of rows", TABLE + "\\.\n", "line 2: \\.: a psql command"),
                refused(
                        "a command in a statement",
                        "SELECT 1 \\gexec\n",
                        "line 1: a psql command (\\) within a statement"),
                refused(
                        "rows from a program",
                        TABLE + "COPY public.note FROM PROGRAM 'curl x';\n",
                        "line 2: COPY public.note FROM PROGRAM '...'"),
                refused(
                        "an unknown encoding",
                        "SET client_encoding = 'MULE_INTERNAL';\n",
                        "the encoding MULE_INTERNAL is not known here"),
                refused("MySQL", "-- MySQL dump 10.13\n", "is a dump of MySQL or MariaDB"),
                refused(
                        "two databases",
                        "\\connect a\n" + TABLE + "\\connect b\n" + TABLE,
                        "more than one database (a, b)"),
                refused("xz", "\u00fd7zXZ\u0000", "unpack it with xz -d first"));
    }

    private static Arguments refused(String what, String dump, String message) {
        return Arguments.of(what, dump, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatIsNotWholeOrNotReadableIsRefusedByPlace(String what, String dump, String message) {
        assertThatThrownBy(() -> survey(dump.getBytes(StandardCharsets.ISO_8859_1)))
                .as(what)
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining(message);
    }

    static List<Arguments> read() {
        return List.of(
                Arguments.of("a dump of pg_dump", GOOD),
                Arguments.of(
                        "a fenced dump of a newer pg_dump",
                        START + "\\restrict abc\n" + TABLE + END + "\\unrestrict abc\n"),
                Arguments.of(
                        "a file written by hand",
                        TABLE + "INSERT INTO public.note VALUES (1, E'it\\'s; fine'' \\\\');\n"),
                Arguments.of("line ends of Windows", GOOD.replace("\n", "\r\n")),
                Arguments.of("a byte order mark", "\u00ef\u00bb\u00bf" + GOOD),
                Arguments.of("settings of psql", "\\set ON_ERROR_STOP on\n" + GOOD),
                Arguments.of(
                        "rows as CSV",
                        TABLE + "COPY public.note FROM STDIN WITH (FORMAT csv, HEADER);\nid,body\n1,\"a;'\"\n\\.\n"),
                Arguments.of("a semicolon missing in a comment only", TABLE + "-- the end; 'of it\n"),
                Arguments.of(
                        "backslashes of old strings",
                        "SET standard_conforming_strings = off;\nCOMMENT ON TABLE public.note IS 'it\\'s; old';\n"),
                Arguments.of(
                        "a cluster with one database",
                        "-- PostgreSQL database cluster dump\n\\connect template1\n" + START + END + "\\connect shop\n"
                                + GOOD + "-- PostgreSQL database cluster dump complete\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("read")
    void whatPsqlReadsIsRead(String what, String dump) throws IOException {
        survey(dump.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void everyPieceKnowsItsLineAndItsTable() throws IOException {
        var pieces = pieces(GOOD);

        assertThat(pieces).extracting(Piece::line).containsExactly(5, 6);
        assertThat(pieces).extracting(Piece::table).containsExactly("public.note", "public.note");
    }

    @Test
    void aStatementIsNamedWithoutItsValues() {
        var piece = new Piece(1, "ALTER ROLE app WITH LOGIN PASSWORD 'SCRAM-SHA-256$4096:a''b'");

        assertThat(piece.head()).isEqualTo("ALTER ROLE app WITH LOGIN PASSWORD '...'");
    }

    @ParameterizedTest
    @MethodSource("wide")
    void utf16IsRefusedWithTheCommandForAGoodDump(String charset) {
        assertThatThrownBy(() -> survey(GOOD.getBytes(Charset.forName(charset))))
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining("UTF-16")
                .hasMessageContaining("pg_dump -E UTF8 -f dump.sql")
                .hasMessageContaining("cmd /c");
    }

    static List<String> wide() {
        return List.of("x-UTF-16LE-BOM", "UTF-16", "UTF-16LE", "UTF-16BE");
    }

    @Test
    void bytesOfAnotherEncodingAreNamedByLineAndTable() {
        var dump = TABLE + "COPY public.note (id, body) FROM stdin;\n1\tcaf\u00e9\n\\.\n";

        assertThatThrownBy(() -> survey(dump.getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("line 3, rows of public.note: byte 6 (0xe9) is no UTF8");
    }

    @Test
    void gzipIsUnpackedAndACutOneIsRefused() throws IOException {
        var zipped = gzip(GOOD.repeat(50));
        survey(zipped);

        assertThatThrownBy(() -> survey(Arrays.copyOf(zipped, zipped.length / 2)))
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining("ends in the middle");
    }

    @Test
    void standardInputIsReadPlainAndZipped() throws IOException {
        DumpSurvey.of(DumpInput.of(new ByteArrayInputStream(bytes(GOOD)), folder.resolve("plain")));
        DumpSurvey.of(DumpInput.of(new ByteArrayInputStream(gzip(GOOD)), folder.resolve("zipped")));

        assertThatThrownBy(() -> DumpInput.of(new ByteArrayInputStream(new byte[0]), folder.resolve("empty")))
                .hasMessageContaining("standard input is empty");
    }

    @Test
    void anArchiveIsReadByPgRestore() throws IOException {
        var archive = Files.write(folder.resolve("shop.dump"), bytes("PGDMP..."));

        DumpSurvey.of(DumpInput.of(archive, "shop.dump", pgRestore("cat <<'X'\n" + GOOD + "\nX")));

        assertThatThrownBy(() -> DumpSurvey.of(
                        DumpInput.of(archive, "shop.dump", pgRestore("echo 'unsupported version (1.16)' >&2; exit 1"))))
                .isInstanceOf(UnusableDump.class)
                .hasMessage("pg_restore cannot read shop.dump: unsupported version (1.16)");
    }

    @Test
    void anArchiveWithoutPgRestoreIsRefusedWithTheRemedy() throws IOException {
        var archive = Files.write(folder.resolve("shop.dump"), bytes("PGDMP..."));

        assertThatThrownBy(() -> DumpSurvey.of(DumpInput.of(archive, "shop.dump", PgRestore.onPath(folder.toString()))))
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining("there is no pg_restore on the PATH")
                .hasMessageContaining("pg_dump -E UTF8 -f dump.sql");
    }

    @Test
    void aRealCustomDumpIsReadAndACutOneRefused() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/pg_restore")),
                "pg_restore is not installed here: a real custom dump is not tried");
        byte[] custom;
        try (var resource = DumpFileTest.class.getResourceAsStream("shop.custom")) {
            custom = resource.readAllBytes();
        }

        assertThat(pieces(custom)).anyMatch(piece -> piece.table().equals("public.product") && piece.isCopy());
        assertThatThrownBy(() -> survey(Arrays.copyOf(custom, custom.length * 3 / 4)))
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining("pg_restore cannot read");
    }

    @Test
    void aFolderThatIsNoDumpIsToldSo() {
        assertThatThrownBy(() -> DumpInput.of(folder)).hasMessageContaining("a folder without a toc.dat");
    }

    private PgRestore pgRestore(String script) throws IOException {
        var program = folder.resolve("pg_restore");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return PgRestore.onPath(folder.toString());
    }

    private void survey(byte[] dump) throws IOException {
        DumpSurvey.of(DumpInput.of(Files.write(folder.resolve("dump.sql"), dump)));
    }

    private List<Piece> pieces(String dump) throws IOException {
        return pieces(bytes(dump));
    }

    private List<Piece> pieces(byte[] dump) throws IOException {
        var all = new ArrayList<Piece>();
        try (var file = new DumpFile(DumpInput.of(Files.write(folder.resolve("dump.sql"), dump)))) {
            for (var piece = file.next(); piece != null; piece = file.next()) {
                all.add(piece);
                assertThat(piece.isCopy() ? rows(file) : List.of()).doesNotContain("\\.");
            }
        }
        return all;
    }

    private static List<String> rows(DumpFile file) throws IOException {
        var rows = new ArrayList<String>();
        for (var row = file.nextCopyLine(); row != null; row = file.nextCopyLine()) {
            rows.add(new String(row, StandardCharsets.UTF_8));
        }
        return rows;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var zipping = new GZIPOutputStream(zipped)) {
            zipping.write(bytes(text));
        }
        return zipped.toByteArray();
    }
}
