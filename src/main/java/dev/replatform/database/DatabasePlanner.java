package dev.replatform.database;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.NewInstance;
import dev.replatform.database.DatabaseSteps.CreateInstance;
import dev.replatform.database.DatabaseSteps.CreateParameterGroup;
import dev.replatform.database.DatabaseSteps.CreateSubnetGroup;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.DatabaseSteps.SetParameters;
import dev.replatform.database.DatabaseSteps.WriteConnectionSecret;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of a Database: what is due for what was seen. */
final class DatabasePlanner {
    /** What RDS takes: 8 to 128 printable ASCII characters but slash, quote, at sign and space. */
    private static final Pattern RDS_PASSWORD = Pattern.compile("[!#-.0-?A-~]{8,128}");

    private static final Pattern RDS_USERNAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,15}");

    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Plan.Builder<Means> plan = new Plan.Builder<>();

    private DatabasePlanner(EffectiveDatabase spec, ObservedDatabase observed) {
        this.spec = spec;
        this.observed = observed;
    }

    static Plan<Means> plan(EffectiveDatabase spec, ObservedDatabase observed) {
        var planner = new DatabasePlanner(spec, observed);
        if (spec.deleting()) {
            return planner.plan.buildForDeletion(); // Retain: everything lives on, untouched
        }
        planner.plan();
        return planner.plan.build();
    }

    /** @return the default version of the major that is at or above what is asked for, else the lowest that is */
    static Optional<EngineVersion> choose(EffectiveDatabase spec, List<EngineVersion> versions) {
        var fitting = versions.stream()
                .filter(version -> version.version().startsWith(spec.majorVersion() + "."))
                .filter(version -> compare(version.version(), spec.engineVersion()) >= 0)
                .sorted((left, right) -> compare(left.version(), right.version()))
                .toList();
        return fitting.stream().filter(EngineVersion::isDefault).findFirst().or(() -> fitting.stream()
                .findFirst());
    }

    private void plan() {
        plan.unless(observed.credentials())
                .unless(observed.instance())
                .unless(observed.parameterGroup())
                .unless(observed.subnetGroup())
                .unless(observed.versions())
                .unless(observed.orderable())
                .unless(observed.connectionSecret());
        refuseForeignOnes();
        observed.credentials().value().ifPresent(this::checkCredentials);
        if (plan.hasProblems()) {
            return;
        }
        planSubnetGroup();
        if (observed.instance() instanceof Seen.Present<Instance> instance) {
            planParameters(observed.parameterGroup().value().map(ParameterGroup::family));
            planAround(instance.it());
        } else {
            planInstance();
        }
    }

    private void refuseForeignOnes() {
        observed.instance()
                .value()
                .ifPresent(instance -> refuseUnlessOurs("RDS instance", spec.identifier(), instance.tags()));
        observed.parameterGroup()
                .value()
                .ifPresent(group -> refuseUnlessOurs("DB parameter group", group.name(), group.tags()));
        if (spec.makesSubnetGroup()) {
            observed.subnetGroup()
                    .value()
                    .ifPresent(group -> refuseUnlessOurs("DB subnet group", group.name(), group.tags()));
        }
        observed.connectionSecret().value().ifPresent(secret -> {
            if (!spec.owner().id().equals(secret.ownerId())) {
                plan.problem(new Problem(
                        FailureReason.CONFLICT,
                        "Secret %s exists and was not made for this Database: choose another spec.connectionSecretName"
                                .formatted(spec.connectionSecretName())));
            }
        });
    }

    private void refuseUnlessOurs(String what, String name, Map<String, String> tags) {
        if (!spec.owner().owns(tags)) {
            plan.problem(new Problem(
                    FailureReason.CONFLICT,
                    "%s %s exists and does not belong to this Database: it is not touched; choose another spec.identifier or remove it"
                            .formatted(what, name)));
        }
    }

    private void checkCredentials(Login login) {
        var secret = spec.credentials().name();
        if (!RDS_USERNAME.matcher(login.username()).matches()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SECRET,
                    "the user name in Secret %s is not one that RDS takes: 1 to 16 letters, digits or underscores, a letter first"
                            .formatted(secret)));
        }
        if (!RDS_PASSWORD.matcher(login.password()).matches()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SECRET,
                    "the password in Secret %s is not one that RDS takes: 8 to 128 printable ASCII characters without / \" @ and space"
                            .formatted(secret)));
        }
    }

    private void planSubnetGroup() {
        if (!observed.subnetGroup().isAbsent()) {
            return;
        }
        if (spec.makesSubnetGroup()) {
            plan.step(new CreateSubnetGroup(spec.subnetGroup(), spec.subnetIds(), spec.tags()));
        } else {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "DB subnet group %s of spec.network.subnetGroupName does not exist".formatted(spec.subnetGroup())));
        }
    }

    private void planInstance() {
        var version = observed.versions().value().flatMap(versions -> choose(spec, versions));
        if (version.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.engineVersion %s: RDS offers no such version of PostgreSQL in %s"
                            .formatted(spec.engineVersion(), spec.region())));
            return;
        }
        if (!observed.orderable().is(orderable -> orderable)) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "spec.instanceClass %s cannot be ordered with PostgreSQL %s in %s: choose another"
                            .formatted(spec.instanceClass(), version.get().version(), spec.region())));
            return;
        }
        planParameters(Optional.of(version.get().family()));
        plan.step(new CreateInstance(
                wanted(version.get().version(), observed.credentials().value().orElseThrow())));
    }

    private void planParameters(Optional<String> family) {
        if (observed.parameterGroup().isAbsent() && family.isPresent()) {
            plan.step(new CreateParameterGroup(spec.groupName(), family.get(), spec.tags()));
        }
        var live = observed.parameterGroup().value().map(ParameterGroup::values).orElse(Map.of());
        var different = new HashMap<>(spec.parameters());
        different.entrySet().removeAll(live.entrySet());
        if (!different.isEmpty()
                && (family.isPresent() || observed.parameterGroup().isPresent())) {
            plan.step(new SetParameters(spec.groupName(), Map.copyOf(different)));
        }
    }

    private void planAround(Instance instance) {
        if (instance.hasFailed()) {
            plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "RDS instance %s is in state %s".formatted(instance.identifier(), instance.status())));
            return;
        }
        if (!instance.isUsable()) {
            plan.waitFor("Wait for RDS instance %s (%s)".formatted(instance.identifier(), instance.status()));
            return;
        }
        var connection = connection(instance, observed.credentials().value().orElseThrow());
        if (!observed.connectionSecret().is(secret -> secret.data().equals(connection))) {
            plan.step(new WriteConnectionSecret(spec.owner(), spec.connectionSecretName(), connection));
        }
    }

    private Map<String, String> connection(Instance instance, Login login) {
        var url = "%s:%d/%s".formatted(instance.host(), instance.port(), spec.databaseName());
        return Map.of(
                "host", instance.host(),
                "port", String.valueOf(instance.port()),
                "database", spec.databaseName(),
                "username", login.username(),
                "password", login.password(),
                "uri", "postgresql://%s:%s@%s".formatted(encoded(login.username()), encoded(login.password()), url),
                "jdbc-url", "jdbc:postgresql://" + url);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private NewInstance wanted(String version, Login login) {
        return new NewInstance(
                spec.identifier(),
                version,
                spec.instanceClass(),
                spec.allocatedStorageGiB(),
                spec.storageType(),
                spec.maxAllocatedStorageGiB(),
                spec.kmsKeyId(),
                spec.databaseName(),
                spec.port(),
                login.username(),
                login.password(),
                spec.groupName(),
                spec.subnetGroup(),
                spec.securityGroupIds(),
                spec.publiclyAccessible(),
                spec.backupRetentionDays(),
                spec.backupWindow(),
                spec.maintenanceWindow(),
                spec.multiAz(),
                spec.logExports(),
                spec.deletionProtection(),
                spec.tags());
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
