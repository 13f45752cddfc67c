package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * SSM parameters. See <a
 * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html">PutParameter</a>.
 */
public final class SsmParameters {
    /** What the standard tier takes, in bytes of UTF-8; the advanced tier, which is paid for, takes twice as much. */
    private static final int STANDARD_TIER_BYTES = 4096;

    /** What SSM takes at all, in bytes of UTF-8. */
    public static final int MAX_BYTES = 8192;

    /** How many writes an account has in a second, all its tools together, unless it pays for more: <a
     * href="https://docs.aws.amazon.com/general/latest/gr/ssm.html">quotas</a>. */
    public static final int WRITES_A_SECOND = 3;

    /** How many names a DeleteParameters takes. */
    public static final int DELETED_AT_ONCE = 10;

    private static final int DESCRIBED_AT_ONCE = 50;

    private final SsmClient ssm;

    SsmParameters(SsmClient ssm) {
        this.ssm = ssm;
    }

    /**
     * A parameter as it lives in SSM.
     *
     * @param name the whole path
     * @param type in SSM's words: {@code String}, {@code StringList} or {@code SecureString}
     * @param value decrypted; never in a log, a status or an exception
     * @param version 1 when it is made, one more with every write
     */
    public record Parameter(String name, String arn, String type, String value, long version, Instant lastModified) {
        @Override
        public String toString() {
            return "Parameter[%s, version %d]".formatted(name, version);
        }
    }

    /**
     * What is to be written.
     *
     * @param name the whole path
     * @param secure whether it is a SecureString
     * @param kmsKeyId of a SecureString; null for the account's {@code aws/ssm} key
     * @param value never in a log, a status or an exception
     */
    public record Wanted(String name, boolean secure, String kmsKeyId, String value) {
        /** @return the type in SSM's words */
        public String type() {
            return secure ? "SecureString" : "String";
        }

        @Override
        public String toString() {
            return "Wanted[%s, %s]".formatted(name, type());
        }
    }

    /** @return every parameter under a path, decrypted; empty where there is none */
    public Seen<List<Parameter>> under(String path) {
        return AwsCalls.see(
                "GetParametersByPath", () -> ssm
                        .getParametersByPathPaginator(
                                request -> request.path(path).recursive(true).withDecryption(true))
                        .stream()
                        .flatMap(page -> page.parameters().stream())
                        .map(SsmParameters::parameter)
                        .toList());
    }

    /** @return the tags of one parameter; absent where it is gone */
    public Seen<Map<String, String>> tags(String name) {
        return AwsCalls.see(
                "ListTagsForResource",
                () -> ssm
                        .listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId(name))
                        .tagList()
                        .stream()
                        .collect(Collectors.toMap(Tag::key, Tag::value)),
                InvalidResourceIdException.class);
    }

    /** Makes it, with its tags in the same call; one that is there already is left alone and found by the next look. */
    public void create(Wanted wanted, Map<String, String> tags) {
        var request = request(wanted).overwrite(false).tags(tagList(tags)).build();
        AwsCalls.actUnless(ParameterAlreadyExistsException.class, "PutParameter", () -> put(request));
    }

    /** Gives one that is there another value. Its tags stay: SSM refuses tags together with an overwrite. */
    public void overwrite(Wanted wanted) {
        AwsCalls.act("PutParameter", () -> put(request(wanted).overwrite(true).build()));
    }

    /**
     * What DescribeParameters alone tells of parameters; it lags behind writes.
     *
     * @param keyId of a SecureString, as it was given; null for the other types
     * @param version which version this is said of
     */
    public record Metadata(String keyId, long version) {}

    /** @return by name, for every parameter under a path */
    public Seen<Map<String, Metadata>> metadata(String path) {
        var below = ParameterStringFilter.builder()
                .key("Path")
                .option("Recursive")
                .values(path)
                .build();
        return AwsCalls.see(
                "DescribeParameters", () -> ssm
                        .describeParametersPaginator(
                                request -> request.parameterFilters(below).maxResults(DESCRIBED_AT_ONCE))
                        .stream()
                        .flatMap(page -> page.parameters().stream())
                        .collect(Collectors.toMap(
                                ParameterMetadata::name, it -> new Metadata(it.keyId(), it.version()))));
    }

    /** Deletes at most ten; those that are gone already are as good. */
    public void delete(List<String> names) {
        AwsCalls.act("DeleteParameters", () -> ssm.deleteParameters(request -> request.names(names)));
    }

    /** Sets these tags and takes those away; others live on. */
    public void tag(String name, Map<String, String> tags, Set<String> without) {
        AwsCalls.act(
                "AddTagsToResource",
                () -> ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                        .resourceId(name)
                        .tags(tagList(tags))));
        if (!without.isEmpty()) {
            AwsCalls.act(
                    "RemoveTagsFromResource",
                    () -> ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId(name)
                            .tagKeys(without)));
        }
    }

    private static List<Tag> tagList(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private PutParameterRequest.Builder request(Wanted wanted) {
        var request = PutParameterRequest.builder()
                .name(wanted.name())
                .type(wanted.secure() ? ParameterType.SECURE_STRING : ParameterType.STRING)
                .keyId(wanted.secure() ? wanted.kmsKeyId() : null)
                .value(wanted.value());
        return bytes(wanted.value()) > STANDARD_TIER_BYTES ? request.tier(ParameterTier.ADVANCED) : request;
    }

    /** SSM's validation errors quote the value, which may be a password. */
    private Long put(PutParameterRequest request) {
        try {
            return ssm.putParameter(request).version();
        } catch (SsmException e) {
            if (String.valueOf(e.getMessage()).contains(request.value())) {
                throw new ProblemException(
                        FailureReason.REFUSED_BY_AWS, "PutParameter: SSM does not take the value of " + request.name());
            }
            throw e;
        }
    }

    /** @return how long a value is for SSM, in bytes of UTF-8 */
    public static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static Parameter parameter(software.amazon.awssdk.services.ssm.model.Parameter parameter) {
        return new Parameter(
                parameter.name(),
                parameter.arn(),
                parameter.typeAsString(),
                parameter.value(),
                parameter.version(),
                parameter.lastModifiedDate());
    }
}
