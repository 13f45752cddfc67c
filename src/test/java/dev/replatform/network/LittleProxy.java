package dev.replatform.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that leads to one server whatever it is asked for. */
public final class LittleProxy implements AutoCloseable {
    private static final String CREDENTIALS =
            Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));

    private final ServerSocket socket;
    private final InetSocketAddress server;
    private final boolean wantsPassword;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public LittleProxy(InetSocketAddress server, boolean wantsPassword) throws IOException {
        this.server = server;
        this.wantsPassword = wantsPassword;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        inBackground(this::accept);
    }

    /** @return what stands in HTTPS_PROXY */
    public String url() {
        return "http://%s127.0.0.1:%d".formatted(wantsPassword ? "user:p%40ss@" : "", socket.getLocalPort());
    }

    /** @return the first lines of the requests that it let through */
    public List<String> asked() {
        return asked;
    }

    private void accept() throws IOException {
        while (true) {
            var client = socket.accept();
            inBackground(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII), 1);
        var request = reader.readLine();
        var authorized = !wantsPassword;
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            authorized |= line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")
                    && line.endsWith(" " + CREDENTIALS);
        }
        if (!authorized) {
            say(
                    client,
                    "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0");
            client.close();
            return;
        }
        asked.add(request);
        try (var target = new Socket(server.getAddress(), server.getPort())) {
            say(client, "200 Connection established");
            inBackground(() -> pipe(target.getInputStream(), client.getOutputStream()));
            pipe(client.getInputStream(), target.getOutputStream());
        }
    }

    private static void say(Socket client, String answer) throws IOException {
        client.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pipe(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void inBackground(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
