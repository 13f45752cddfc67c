package dev.replatform.sandbox.aws.socks;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Daemons;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/**
 * A SOCKS5 proxy (RFC 1928, CONNECT without authentication) that knows only the sandbox's addresses: what a JVM started with {@code
 * -DsocksProxyHost=127.0.0.1} asks for as {@code 10.10.10.10:5432} ends at a local port.
 */
public final class SocksProxy implements AutoCloseable {
    private static final int VERSION = 5;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int DOMAIN_NAME = 3;
    private static final int IPV6 = 4;

    /** The replies of RFC 1928, 6. */
    private enum Reply {
        SUCCEEDED(0),
        HOST_UNREACHABLE(4),
        CONNECTION_REFUSED(5),
        COMMAND_NOT_SUPPORTED(7);

        private final int code;

        Reply(int code) {
            this.code = code;
        }

        /** The bound address matters to nobody here and is sent as 0.0.0.0:0. */
        byte[] bytes() {
            return new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0};
        }
    }

    private final Addresses addresses;
    private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Daemons.pool("socks");
    private final int port;

    public SocksProxy(Addresses addresses) {
        this.addresses = addresses;
        this.port = listenOn(InetAddress.getLoopbackAddress());
    }

    /** @return on which port of the address it listens from now on too */
    public int listenOn(InetAddress address) {
        try {
            var listener = new ServerSocket(0, 0, address);
            listeners.add(listener);
            threads.execute(() -> accept(listener));
            return listener.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return of 127.0.0.1 */
    public int port() {
        return port;
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed: the loop's condition sees it.
            }
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            greet(in, client);
            in.skipNBytes(1);
            int command = in.readUnsignedByte();
            in.skipNBytes(1);
            var host = readHost(in);
            int port = in.readUnsignedShort();
            var target = addresses.lookUp(host, port);
            if (command != CONNECT) {
                reply(client, Reply.COMMAND_NOT_SUPPORTED);
            } else if (target.isEmpty()) {
                reply(client, Reply.HOST_UNREACHABLE);
            } else {
                relay(client, target.get());
            }
        } catch (IOException e) {
            // One of the two sides has gone, and the other is closed with it.
        } finally {
            sockets.remove(client);
        }
    }

    private static void greet(DataInputStream in, Socket client) throws IOException {
        in.skipNBytes(1);
        in.skipNBytes(in.readUnsignedByte());
        client.getOutputStream().write(new byte[] {VERSION, 0});
    }

    private static String readHost(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        return switch (type) {
            case IPV4 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
            case DOMAIN_NAME -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
            default -> throw new IOException("address type " + type);
        };
    }

    private void relay(Socket client, InetSocketAddress address) throws IOException {
        var connected = connect(address);
        if (connected.isEmpty()) {
            reply(client, Reply.CONNECTION_REFUSED);
            return;
        }
        try (var target = connected.get()) {
            sockets.add(target);
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            reply(client, Reply.SUCCEEDED);
            threads.execute(() -> copy(client, target));
            copy(target, client);
        }
    }

    private static Optional<Socket> connect(InetSocketAddress address) {
        try {
            // Without Proxy.NO_PROXY a JVM that is itself started with socksProxyHost would ask this proxy again.
            var target = new Socket(Proxy.NO_PROXY);
            target.connect(address);
            return Optional.of(target);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Until the end of the stream, which is passed on: PostgreSQL's COPY leaves one direction open. */
    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void reply(Socket client, Reply reply) throws IOException {
        client.getOutputStream().write(reply.bytes());
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        try {
            for (var listener : listeners) {
                listener.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(this::close);
        threads.shutdownNow();
    }
}
