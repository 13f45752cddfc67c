package dev.replatform.sandbox.aws.ssm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** One parameter with its versions and tags. */
final class StoredParameter {
    /** One version; its toString says nothing of the value. */
    record Version(
            long number,
            ParameterType type,
            ParameterTier tier,
            String value,
            String keyId,
            String description,
            String allowedPattern,
            Instant modified,
            String modifiedBy) {
        @Override
        public String toString() {
            return "version " + number;
        }
    }

    private static final int MOST_VERSIONS = 100;

    private final String name;
    private final List<Version> versions = new ArrayList<>();
    private final Map<String, String> tags = new TreeMap<>();

    StoredParameter(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    Map<String, String> tags() {
        return tags;
    }

    Version latest() {
        return versions.get(versions.size() - 1);
    }

    Optional<Version> version(long number) {
        return versions.stream().filter(version -> version.number() == number).findAny();
    }

    /** The oldest goes where there are more than a hundred. */
    void add(Version version) {
        versions.add(version);
        if (versions.size() > MOST_VERSIONS) {
            versions.remove(0);
        }
    }

    long nextNumber() {
        return versions.isEmpty() ? 1 : latest().number() + 1;
    }

    Parameter read(Version version, boolean decrypted) {
        boolean hidden = version.type() == ParameterType.SECURE_STRING && !decrypted;
        return Parameter.builder()
                .name(name)
                .arn(ParameterNames.arn(name))
                .type(version.type())
                .value(hidden ? cipherText(version) : version.value())
                .version(version.number())
                .lastModifiedDate(version.modified())
                .dataType("text")
                .build();
    }

    ParameterMetadata metadata() {
        var latest = latest();
        return ParameterMetadata.builder()
                .name(name)
                .arn(ParameterNames.arn(name))
                .type(latest.type())
                .tier(latest.tier())
                .keyId(latest.keyId())
                .description(latest.description())
                .allowedPattern(latest.allowedPattern())
                .version(latest.number())
                .lastModifiedDate(latest.modified())
                .lastModifiedUser(latest.modifiedBy())
                .dataType("text")
                .build();
    }

    /** Looks like KMS's and tells nothing. */
    private String cipherText(Version version) {
        var seed = (name + ":" + version.number()).getBytes(StandardCharsets.UTF_8);
        var noise = UUID.nameUUIDFromBytes(seed).toString().getBytes(StandardCharsets.US_ASCII);
        return "AQICAHi" + Base64.getEncoder().encodeToString(noise);
    }
}
