package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec.DatabaseRef.DatabaseField;
import dev.replatform.api.v1alpha1.AppConfigSpec.ImageStoreRef.ImageStoreField;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.api.v1alpha1.Credentials;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationSpec;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the sources of one AppConfig's parameters say, each asked once a look, so that all parameters hear the same. */
final class Sources {
    private static final int DEFAULT_PORT = 5432;

    private final String namespace;
    private final Function<String, Set<MigrationField>> fieldsOf;
    private final Peers peers;
    private final Secrets secrets;
    private final Map<String, Seen<List<Side>>> migrations = new HashMap<>();
    private final Map<String, Seen<Connection>> databases = new HashMap<>();
    private final Map<String, Seen<ImageStore>> imageStores = new HashMap<>();

    /** @param fieldsOf the fields of a Migration, by its name, that parameters come from */
    Sources(String namespace, Function<String, Set<MigrationField>> fieldsOf, Peers peers, Secrets secrets) {
        this.namespace = namespace;
        this.fieldsOf = fieldsOf;
        this.peers = peers;
        this.secrets = secrets;
    }

    Value secret(String name, String key) {
        return Value.of(secrets.value(namespace, name, key), missing("Secret", name));
    }

    /** All fields of a Migration that are asked for come of the active side, or none does: never one side's host with the other's password. */
    Value migration(String name, MigrationField field) {
        var active = sides(name).map(sides -> sides.get(0));
        for (var asked : fieldsOf.apply(name)) {
            var seen = active.then(side -> side.value(asked));
            if (!seen.isPresent()) {
                return Value.of(seen, missing("Migration", name));
            }
        }
        return Value.of(active.then(side -> side.value(field)), missing("Migration", name));
    }

    /** @return the sides of a Migration that are known, the active one first; unknown while it has not named that */
    Seen<List<Side>> sides(String migration) {
        return migrations.computeIfAbsent(
                migration, name -> peers.one(Migration.class, namespace, name).then(this::sides));
    }

    Value database(String name, DatabaseField field) {
        var connection = databases.computeIfAbsent(name, it -> peers.one(Database.class, namespace, it)
                .then(database -> declared(database).map(this::connection)));
        var value = connection.then(it -> switch (field) {
            case host -> it.host();
            case port -> it.port().map(String::valueOf);
            case database -> Seen.present(it.database());
            case username -> it.username();
            case password -> it.password();
            case uri -> it.uri();
            case UNKNOWN -> Seen.<String>absent();
        });
        return Value.of(value, missing("Database", name));
    }

    /** Nothing is published of an ImageStore that does not serve every image yet. */
    Value imageStore(String name, ImageStoreField field) {
        var store = imageStores.computeIfAbsent(name, it -> peers.one(ImageStore.class, namespace, it));
        return Value.of(store.then(it -> ofImageStore(it, field)), missing("ImageStore", name));
    }

    private Seen<List<Side>> sides(Migration migration) {
        var status = migration.getStatus();
        var active = status == null ? null : status.activeEndpoint();
        if (active == null) {
            return notReady(
                    "Migration %s has not said yet which database is active",
                    migration.getMetadata().getName());
        }
        var spec = migration.getSpec();
        var onTarget = MigrationStatus.TARGET.equals(active.side());
        var login = onTarget ? targetLogin(spec.target()) : login(spec.source().appCredentials());
        var activeSide = new Side(
                active.side(),
                new Connection(Seen.present(active.host()), Seen.present(active.port()), active.database(), login));
        return Seen.present(onTarget ? List.of(activeSide, source(spec.source())) : List.of(activeSide));
    }

    private Side source(MigrationSpec.Source source) {
        var port = source.port() == null ? DEFAULT_PORT : source.port();
        return new Side(
                MigrationStatus.SOURCE,
                new Connection(
                        Seen.present(source.host()),
                        Seen.present(port),
                        source.database(),
                        login(source.appCredentials())));
    }

    private Seen<Login> targetLogin(MigrationSpec.Target target) {
        if (target.appCredentials() != null) {
            return login(target.appCredentials());
        }
        var name = target.databaseRef().name();
        var database = peers.one(Database.class, namespace, name);
        return database.isAbsent()
                ? Seen.unknown(missing("Database", name))
                : database.then(Sources::declared)
                        .then(it -> login(it.getSpec().credentials().login()));
    }

    /** What only observes may not say yet what the instance is. */
    private static Seen<Database> declared(Database database) {
        return database.getSpec().declaresInstance()
                ? Seen.present(database)
                : notReady(
                        "Database %s does not say what its instance is made of",
                        database.getMetadata().getName());
    }

    private Connection connection(Database database) {
        var name = database.getMetadata().getName();
        var endpoint =
                database.getStatus() == null ? null : database.getStatus().endpoint();
        Seen<String> host =
                endpoint == null ? notReady("Database %s has no endpoint yet", name) : Seen.present(endpoint.host());
        Seen<Integer> port =
                endpoint == null ? notReady("Database %s has no endpoint yet", name) : Seen.present(endpoint.port());
        return new Connection(
                host,
                port,
                database.getSpec().databaseName(),
                login(database.getSpec().credentials().login()));
    }

    private static Seen<String> ofImageStore(ImageStore store, ImageStoreField field) {
        var name = store.getMetadata().getName();
        var status = store.getStatus();
        if (status == null || !status.isTrue("Imported") || !status.isTrue("ServedThroughCdn")) {
            return notReady("ImageStore %s does not serve every image through its CDN yet", name);
        }
        return switch (field) {
            case bucketName -> Seen.present(status.bucket().name());
            case domainName ->
                status.distribution() == null || status.distribution().domainName() == null
                        ? Seen.unknown(
                                FailureReason.INVALID_SPEC,
                                "ImageStore %s has no domain name: set its spec.cdn".formatted(name))
                        : Seen.present(status.distribution().domainName());
            case UNKNOWN -> Seen.absent();
        };
    }

    private Seen<Login> login(Credentials credentials) {
        return login(credentials.secretRef());
    }

    private Seen<Login> login(SecretRef secret) {
        return secrets.login(namespace, secret);
    }

    private static <T> Seen<T> notReady(String sentence, String name) {
        return Seen.unknown(FailureReason.REFERENCE_NOT_READY, sentence.formatted(name));
    }

    private static Problem missing(String kind, String name) {
        return new Problem(FailureReason.REFERENCE_NOT_FOUND, "%s %s does not exist: create it".formatted(kind, name));
    }
}
