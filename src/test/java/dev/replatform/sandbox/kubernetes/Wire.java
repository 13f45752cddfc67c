package dev.replatform.sandbox.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a server on this machine, at a port that stays: it can be cut, mended, and led to another server. */
final class Wire implements AutoCloseable {
    private static final int BACKLOG = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "wire");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile int server;
    private ServerSocket listener;

    private Wire(int server) throws IOException {
        this.server = server;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        follow(listener);
    }

    static Wire to(int server) {
        try {
            return new Wire(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Nobody gets through any more, and who was through is cut off. */
    synchronized void cut() {
        close(listener);
        drop();
    }

    synchronized void mend() {
        try {
            listener = listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        follow(listener);
    }

    /** Who is through is cut off, and may try again. */
    void drop() {
        ends.forEach(Wire::close);
    }

    /** From the next connection on. */
    void leadTo(int server) {
        this.server = server;
    }

    @Override
    public void close() {
        cut();
        threads.shutdownNow();
    }

    private static ServerSocket listen(int port) throws IOException {
        var listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return listener;
    }

    private void follow(ServerSocket listener) {
        threads.execute(() -> {
            try {
                while (true) {
                    join(listener.accept());
                }
            } catch (IOException e) {
                drop(); // cut: who came through in the last moment too
            }
        });
    }

    private void join(Socket client) {
        ends.add(client);
        try {
            var behind = new Socket(InetAddress.getLoopbackAddress(), server);
            ends.add(behind);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            threads.execute(() -> carry(client, behind));
            threads.execute(() -> carry(behind, client));
        } catch (IOException e) {
            close(client);
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // an end is closed: so is the other
        } finally {
            close(from);
            close(to);
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket did not close", e);
        }
    }
}
