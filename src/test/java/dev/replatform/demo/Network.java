package dev.replatform.demo;

import dev.replatform.demo.proof.Web;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The way to the addresses as AWS writes them. On a real network there is nothing to do. */
final class Network {
    private Network() {}

    /** @return the JVM flags with which a program reaches them, unchanged as it is */
    static List<String> flags(SandboxAws aws) {
        return List.of(
                "-DsocksProxyHost=127.0.0.1",
                "-DsocksProxyPort=" + aws.socksPort(),
                "-Djavax.net.ssl.trustStore=" + aws.certificates().trustStore(),
                "-Djavax.net.ssl.trustStorePassword=" + CertificateAuthority.PASSWORD);
    }

    /** @return a browser out in the world */
    static Web web(SandboxAws aws) {
        try (var file = Files.newInputStream(aws.certificates().trustStore())) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(file, CertificateAuthority.PASSWORD.toCharArray());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return new Web(
                    new Proxy(
                            Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), aws.socksPort())),
                    tls);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the sandbox's trust store cannot be read", e);
        }
    }
}
