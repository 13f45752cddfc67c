package dev.replatform.network;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate that no JVM trusts by itself. It gives one answer to everything. */
public final class TlsServer implements AutoCloseable {
    private final CertificateAuthority authority;
    private final HttpsServer server;

    public TlsServer(Path folder, String name, String answer) throws IOException, GeneralSecurityException {
        authority = CertificateAuthority.create(Files.createDirectories(folder.resolve("authority")));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(authority.issue(name).keyStore(), CertificateAuthority.PASSWORD.toCharArray());
        var tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** @return a file as a company hands it out: words and certificates */
    public Path bundle(Path folder) throws IOException {
        return Files.writeString(folder.resolve("ca.crt"), "# Example Corp - Root CA\n" + authority.caPem());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
