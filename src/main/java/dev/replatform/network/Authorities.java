package dev.replatform.network;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who is believed to sign certificates: the JVM's own authorities, and those of a file. */
final class Authorities {
    static final String VARIABLE = "REPLATFORM_CA_BUNDLE";

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private Authorities() {}

    /**
     * @param bundle certificates as PEM, one after the other
     * @return TLS that trusts them besides the JVM's own
     * @throws IllegalArgumentException where the file is no such bundle
     */
    static SSLContext with(Path bundle) {
        var trusted = all(bundle);
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var authority : trusted) {
                store.setCertificateEntry(Integer.toString(store.size()), authority);
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(store).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM makes no TLS of authorities", e);
        }
    }

    static List<Certificate> all(Path bundle) {
        var trusted = new ArrayList<>(jvmsOwn());
        trusted.addAll(read(bundle));
        return trusted;
    }

    static List<Certificate> jvmsOwn() {
        try {
            return Arrays.stream(trustManagers(null).getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .flatMap(it -> Arrays.<Certificate>stream(it.getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM's authorities cannot be read", e);
        }
    }

    /** @param store null for the JVM's own */
    private static TrustManagerFactory trustManagers(KeyStore store) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static List<Certificate> read(Path bundle) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificates = new ArrayList<Certificate>();
            var found = CERTIFICATE.matcher(Files.readString(bundle, StandardCharsets.ISO_8859_1));
            while (found.find()) {
                certificates.add(factory.generateCertificate(
                        new ByteArrayInputStream(found.group().getBytes(StandardCharsets.ISO_8859_1))));
            }
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "%s names a file without a certificate: %s".formatted(VARIABLE, bundle));
            }
            return certificates;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s names a file that cannot be read: %s".formatted(VARIABLE, bundle), e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "%s names a file with a certificate that is none: %s".formatted(VARIABLE, bundle), e);
        }
    }
}
