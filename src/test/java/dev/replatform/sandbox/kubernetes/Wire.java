package dev.replatform.sandbox.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
    private final Set<Closeable> ends = ConcurrentHashMap.newKeySet();
    private final ServerSocket listener;
    private volatile int server;
    private volatile boolean isCut;

    private Wire(int server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::follow);
    }

    static Wire to(int server) {
        try {
            return new Wire(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Nobody gets through any more, and who was through is cut off. The port stays taken, so that nobody else gets it. */
    void cut() {
        isCut = true;
        drop();
    }

    void mend() {
        isCut = false;
    }

    /** Who is through is cut off, and may try again. */
    void drop() {
        ends.forEach(this::close);
    }

    /** From the next connection on. */
    void leadTo(int server) {
        this.server = server;
    }

    @Override
    public void close() {
        close(listener);
        drop();
        threads.shutdownNow();
    }

    private void follow() {
        try {
            while (true) {
                join(listener.accept());
            }
        } catch (IOException e) {
            drop(); // closed: who came through in the last moment is cut off too
        }
    }

    private void join(Socket client) {
        ends.add(client);
        if (isCut) {
            close(client);
            return;
        }
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
        }
    }

    private void close(Closeable end) {
        ends.remove(end);
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
