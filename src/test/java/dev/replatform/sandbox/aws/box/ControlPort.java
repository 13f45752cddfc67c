package dev.replatform.sandbox.aws.box;

import dev.replatform.sandbox.aws.Daemons;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Where the programs on a box's PATH really run. Each is a shell script that sends its words here and prints what comes back: nothing
 * but bash is assumed of the machine.
 */
public final class ControlPort implements AutoCloseable {
    private static final String SHIM = """
            #!/usr/bin/env bash
            # Hands its words to the sandbox, which plays this program.
            exec 3<>/dev/tcp/127.0.0.1/%d || exit 255
            input=
            for word in "$@"; do [ "$word" != - ] || input=$(base64 | tr -d '\\n'); done
            printf '%%s\\0' %s "${0##*/}" "$PWD" "$#" "$@" "$input" >&3
            while IFS= read -r line <&3; do
              case ${line:0:1} in
                o) printf '%%s\\n' "${line:1}" ;;
                e) printf '%%s\\n' "${line:1}" >&2 ;;
                x) exit "${line:1}" ;;
              esac
            done
            exit 255
            """;

    private final Map<String, Invocation.Program> programs;
    private final Map<String, Box> boxByToken = new ConcurrentHashMap<>();
    private final ServerSocket listener;
    private final ExecutorService threads = Daemons.pool("box");

    ControlPort(Map<String, Invocation.Program> programs) {
        this.programs = programs;
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Puts the programs on the box; its token is known to nobody else on this machine. */
    void install(Box box) {
        var token = UUID.randomUUID().toString();
        boxByToken.put(token, box);
        var script = SHIM.formatted(listener.getLocalPort(), token);
        try {
            var bin = Files.createDirectories(bin(box));
            for (var program : programs.keySet()) {
                var shim = Files.writeString(bin.resolve(program), script);
                Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path bin(Box box) {
        return box.folder().resolve("usr/local/bin");
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var caller = listener.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                // Closed: the loop's condition sees it.
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            var out = new BufferedOutputStream(caller.getOutputStream());
            var invocation = read(new BufferedInputStream(caller.getInputStream()), new SocketTerminal(out));
            int exitCode = programs.get(invocation.program()).run(invocation);
            out.write(("x" + exitCode + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException | UncheckedIOException e) {
            // The script was killed, and its programs with it.
        }
    }

    /** Every word ends with a zero byte: token, program, working directory, number of arguments, arguments, input. */
    private Invocation read(InputStream in, Terminal terminal) throws IOException {
        var box = boxByToken.get(word(in));
        if (box == null) {
            throw new IOException("no box has this token");
        }
        var program = word(in);
        var workingDirectory = Path.of(word(in));
        int count = Integer.parseInt(word(in));
        var arguments = new ArrayList<String>();
        while (arguments.size() < count) {
            arguments.add(word(in));
        }
        var input = SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(word(in)));
        return new Invocation(box, program, workingDirectory, arguments, input, terminal);
    }

    private static String word(InputStream in) throws IOException {
        var word = new ByteArrayOutputStream();
        for (int next = in.read(); next != 0; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            word.write(next);
        }
        return word.toString(StandardCharsets.UTF_8);
    }

    private record SocketTerminal(OutputStream socket) implements Terminal {
        @Override
        public void out(String line) {
            write('o', line);
        }

        @Override
        public void err(String line) {
            write('e', line);
        }

        private synchronized void write(char stream, String text) {
            try {
                for (var line : text.split("\n", -1)) {
                    socket.write((stream + line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
