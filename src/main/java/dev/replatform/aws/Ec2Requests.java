package dev.replatform.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.ClockSkew;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;

/** One request to EC2, in its <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html">protocol</a>. */
final class Ec2Requests {
    private static final String VERSION = "2016-11-15";

    private final Region region;
    private final SdkHttpClient http;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final AwsClientEndpointProvider endpoint;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    /** How far this machine's clock is ahead of AWS's, once AWS has refused a request for it. */
    private volatile Duration skew = Duration.ZERO;

    Ec2Requests(Region region, SdkHttpClient http, IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
        this.region = region;
        this.http = http;
        this.credentials = credentials;
        this.endpoint = AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_EC2")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlEc2")
                .serviceProfileProperty("ec2")
                .profileFile(ProfileFile::defaultProfileFile)
                .profileName(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
                .serviceEndpointPrefix("ec2")
                .defaultProtocol("https")
                .region(region)
                .build();
    }

    /**
     * Sends it once.
     *
     * @throws AwsServiceException where EC2 refuses
     * @throws IOException where there is no answer in time
     */
    Element send(String action, Map<String, String> parameters, Duration timeout) throws IOException {
        var signed = signed(action, parameters);
        var request = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(null))
                .build());
        var late = CompletableFuture.runAsync(
                request::abort, CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return answer(request.call());
        } finally {
            late.cancel(false);
        }
    }

    private SignedRequest signed(String action, Map<String, String> parameters) {
        var body = body(action, parameters);
        var identity = credentials.resolveIdentity().join();
        return signer.sign(sign -> sign.identity(identity)
                .request(request(body))
                .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ec2")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.offset(Clock.systemUTC(), skew.negated())));
    }

    private SdkHttpRequest request(byte[] body) {
        return SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.clientEndpoint())
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("User-Agent", "replatform")
                .build();
    }

    private static byte[] body(String action, Map<String, String> parameters) {
        var all = new TreeMap<>(parameters);
        all.put("Action", action);
        all.put("Version", VERSION);
        return all.entrySet().stream()
                .filter(it -> !it.getValue().isEmpty())
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Element answer(HttpExecuteResponse response) throws IOException {
        byte[] body = {};
        if (response.responseBody().isPresent()) {
            try (var stream = response.responseBody().get()) {
                body = stream.readAllBytes();
            }
        }
        if (response.httpResponse().isSuccessful()) {
            try {
                return Ec2Xml.parse(new ByteArrayInputStream(body));
            } catch (SAXException e) {
                throw SdkClientException.create("EC2's answer is no XML", e);
            }
        }
        throw refusal(response, body);
    }

    private AwsServiceException refusal(HttpExecuteResponse response, byte[] body) throws IOException {
        var details = AwsErrorDetails.builder().serviceName("Ec2").sdkHttpResponse(response.httpResponse());
        var refusal =
                AwsServiceException.builder().statusCode(response.httpResponse().statusCode());
        try {
            var error = Ec2Xml.parse(new ByteArrayInputStream(body));
            Ec2Xml.text(error, "Errors", "Error", "Code").ifPresent(details::errorCode);
            Ec2Xml.text(error, "Errors", "Error", "Message").ifPresent(details::errorMessage);
            Ec2Xml.text(error, "RequestID").ifPresent(refusal::requestId);
        } catch (SAXException e) {
            details.errorMessage("no reason was given"); // a gateway before EC2, which writes HTML
        }
        var exception = refusal.awsErrorDetails(details.build()).build();
        if (RetryUtils.isClockSkewException(exception)) {
            ClockSkew.getServerTime(response.httpResponse())
                    .ifPresent(server -> skew = ClockSkew.getClockSkew(Instant.now(), server));
        }
        return exception;
    }
}
