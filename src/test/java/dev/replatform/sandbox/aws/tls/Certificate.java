package dev.replatform.sandbox.aws.tls;

import java.security.KeyStore;

/**
 * A server's certificate and its private key, in both notations that the sandbox needs.
 *
 * @param certificatePem the certificate alone, as PostgreSQL's {@code ssl_cert_file} takes it
 * @param keyPem the private key, PKCS #8
 * @param keyStore both and the CA's certificate, for a Java TLS server; protected by
 *     {@link CertificateAuthority#PASSWORD}
 */
public record Certificate(String certificatePem, String keyPem, KeyStore keyStore) {
    @Override
    public String toString() {
        return "Certificate[key hidden]";
    }
}
