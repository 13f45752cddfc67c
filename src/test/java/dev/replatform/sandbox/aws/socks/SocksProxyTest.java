package dev.replatform.sandbox.aws.socks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.ServerPorts;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Daemons;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the JDK's own SOCKS client. */
class SocksProxyTest {
    private final Addresses addresses = new Addresses();
    private final SocksProxy proxy = new SocksProxy(addresses);
    private final ExecutorService threads = Daemons.pool("echo");
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        threads.execute(this::answerInCapitals);
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
        threads.shutdownNow();
    }

    /** Reads to the end of the stream first, so an answer proves that a closed half reaches the other side. */
    private void answerInCapitals() {
        try (var caller = server.accept()) {
            var said = new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            caller.getOutputStream().write(said.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Closed.
        }
    }

    private Socket connect(String host) throws IOException {
        var socket = new Socket(
                new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
        socket.connect(InetSocketAddress.createUnresolved(host, 5432));
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.10.10.10", "mvp.abc123.eu-west-1.rds.amazonaws.com"})
    void anAddressOfAwsLeadsToALocalPort(String host) throws IOException {
        addresses.publish(host, 5432, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));

        try (var socket = connect(host)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("HELLO");
        }
    }

    @Test
    void anUnknownAddressIsUnreachable() {
        assertThatThrownBy(() -> connect("10.0.0.1"))
                .isInstanceOf(SocketException.class)
                .hasMessage("SOCKS: Host unreachable");
    }

    @Test
    void aPortWhereNobodyListensRefuses() {
        addresses.publish(
                "10.10.10.10", 5432, new InetSocketAddress(InetAddress.getLoopbackAddress(), ServerPorts.next()));

        assertThatThrownBy(() -> connect("10.10.10.10"))
                .isInstanceOf(SocketException.class)
                .hasMessage("SOCKS: Connection refused");
    }
}
