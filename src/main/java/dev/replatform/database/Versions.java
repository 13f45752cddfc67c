package dev.replatform.database;

import dev.replatform.aws.RdsInstances.EngineVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Versions of PostgreSQL, and which one a Database is to run. */
final class Versions {
    private Versions() {}

    /** @return whether the version that runs is what is asked for, or above it in the same major */
    static boolean satisfies(String live, EffectiveDatabase spec) {
        return major(live) == major(spec.engineVersion()) && compare(live, spec.engineVersion()) >= 0;
    }

    /** @return whether another major version is asked for, and it is allowed */
    static boolean isAllowedMajorUpgrade(String live, EffectiveDatabase spec) {
        return major(live) < major(spec.engineVersion()) && spec.majorVersion().equals(spec.allowMajorUpgradeTo());
    }

    /** @return whether an upgrade is due and may be made */
    static boolean isUpgradeDue(String live, EffectiveDatabase spec) {
        return !satisfies(live, spec)
                && (major(live) == major(spec.engineVersion()) || isAllowedMajorUpgrade(live, spec));
    }

    /** @return the default version of the major that is at or above what is asked for, else the lowest that is */
    static Optional<EngineVersion> choose(EffectiveDatabase spec, List<EngineVersion> versions) {
        var fitting = versions.stream()
                .filter(version -> satisfies(version.version(), spec))
                .sorted((left, right) -> compare(left.version(), right.version()))
                .toList();
        return fitting.stream().filter(EngineVersion::isDefault).findFirst().or(() -> fitting.stream()
                .findFirst());
    }

    static int major(String version) {
        return numbers(version)[0];
    }

    private static int compare(String left, String right) {
        return Arrays.compare(numbers(left), numbers(right));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
