package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigSpec;
import dev.replatform.api.v1alpha1.AppConfigSpec.CommandTarget;
import dev.replatform.api.v1alpha1.AppConfigSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.api.v1alpha1.AppConfigSpec.TemplateValue.Escape;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.AwsResource;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.ownership.Claim;
import dev.replatform.ownership.Owner;
import dev.replatform.ownership.WantedTags;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An AppConfig with every default resolved.
 *
 * @param path without a slash at its end
 * @param parameters none where it is being deleted
 * @param kmsKeyId null for the account's {@code aws/ssm} key
 * @param roleName null where nobody is given access
 * @param policyName name of the role's inline policy
 * @param onChange null where nothing is done after a change
 * @param prune whether parameters of ours that are no longer declared go
 * @param formerRoles roles that the object's own status says were given access, without the present one: AWS cannot be
 *     asked, and a loss leaves a grant behind
 * @param known versions that the object's own status knows and finds no fault with, by parameter: another value that a source
 *     gives since then is no drift. A loss calls it drift
 * @param applied what the object's own status remembers; null where it remembers nothing. Its loss costs a look, at most a
 *     restart of the application
 */
record EffectiveAppConfig(
        Owner owner,
        Claim claim,
        boolean deleting,
        DeletionPolicy deletion,
        String region,
        String path,
        List<Parameter> parameters,
        String kmsKeyId,
        String roleName,
        String policyName,
        OnChange onChange,
        Applied applied,
        boolean prune,
        Set<String> formerRoles,
        Map<String, Long> known,
        WantedTags tags) {

    /** What the status calls the grant of a role. */
    static final String INLINE_POLICY = "IAM inline policy";

    /** What SSM encrypts with where no key is named. */
    static final String DEFAULT_KEY = "alias/aws/ssm";

    /** What the parameters' full names may have; see <a
     *  href="https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html">names</a>. */
    private static final int MAX_LEVELS = 15;

    private static final int MAX_LENGTH = 1011;
    private static final int POLICY_NAME_LENGTH = 64;
    private static final int COMMENT_DIGEST = 12;
    private static final int DEFAULT_RANDOM_LENGTH = 50;

    /**
     * One parameter.
     *
     * @param name below the path
     * @param fullName the path and the name
     */
    record Parameter(String name, String fullName, boolean secure, Source source) {
        /** @return the type in SSM's words */
        String type() {
            return secure ? "SecureString" : "String";
        }
    }

    /** A Run Command after a change. */
    record OnChange(List<CommandTarget> targets, List<String> commands) {}

    /** A revision after which the command succeeded, and when that was seen. */
    record Applied(String revision, Instant at) {}

    /**
     * @param parameterPrefix what paths of this namespace begin with, a slash at its end
     * @throws ProblemException where a field holds what the schema cannot judge
     */
    static EffectiveAppConfig of(AppConfig config, String clusterName, String operatorRegion, String parameterPrefix) {
        var spec = config.getSpec();
        var deletion = spec.deletionPolicy() == null ? DeletionPolicy.Retain : spec.deletionPolicy();
        var meta = config.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var claim = Claim.of(owner, spec.adoption(), true, spec.managementPolicy());
        var deleting = meta.getDeletionTimestamp() != null;
        var region = spec.region() == null ? operatorRegion : spec.region();
        if (!deleting) { // what is retained needs no judgement, and a wrong path must not hold a deletion
            checkPath(spec.path(), parameterPrefix);
        }
        var before = config.getStatus() == null ? AppConfigStatus.NONE : config.getStatus();
        var roleName = spec.access() == null ? null : spec.access().roleName();
        return new EffectiveAppConfig(
                owner,
                claim,
                deleting,
                deletion,
                region,
                spec.path(),
                deleting
                        ? List.of()
                        : spec.parameters().stream()
                                .map(parameter -> parameter(spec.path(), parameter))
                                .toList(),
                spec.kmsKeyId(),
                roleName,
                owner.derivedName("appconfig", POLICY_NAME_LENGTH),
                spec.onChange() == null ? null : onChange(spec.onChange().runCommand()),
                applied(config.getStatus()),
                Boolean.TRUE.equals(spec.prune()),
                formerRoles(before, roleName),
                known(before),
                WantedTags.of(claim, spec.tags(), before.tagKeys()));
    }

    /** @return what SecureStrings are encrypted with, also where none is named */
    String key() {
        return kmsKeyId == null ? DEFAULT_KEY : kmsKeyId;
    }

    /** @return whether something is to be deleted in AWS because the object is */
    boolean removes() {
        return deleting && deletion == DeletionPolicy.Delete;
    }

    /** @return whether parameters of ours go that are not declared */
    boolean removesStrays() {
        return prune || removes();
    }

    /** @return the fields of that Migration that parameters come from */
    Set<MigrationField> fieldsOf(String migration) {
        return ofMigrations()
                .filter(source -> source.migration().equals(migration))
                .map(Source.OfMigration::field)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @return the Migrations that parameters come from, in the spec's order */
    List<String> migrations() {
        return ofMigrations().map(Source.OfMigration::migration).distinct().toList();
    }

    /**
     * What the Run Command for one revision is found by. It outlives the object, so that one that is deleted and applied
     * again does not restart the application.
     */
    String comment(String revision) {
        return "replatform/%s/%s".formatted(Owner.sha256(owner.id()).substring(0, COMMENT_DIGEST), revision);
    }

    private Stream<Source.OfMigration> ofMigrations() {
        return parameters.stream().map(Parameter::source).flatMap(Source::ofMigrations);
    }

    private static void checkPath(String path, String prefix) {
        if (!(path + "/").startsWith(prefix)) {
            throw invalid(
                    "spec.path %s does not lie under %s, the prefix of this namespace: choose a path that begins with %s"
                            .formatted(path, prefix, prefix));
        }
        var first = path.toLowerCase(Locale.ROOT);
        if (first.startsWith("/aws") || first.startsWith("/ssm")) {
            throw invalid("spec.path %s begins with a word that AWS keeps for itself: choose another".formatted(path));
        }
    }

    /** @return a parameter as drift and problems name it */
    static String field(String parameter) {
        return "spec.parameters[%s]".formatted(parameter);
    }

    private static Parameter parameter(String path, AppConfigSpec.Parameter parameter) {
        var field = field(parameter.name());
        var fullName = path + "/" + parameter.name();
        if (fullName.split("/", -1).length - 1 > MAX_LEVELS || fullName.length() > MAX_LENGTH) {
            throw invalid("%s: %s is longer or deeper than SSM takes (%d levels): choose a shorter name"
                    .formatted(field, fullName, MAX_LEVELS));
        }
        var source = source(field, parameter);
        var secure = parameter.type() == null ? source.isSecret() : parameter.type() == AppConfigSpec.Type.SecureString;
        return new Parameter(parameter.name(), fullName, secure, source);
    }

    private static Source source(String field, AppConfigSpec.Parameter parameter) {
        if (parameter.value() != null) {
            return new Source.Literal(parameter.value());
        }
        if (parameter.generate() != null) {
            var length = parameter.generate().length();
            return new Source.Generated(length == null ? DEFAULT_RANDOM_LENGTH : length);
        }
        if (parameter.valueFrom() == null) {
            throw newer(field);
        }
        return reference(field + ".valueFrom", parameter.valueFrom());
    }

    private static Source template(String field, AppConfigSpec.Template template) {
        var parts = new LinkedHashMap<String, Source.Template.Part>();
        for (var value : template.values()) {
            var escape = value.escape() == null ? Escape.None : value.escape();
            var source = reference("%s.values[%s]".formatted(field, value.name()), value.asValueFrom());
            var part = new Source.Template.Part(source, escape);
            if (parts.put(value.name(), part) != null) {
                throw invalid("%s has two values of the name %s: remove one".formatted(field, value.name()));
            }
        }
        var places = Source.Template.places(template.text());
        places.stream()
                .filter(name -> !parts.containsKey(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw invalid("%s.text has $(%s), and no value of that name: add one, or write $$(%s)"
                            .formatted(field, name, name));
                });
        return new Source.Template(template.text(), parts);
    }

    private static Source reference(String field, AppConfigSpec.ValueFrom from) {
        if (from.secretKeyRef() != null) {
            return new Source.SecretKey(
                    from.secretKeyRef().name(), from.secretKeyRef().key());
        }
        if (from.migrationRef() != null) {
            return new Source.OfMigration(
                    from.migrationRef().name(), from.migrationRef().field());
        }
        if (from.databaseRef() != null) {
            return new Source.OfDatabase(
                    from.databaseRef().name(), from.databaseRef().field());
        }
        if (from.imageStoreRef() != null) {
            return new Source.OfImageStore(
                    from.imageStoreRef().name(), from.imageStoreRef().field());
        }
        if (from.template() != null) {
            return template(field + ".template", from.template());
        }
        throw newer(field);
    }

    private static Set<String> formerRoles(AppConfigStatus status, String roleName) {
        return Stream.ofNullable(status.resources())
                .flatMap(List::stream)
                .filter(resource -> INLINE_POLICY.equals(resource.type()))
                .map(AwsResource::arn)
                .map(arn -> arn.substring(0, arn.indexOf('/')))
                .filter(role -> !role.equals(roleName))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Long> known(AppConfigStatus status) {
        var drifted = Stream.ofNullable(status.drift())
                .flatMap(List::stream)
                .map(Drift::field)
                .collect(Collectors.toSet());
        return Stream.ofNullable(status.parameters())
                .flatMap(List::stream)
                .filter(it -> it.version() != null && !drifted.contains(field(it.name())))
                .collect(Collectors.toUnmodifiableMap(
                        AppConfigStatus.Parameter::name, AppConfigStatus.Parameter::version));
    }

    private static OnChange onChange(AppConfigSpec.RunCommand command) {
        return new OnChange(List.copyOf(command.targets()), List.copyOf(command.commands()));
    }

    private static Applied applied(AppConfigStatus status) {
        if (status == null || status.conditions() == null || status.onChange() == null) {
            return null;
        }
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(AppConfigReport.CHANGE_APPLIED) && condition.isTrue())
                .findFirst()
                .map(condition ->
                        new Applied(status.onChange().revision(), Instant.parse(condition.lastTransitionTime())))
                .orElse(null);
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(FailureReason.INVALID_SPEC, message);
    }

    private static ProblemException newer(String field) {
        return new ProblemException(
                FailureReason.WRITTEN_FOR_NEWER_VERSION,
                field + " has a value that this operator does not know: update the operator or change it");
    }
}
