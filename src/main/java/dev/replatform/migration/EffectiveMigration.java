package dev.replatform.migration;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationSpec;
import dev.replatform.api.v1alpha1.MigrationSpec.Cleanup;
import dev.replatform.api.v1alpha1.MigrationSpec.Cutover;
import dev.replatform.api.v1alpha1.MigrationSpec.ReplicationInstance.Create;
import dev.replatform.api.v1alpha1.MigrationSpec.Schema.SchemaMode;
import dev.replatform.api.v1alpha1.MigrationSpec.SslMode;
import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.TablePatterns;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Migration with every default resolved.
 *
 * @param name derived; of subnet group, replication instance and task, and with a suffix of the endpoints
 * @param run which attempt this is, from 1
 * @param existingInstance null where the Migration makes a replication instance of its own; else the fields that
 *     describe one say nothing
 * @param targetAppCredentials null where the application logs in to the target as the Database's user
 * @param appRoles empty where all login roles but DMS's and the admin's are fenced
 * @param schemaOwner null where it is the user of the application's login on the target
 * @param acceptedDifferences objects that may be missing on the target, as {@code kind:name}
 * @param assessment empty where DMS assesses nothing
 * @param sourceIsGone whether the user says that the source will never answer again
 * @param approvals the tokens that the user gave, in the spec and by annotation: either approves
 */
public record EffectiveMigration(
        Owner owner,
        boolean deleting,
        int run,
        String region,
        String name,
        String sourceHost,
        int sourcePort,
        String sourceDatabase,
        String sourceSslMode,
        SourceBox sourceBox,
        SecretRef dmsCredentials,
        SecretRef adminCredentials,
        SecretRef sourceAppCredentials,
        List<String> appRoles,
        String databaseName,
        SecretRef targetAppCredentials,
        String targetSslMode,
        String existingInstance,
        String instanceClass,
        String dmsEngineVersion,
        int allocatedStorageGiB,
        List<String> subnetIds,
        List<String> securityGroupIds,
        boolean multiAz,
        TablePatterns tables,
        boolean copiesSchema,
        String schemaOwner,
        Set<String> acceptedDifferences,
        Cutover.Mode cutoverMode,
        Set<String> approvals,
        int maxLagSeconds,
        int fenceTimeoutSeconds,
        boolean keepsInstance,
        SlotLimits slot,
        ValidationLimits validation,
        Optional<AssessmentSettings> assessment,
        Map<String, String> tags,
        boolean sourceIsGone,
        AllowTag allowTag) {

    /** How a user lets a deleted Migration go whose source will never answer again. */
    public static final String SOURCE_GONE_ANNOTATION = "replatform.dev/source-gone";

    /** How a user approves without a change of the spec. */
    public static final String APPROVAL_ANNOTATION = "replatform.dev/approve-cutover";

    /** What DMS allows for a replication instance, which allows the least. */
    private static final int NAME_LENGTH = 50;

    private static final int DEFAULT_PORT = 5432;
    private static final int DEFAULT_STORAGE_GIB = 50;
    private static final int DEFAULT_MAX_LAG_SECONDS = 5;
    private static final int DEFAULT_FENCE_SECONDS = 600;

    static EffectiveMigration of(Migration migration, String clusterName, String operatorRegion, AllowTag allowTag) {
        var spec = migration.getSpec();
        var meta = migration.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var source = spec.source();
        var existing = spec.replicationInstance().existing();
        var create = or(spec.replicationInstance().create(), new Create(null, null, null, null, null, null));
        var cutover = or(spec.cutover(), new Cutover(null, null, null, null, null));
        var schema = or(spec.schema(), new MigrationSpec.Schema(null, null, null));
        return new EffectiveMigration(
                owner,
                meta.getDeletionTimestamp() != null,
                or(spec.run(), 1),
                or(spec.region(), operatorRegion),
                owner.derivedName("migration", NAME_LENGTH),
                source.host(),
                or(source.port(), DEFAULT_PORT),
                source.database(),
                sslMode(source.sslMode()),
                SourceBox.of(source),
                source.credentials().secretRef(),
                source.adminCredentials().secretRef(),
                source.appCredentials().secretRef(),
                or(source.appRoles(), List.of()),
                spec.target().databaseRef().name(),
                spec.target().appCredentials() == null
                        ? null
                        : spec.target().appCredentials().secretRef(),
                sslMode(spec.target().sslMode()),
                existing == null ? null : existing.identifier(),
                create.instanceClass(),
                create.engineVersion(),
                or(create.allocatedStorageGiB(), DEFAULT_STORAGE_GIB),
                or(create.subnetIds(), List.of()),
                or(create.securityGroupIds(), List.of()),
                or(create.multiAZ(), false),
                patterns(spec.tables()),
                or(schema.mode(), SchemaMode.Copy) == SchemaMode.Copy,
                schema.owner(),
                Set.copyOf(or(schema.accept(), List.of())),
                or(cutover.mode(), Cutover.Mode.Manual),
                approvals(migration, cutover),
                or(cutover.maxLagSeconds(), DEFAULT_MAX_LAG_SECONDS),
                or(cutover.fenceTimeoutSeconds(), DEFAULT_FENCE_SECONDS),
                spec.cleanup() == Cleanup.KeepInstance,
                SlotLimits.of(spec.slot()),
                ValidationLimits.of(spec.validation()),
                AssessmentSettings.of(spec.assessment()),
                owner.tagsWith(spec.tags()),
                "true".equals(annotation(migration, SOURCE_GONE_ANNOTATION)),
                allowTag);
    }

    /** @return whether the replication instance is this Migration's own */
    public boolean makesInstance() {
        return existingInstance == null;
    }

    /** @return the replication instance's identifier */
    public String instanceName() {
        return makesInstance() ? name : existingInstance;
    }

    public String sourceEndpointName() {
        return name + "-source";
    }

    public String targetEndpointName() {
        return name + "-target";
    }

    private static Set<String> approvals(Migration migration, Cutover cutover) {
        return Stream.of(cutover.approval(), annotation(migration, APPROVAL_ANNOTATION))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String annotation(Migration migration, String name) {
        var annotations = migration.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(name);
    }

    private static TablePatterns patterns(MigrationSpec.Tables tables) {
        var given = or(tables, new MigrationSpec.Tables(null, null, null, null));
        return new TablePatterns(
                or(given.include(), List.of("public.*")),
                or(given.exclude(), List.of()),
                or(given.insertOnly(), List.of()),
                or(given.copyUnderFence(), List.of()));
    }

    private static String sslMode(SslMode mode) {
        return mode == SslMode.NONE ? "none" : "require";
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
