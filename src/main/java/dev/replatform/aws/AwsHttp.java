package dev.replatform.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * How AWS is reached: by the JVM's own proxies and authorities. Left to itself, the SDK takes entries of {@code NO_PROXY} for
 * regular expressions, and knows no authorities but the JVM's first ones. It makes clients of its own for credentials
 * (IRSA): they come from here too, by a
 * <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/http-configuration.html">setting</a>.
 */
public final class AwsHttp implements SdkHttpService {
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

    static SdkHttpClient client() {
        System.setProperty(SdkSystemSetting.SYNC_HTTP_SERVICE_IMPL.property(), AwsHttp.class.getName());
        return UrlConnectionHttpClient.create(AwsHttp::connect);
    }

    private static HttpURLConnection connect(URI target) {
        try {
            var connection = (HttpURLConnection) target.toURL().openConnection();
            connection.setConnectTimeout((int) CONNECTION_TIMEOUT.toMillis());
            connection.setReadTimeout((int) SOCKET_TIMEOUT.toMillis());
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Builder createHttpClientBuilder() {
        return new Builder();
    }

    /** Has nothing that could be set. */
    static final class Builder implements SdkHttpClient.Builder<Builder> {
        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return client();
        }
    }
}
