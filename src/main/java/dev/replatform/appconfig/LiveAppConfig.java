package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec;
import dev.replatform.api.v1alpha1.AppConfigSpec.Generate;
import dev.replatform.api.v1alpha1.AppConfigSpec.Parameter;
import dev.replatform.appconfig.ObservedAppConfig.Found;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the parameters under a path back: names and types, never a value. {@code generate} keeps the value that is there,
 * whatever it is, until somebody says where it is to come from. A StringList, which cannot be declared, is left out.
 */
final class LiveAppConfig {
    private static final String STRING_LIST = "StringList";

    private LiveAppConfig() {}

    /** @param found everything that is under the path */
    static AppConfigSpec spec(AppConfigSpec declared, List<Found> found) {
        var byName = declared.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
        var parameters = found.stream()
                .filter(it -> !STRING_LIST.equals(it.type()))
                .sorted(Comparator.comparing(Found::name))
                .map(it -> byName.getOrDefault(it.name(), asItIs(it)))
                .toList();
        return new AppConfigSpec(
                declared.region(),
                declared.managementPolicy(),
                declared.adoption(),
                declared.path(),
                parameters,
                declared.kmsKeyId() == null ? keyOfAll(found) : declared.kmsKeyId(),
                declared.access(),
                declared.onChange(),
                declared.prune(),
                declared.deletionPolicy(),
                declared.tags());
    }

    private static Parameter asItIs(Found found) {
        return new Parameter(found.name(), AppConfigSpec.Type.valueOf(found.type()), null, new Generate(null), null);
    }

    /** @return the key of all SecureStrings; null where that is the account's own, or where they have several */
    private static String keyOfAll(List<Found> found) {
        var keys = found.stream().flatMap(it -> it.keyId().stream()).distinct().toList();
        return keys.size() == 1 && !EffectiveAppConfig.DEFAULT_KEY.equals(keys.get(0)) ? keys.get(0) : null;
    }
}
