package dev.replatform.demo.dump;

import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code pg_restore} of this machine, which turns a dump in the custom, tar or directory format into plain SQL (<a
 * href="https://www.postgresql.org/docs/current/app-pgrestore.html">pg_restore</a>).
 */
final class PgRestore {
    private final Optional<Path> program;

    private PgRestore(Optional<Path> program) {
        this.program = program;
    }

    /** @param path as in the environment; null where there is none */
    static PgRestore onPath(String path) {
        return new PgRestore(Arrays.stream((path == null ? "" : path).split(File.pathSeparator))
                .map(folder -> Path.of(folder, "pg_restore"))
                .filter(Files::isExecutable)
                .findFirst());
    }

    /**
     * @param name how messages call the dump
     * @return the plain SQL, as it comes
     * @throws UnusableDump if there is no such program; and at the end of what it gave, if it failed
     */
    InputStream plain(Path dump, String name) throws IOException {
        var found = program.orElseThrow(() -> new UnusableDump("""
                %s is in a format that only pg_restore reads (custom, tar or directory), and there is no pg_restore on the \
                PATH: install PostgreSQL's client programs, or make a plain dump with %s""".formatted(name, DumpInput.GOOD_DUMP)));
        var errors = Files.createTempFile("pg_restore", ".err");
        var process = new ProcessBuilder(found.toString(), "-f", "-", dump.toString())
                .redirectError(errors.toFile())
                .start();
        return new Output(process, errors, name);
    }

    private static final class Output extends FilterInputStream {
        private final Process process;
        private final Path errors;
        private final String name;

        Output(Process process, Path errors, String name) {
            super(process.getInputStream());
            this.process = process;
            this.errors = errors;
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            if (read < 0) {
                refuseIfFailed();
            }
            return read;
        }

        private void refuseIfFailed() throws IOException {
            if (process.onExit().join().exitValue() != 0) {
                throw new UnusableDump("pg_restore cannot read %s: %s"
                        .formatted(
                                name,
                                Files.readString(errors, StandardCharsets.ISO_8859_1)
                                        .strip()
                                        .replaceAll("\\s+", " ")));
            }
        }

        /** Who has read enough closes early, and the program ends at once. */
        @Override
        public void close() throws IOException {
            process.destroy();
            super.close();
            Files.deleteIfExists(errors);
        }
    }
}
