package dev.replatform.sandbox.aws.rds;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.AvailabilityZone;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;
import software.amazon.awssdk.services.rds.model.DescribeDbEngineVersionsRequest;
import software.amazon.awssdk.services.rds.model.DescribeOrderableDbInstanceOptionsRequest;
import software.amazon.awssdk.services.rds.model.OrderableDBInstanceOption;
import software.amazon.awssdk.services.rds.model.UpgradeTarget;

/** The PostgreSQL versions and instance classes that this region offers. Whatever is asked for, PostgreSQL 16 runs. */
final class EngineVersions {
    private static final List<Version> OFFERED = Stream.of(
                    "13.20", "13.21", "13.22", "14.17", "14.18", "14.19", "15.12", "15.13", "15.14", "16.9", "16.10",
                    "17.4", "17.5", "17.6")
            .map(Version::parse)
            .toList();
    private static final List<Version> DEFAULTS = Stream.of("13.21", "14.18", "15.13", "16.9", "17.5")
            .map(Version::parse)
            .toList();
    private static final Version DEFAULT = Version.parse("17.5");
    private static final List<String> CLASSES = List.of(
            "db.t3.micro",
            "db.t3.small",
            "db.t3.medium",
            "db.t3.large",
            "db.t4g.micro",
            "db.t4g.small",
            "db.t4g.medium",
            "db.m5.large",
            "db.m6g.large",
            "db.m6i.large",
            "db.r6g.large",
            "db.r6i.large");

    /** A version such as 16.9. */
    record Version(int major, int minor) implements Comparable<Version> {
        static Version parse(String text) {
            var parts = text.split("\\.", 2);
            return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean canUpgradeTo(Version other) {
            return compareTo(other) < 0;
        }

        String family() {
            return "postgres" + major;
        }

        @Override
        public int compareTo(Version other) {
            return Comparator.comparingInt(Version::major)
                    .thenComparingInt(Version::minor)
                    .compare(this, other);
        }

        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    private EngineVersions() {}

    static List<DBEngineVersion> describe(DescribeDbEngineVersionsRequest request) {
        if (request.engine() != null && !request.engine().equals("postgres")) {
            return List.of();
        }
        return OFFERED.stream()
                .filter(version -> names(request.engineVersion(), version))
                .filter(version -> request.dbParameterGroupFamily() == null
                        || request.dbParameterGroupFamily().equals(version.family()))
                .filter(version -> !Boolean.TRUE.equals(request.defaultOnly()) || isDefault(version, request))
                .map(EngineVersions::describe)
                .toList();
    }

    static List<OrderableDBInstanceOption> orderable(DescribeOrderableDbInstanceOptionsRequest request) {
        return OFFERED.stream()
                .filter(version -> request.engine().equals("postgres") && names(request.engineVersion(), version))
                .flatMap(version -> CLASSES.stream()
                        .filter(name -> request.dbInstanceClass() == null
                                || request.dbInstanceClass().equals(name))
                        .flatMap(name -> Stream.of("gp2", "gp3").map(storage -> option(version, name, storage))))
                .toList();
    }

    /**
     * The version that an instance is created with.
     *
     * @param asked {@code 16.9}, {@code 16} for that major's default, null for the service's default
     */
    static Optional<Version> chosen(String asked) {
        if (asked == null) {
            return Optional.of(DEFAULT);
        }
        var candidates = asked.contains(".") ? OFFERED : DEFAULTS;
        return candidates.stream().filter(version -> names(asked, version)).findFirst();
    }

    static boolean offersClass(String name) {
        return CLASSES.contains(name);
    }

    static boolean offersFamily(String family) {
        return OFFERED.stream().anyMatch(version -> version.family().equals(family));
    }

    private static boolean isDefault(Version version, DescribeDbEngineVersionsRequest request) {
        return (request.engineVersion() == null && request.dbParameterGroupFamily() == null)
                ? version.equals(DEFAULT)
                : DEFAULTS.contains(version);
    }

    private static boolean names(String asked, Version version) {
        return asked == null || asked.equals(version.toString()) || asked.equals(String.valueOf(version.major()));
    }

    private static DBEngineVersion describe(Version version) {
        return DBEngineVersion.builder()
                .engine("postgres")
                .engineVersion(version.toString())
                .majorEngineVersion(String.valueOf(version.major()))
                .dbParameterGroupFamily(version.family())
                .dbEngineDescription("PostgreSQL")
                .dbEngineVersionDescription("PostgreSQL " + version + "-R1")
                .status("available")
                .exportableLogTypes("postgresql", "upgrade", "iam-db-auth-error")
                .supportedCACertificateIdentifiers("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")
                .supportsLogExportsToCloudwatchLogs(true)
                .supportsReadReplica(true)
                .validUpgradeTarget(OFFERED.stream()
                        .filter(version::canUpgradeTo)
                        .map(target -> upgrade(version, target))
                        .toList())
                .build();
    }

    private static UpgradeTarget upgrade(Version from, Version to) {
        return UpgradeTarget.builder()
                .engine("postgres")
                .engineVersion(to.toString())
                .description("PostgreSQL " + to + "-R1")
                .autoUpgrade((from.major() == to.major()) && DEFAULTS.contains(to))
                .isMajorVersionUpgrade(from.major() != to.major())
                .build();
    }

    private static OrderableDBInstanceOption option(Version version, String name, String storage) {
        return OrderableDBInstanceOption.builder()
                .engine("postgres")
                .engineVersion(version.toString())
                .dbInstanceClass(name)
                .licenseModel("postgresql-license")
                .availabilityZones(
                        AvailabilityZone.builder().name("eu-west-1a").build(),
                        AvailabilityZone.builder().name("eu-west-1b").build())
                .multiAZCapable(true)
                .vpc(true)
                .supportsStorageEncryption(true)
                .storageType(storage)
                .minStorageSize(storage.equals("gp3") ? 20 : 5)
                .maxStorageSize(65536)
                .supportsStorageAutoscaling(true)
                .build();
    }
}
