package dev.replatform.demo.proof;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** A browser that nobody knows: it signs nothing. */
public final class Web {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Proxy proxy;
    private final SSLSocketFactory sockets;

    /**
     * @param proxy the way to the addresses as AWS writes them
     * @param tls trusts the edge's certificate
     */
    public Web(Proxy proxy, SSLContext tls) {
        this.proxy = proxy;
        this.sockets = tls.getSocketFactory(); // one and the same, or no connection is used twice
    }

    /**
     * What came back.
     *
     * @param contentType null if there was none
     * @param sha256 of the body, in hexadecimal
     */
    public record Answer(int status, String contentType, String sha256) {}

    /** @return what {@code https://<host>/<key>} answers, the key's every letter encoded that may need it */
    public Answer get(String host, String key) throws IOException {
        var path = Arrays.stream(key.split("/", -1)).map(Web::encoded).collect(Collectors.joining("/"));
        var connection = (HttpsURLConnection)
                URI.create("https://" + host + "/" + path).toURL().openConnection(proxy);
        connection.setSSLSocketFactory(sockets);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return new Answer(connection.getResponseCode(), connection.getContentType(), sha256Of(connection));
    }

    private static String sha256Of(HttpURLConnection connection) throws IOException {
        try (var body =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            var digest = MessageDigest.getInstance("SHA-256");
            if (body != null) {
                new DigestInputStream(body, digest).readAllBytes();
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
