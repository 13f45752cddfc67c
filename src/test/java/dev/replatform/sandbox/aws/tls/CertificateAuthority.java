package dev.replatform.sandbox.aws.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The one authority behind every certificate of a sandbox, as Amazon's is behind RDS and CloudFront. */
public final class CertificateAuthority {
    /** Protects the trust store and every key store: they guard nothing but a sandbox. */
    public static final String PASSWORD = "changeit";

    /** What every PKCS #12 file costs, ten thousand rounds at its making and at each reading, protects nothing here. */
    private static final String STORE = "JKS";

    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final X500Name ISSUER = new X500Name("CN=Replatform sandbox CA");

    private final SecureRandom random = new SecureRandom();
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Path trustStore;

    private CertificateAuthority(Path folder) throws IOException, GeneralSecurityException, OperatorCreationException {
        var keys = newKeyPair();
        key = keys.getPrivate();
        certificate = signed(certificateFor(ISSUER, keys.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        trustStore = folder.resolve("trust.jks");
        storeTrust();
    }

    /**
     * Makes a new authority, valid for a month.
     *
     * @param folder where the trust store is written; made if missing
     */
    public static CertificateAuthority create(Path folder) {
        try {
            return new CertificateAuthority(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate authority could be made", e);
        }
    }

    /**
     * Issues a server certificate.
     *
     * @param names host names and IP addresses that it is valid for, at least one
     */
    public Certificate issue(String... names) {
        try {
            var keys = newKeyPair();
            var alternatives = Stream.of(names)
                    .map(name -> new GeneralName(
                            IP_ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name))
                    .toArray(GeneralName[]::new);
            // The name proper holds at most 64 characters: clients read the alternatives.
            var issued = signed(certificateFor(new X500Name("CN=sandbox server"), keys.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives)));
            var store = KeyStore.getInstance(STORE);
            store.load(null, null);
            store.setKeyEntry(
                    "server", keys.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {issued, certificate});
            return new Certificate(
                    pem("CERTIFICATE", issued.getEncoded()),
                    pem("PRIVATE KEY", keys.getPrivate().getEncoded()),
                    store);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate could be issued for " + List.of(names), e);
        }
    }

    /** The key store that a Java process takes as {@code javax.net.ssl.trustStore}; holds this authority alone. */
    public Path trustStore() {
        return trustStore;
    }

    /** This authority's own certificate, as {@code sslrootcert} takes it. */
    public String caPem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JcaX509v3CertificateBuilder certificateFor(X500Name subject, PublicKey publicKey) {
        // An hour back: clocks of containers differ from their host's.
        var from = Instant.now().minus(Duration.ofHours(1));
        return new JcaX509v3CertificateBuilder(
                ISSUER,
                new BigInteger(120, random),
                Date.from(from),
                Date.from(from.plus(VALIDITY)),
                subject,
                publicKey);
    }

    private X509Certificate signed(org.bouncycastle.cert.X509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private void storeTrust() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(STORE);
        store.load(null, null);
        store.setCertificateEntry("sandbox-ca", certificate);
        try (var out = Files.newOutputStream(trustStore)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String type, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
