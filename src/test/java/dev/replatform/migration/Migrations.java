package dev.replatform.migration;

import dev.replatform.api.v1alpha1.MigrationSpec.Cutover;
import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.aws.DmsEndpoints.Endpoint;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsInstances.SubnetGroup;
import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.dms.DeclaredResources;
import dev.replatform.migration.dms.TaskDocuments;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.RowIdentity;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One Migration in the states that the stages' tests look at. */
public final class Migrations {
    public static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    public static final Owner OWNER = new Owner("demo", "shop", "mvp", "uid-1");
    public static final Map<String, String> OURS = OWNER.tagsWith(Map.of());
    public static final Map<String, String> FOREIGN = Map.of(Owner.TAG, "demo/shop/other");
    public static final Problem DENIED = new Problem(FailureReason.ACCESS_DENIED, "denied");
    public static final Ends ENDS = new Ends(
            OWNER,
            1,
            new PostgresAddress("10.0.0.1", 5432, "mvp", "require"),
            new Login("admin", "secret-1"),
            new Login("dms", "secret-2"),
            new PostgresAddress("mvp.rds.example", 5432, "mvp", "require"),
            new Login("master", "secret-3"),
            new Login("app", "secret-4"));

    /** What a task is told that moves {@code public.author}. */
    public static final Documents DOCUMENTS = TaskDocuments.wanted(
            new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of()),
            List.of(table("author")),
            0,
            "dms.t3.micro");

    /** Every row is proved; at {@link #NOW}. */
    public static final ProofState PROVED =
            new ProofState(NOW, 3, 3, 5_500, 5_500, 0, 0, 0, List.of(), List.of(), true, 0, 0);

    private static final SlotLimits SLOT = new SlotLimits(5, 20, false);

    private Migrations() {}

    /** @param approval the tokens that the user gave, with a comma between them; null where there is none */
    public static EffectiveMigration spec(Cutover.Mode mode, String approval, boolean deleting) {
        return spec(1, mode, approval, deleting, "dms.t3.micro", null, false, OURS, SLOT);
    }

    public static EffectiveMigration deletedWithoutSource() {
        return spec(1, Cutover.Mode.Manual, null, true, "dms.t3.micro", null, true, OURS, SLOT);
    }

    public static EffectiveMigration withInstanceClass(String instanceClass) {
        return spec(1, Cutover.Mode.Manual, null, false, instanceClass, null, false, OURS, SLOT);
    }

    public static EffectiveMigration withTags(Map<String, String> tags) {
        return spec(1, Cutover.Mode.Manual, null, false, "dms.t3.micro", null, false, tags, SLOT);
    }

    public static EffectiveMigration withExistingInstance(String identifier) {
        return spec(1, Cutover.Mode.Manual, null, false, null, identifier, false, OURS, SLOT);
    }

    public static EffectiveMigration ofRun(int run) {
        return spec(run, Cutover.Mode.Manual, null, false, "dms.t3.micro", null, false, OURS, SLOT);
    }

    public static EffectiveMigration withSlot(SlotLimits slot) {
        return spec(1, Cutover.Mode.Manual, null, false, "dms.t3.micro", null, false, OURS, slot);
    }

    private static EffectiveMigration spec(
            int run,
            Cutover.Mode mode,
            String approval,
            boolean deleting,
            String instanceClass,
            String existingInstance,
            boolean sourceIsGone,
            Map<String, String> tags,
            SlotLimits slot) {
        return new EffectiveMigration(
                OWNER,
                deleting,
                run,
                "eu-west-1",
                "mvp",
                "10.0.0.1",
                5432,
                "mvp",
                "require",
                new SourceBox(null, false),
                new SecretRef("dms", null, null),
                new SecretRef("admin", null, null),
                new SecretRef("app", null, null),
                List.of("app"),
                "mvp",
                null,
                "require",
                existingInstance,
                instanceClass,
                null,
                50,
                List.of("subnet-a", "subnet-b"),
                List.of(),
                false,
                new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of()),
                true,
                null,
                Set.of(),
                mode,
                approval == null ? Set.of() : Set.of(approval.split(",")),
                5,
                600,
                false,
                slot,
                new ValidationLimits(true, 50),
                Optional.empty(),
                tags,
                sourceIsGone,
                new AllowTag(true));
    }

    /** A table with a key and nothing of interest. */
    public static SourceTable table(String name) {
        return new SourceTable(
                new TableName("public", name), 10, RowIdentity.of(List.of("id")), false, false, List.of(), List.of());
    }

    public static EffectiveMigration spec() {
        return spec(Cutover.Mode.Manual, null, false);
    }

    /** @return what is seen where both journals hold these steps */
    public static ObservedMigration reached(Step... steps) {
        return new ObservedMigration(Seen.present(ENDS), Seen.present(entries(steps)), Seen.present(entries(steps)));
    }

    public static Map<Step, Entry> entries(Step... steps) {
        return Arrays.stream(steps)
                .collect(Collectors.toMap(Function.identity(), step -> new Entry(step, Map.of(), NOW)));
    }

    public static Seen<Task> task(String status, String stopReason, Map<String, String> tags) {
        return Seen.present(new Task("mvp", "arn:task", status, stopReason, "", NOW, NOW, 100, 3, 0, DOCUMENTS, tags));
    }

    public static Seen<Task> failed(Instant since) {
        return Seen.present(
                new Task("mvp", "arn:task", "failed", null, "SqlState: 28000", NOW, since, 100, 3, 0, DOCUMENTS, OURS));
    }

    public static Seen<Task> task(String status) {
        return task(status, null, OURS);
    }

    public static Seen<Instance> instance(String status) {
        return instance(status, OURS);
    }

    public static Seen<Instance> instance(String status, Map<String, String> tags) {
        return Seen.present(new Instance(
                "mvp", "arn:instance", status, "dms.t3.micro", "3.5.4", 50, false, List.of(), List.of(), tags));
    }

    public static Seen<SubnetGroup> subnetGroup() {
        return Seen.present(new SubnetGroup("mvp", "vpc-1"));
    }

    public static Seen<Endpoint> endpoint(String name, String status) {
        return Seen.present(new Endpoint(
                name,
                "arn:" + name,
                status,
                name.endsWith("source") ? "10.0.0.1" : "mvp.rds.example",
                5432,
                "mvp",
                name.endsWith("source") ? "dms" : "master",
                "require",
                endpointSettings(name.endsWith("source")),
                endpointTags()));
    }

    private static Map<String, String> endpointTags() {
        var tags = new HashMap<>(OURS);
        tags.put(DeclaredResources.LOGIN_TAG, "");
        return Map.copyOf(tags);
    }

    /** @return what the endpoint is wanted to have */
    private static Map<String, String> endpointSettings(boolean source) {
        return new NewEndpoint("", source, "", 5432, "", "", "", "require", 8000, Map.of()).settings();
    }
}
