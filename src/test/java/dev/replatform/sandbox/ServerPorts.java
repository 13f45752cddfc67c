package dev.replatform.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told their port before they bind it, and keep it while they are down. The kernel gives none of
 * them to a client, nor to whoever binds port 0: those are 32768 to 60999 on Linux, and 49152 to 65535 elsewhere.
 *
 * @see <a href="https://docs.kernel.org/networking/ip-sysctl.html">ip_local_port_range</a>
 */
public final class ServerPorts {
    private static final int FIRST = 20_000;
    static final int COUNT = 12_000;

    /** Of several processes each begins somewhere else. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private ServerPorts() {}

    /** @return a port of 127.0.0.1 on which nobody listens; nobody else in this process is given it */
    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " on is free");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true); // as servers do: what a connection leaves for a minute is in nobody's way
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
