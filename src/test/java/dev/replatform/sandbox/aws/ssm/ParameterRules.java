package dev.replatform.sandbox.aws.ssm;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterPatternMismatchException;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.UnsupportedParameterTypeException;

/** What PutParameter refuses. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
final class ParameterRules {
    private static final int STANDARD_BYTES = 4096;
    private static final int ADVANCED_BYTES = 8192;

    private ParameterRules() {}

    static void check(PutParameterRequest put, Optional<StoredParameter> existing) {
        ParameterNames.check(put.name());
        checkValue(put.value());
        checkTier(put, existing);
        existing.ifPresentOrElse(parameter -> checkOverwrite(put, parameter), () -> checkCreate(put));
        var type = type(put, existing);
        if (put.keyId() != null && type != ParameterType.SECURE_STRING) {
            throw SsmFaults.validation("KeyId is required for SecureString type parameter only.");
        }
        if (put.allowedPattern() != null && !put.value().matches(put.allowedPattern())) {
            throw ParameterPatternMismatchException.builder()
                    .message("Parameter value, cannot be validated against allowedPattern: " + put.allowedPattern())
                    .build();
        }
    }

    /** An overwrite keeps the type that it does not name. */
    static ParameterType type(PutParameterRequest put, Optional<StoredParameter> existing) {
        return put.type() != null ? put.type() : existing.orElseThrow().latest().type();
    }

    /** Intelligent tiering makes of a parameter what it needs to be. */
    static ParameterTier tier(PutParameterRequest put, Optional<StoredParameter> existing) {
        var before = existing.map(parameter -> parameter.latest().tier()).orElse(ParameterTier.STANDARD);
        var asked = put.tier() == null ? before : put.tier();
        if (asked != ParameterTier.INTELLIGENT_TIERING) {
            return asked;
        }
        return before == ParameterTier.ADVANCED || bytes(put.value()) > STANDARD_BYTES
                ? ParameterTier.ADVANCED
                : ParameterTier.STANDARD;
    }

    private static void checkValue(String value) {
        if (value == null || value.isEmpty()) {
            throw SsmFaults.constraint(
                    value == null ? "" : value, "value", "Member must have length greater than or equal to 1");
        }
        if (value.contains("{{") && value.contains("}}")) {
            throw SsmFaults.validation(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value");
        }
    }

    private static void checkTier(PutParameterRequest put, Optional<StoredParameter> existing) {
        boolean wasAdvanced = existing.filter(parameter -> parameter.latest().tier() == ParameterTier.ADVANCED)
                .isPresent();
        if (wasAdvanced && put.tier() == ParameterTier.STANDARD) {
            throw SsmFaults.validation(
                    "This parameter uses the advanced-parameter tier. You can't downgrade a parameter"
                            + " from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the"
                            + " advanced parameter and recreate it as a standard parameter.");
        }
        int most = tier(put, existing) == ParameterTier.ADVANCED ? ADVANCED_BYTES : STANDARD_BYTES;
        if (bytes(put.value()) > most) {
            throw SsmFaults.validation(
                    most == STANDARD_BYTES
                            ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a"
                                    + " larger parameter value, upgrade the parameter to use the advanced-parameter tier."
                                    + " For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                                    + "parameter-store-advanced-parameters.html"
                            : "Advanced tier parameters support a maximum parameter value of 8192 characters.");
        }
    }

    private static int bytes(String value) {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkCreate(PutParameterRequest put) {
        if (put.type() == null) {
            throw SsmFaults.validation("A parameter type is required when you create a parameter.");
        }
        if (put.type() == ParameterType.UNKNOWN_TO_SDK_VERSION) {
            throw UnsupportedParameterTypeException.builder()
                    .message("The parameter type isn't supported.")
                    .build();
        }
        checkTagsAlone(put);
    }

    private static void checkTagsAlone(PutParameterRequest put) {
        if (put.hasTags() && Boolean.TRUE.equals(put.overwrite())) {
            throw SsmFaults.validation(
                    "Invalid request: tags and overwrite can't be used together. To create a parameter"
                            + " with tags, please remove overwrite flag. To update tags for an existing parameter, please use"
                            + " AddTagsToResource or RemoveTagsFromResource.");
        }
    }

    private static void checkOverwrite(PutParameterRequest put, StoredParameter existing) {
        checkTagsAlone(put);
        if (!Boolean.TRUE.equals(put.overwrite())) {
            throw ParameterAlreadyExistsException.builder()
                    .message(
                            "The parameter already exists. To overwrite this value, set the overwrite option in the request"
                                    + " to true.")
                    .build();
        }
        if (put.type() != null && put.type() != existing.latest().type()) {
            throw HierarchyTypeMismatchException.builder()
                    .message(
                            "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you"
                                    + " can't change a parameter from a String type to a SecureString type. You must create a new,"
                                    + " unique parameter.")
                    .build();
        }
    }
}
