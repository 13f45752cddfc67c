package dev.replatform.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServerPortsTest {
    @Test
    void nobodyIsGivenThePortOfAnother() {
        assertThat(IntStream.range(0, 100).map(any -> ServerPorts.next()).toArray())
                .doesNotHaveDuplicates();
    }

    @Test
    void aPortThatIsTakenIsPassedOver() throws IOException {
        try (var taken = new ServerSocket(ServerPorts.next(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(IntStream.range(0, ServerPorts.COUNT).map(any -> ServerPorts.next()))
                    .doesNotContain(taken.getLocalPort());
        }
    }
}
