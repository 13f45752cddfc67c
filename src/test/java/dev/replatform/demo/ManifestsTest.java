package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: shop-db}
            spec: {databaseName: shop, credentials: {secretRef: {name: master}}}
            """;
    private static final String MIGRATION = """
            ---
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: shop}
            spec:
              source:
                host: db.internal.example
                database: shop
                credentials: {secretRef: {name: dms}}
                adminCredentials: {secretRef: {name: admin, usernameKey: user, passwordKey: pass}}
                appCredentials: {secretRef: {name: app}}
                appRoles: [shop_web]
              target: {databaseRef: {name: shop-db}}
            """;
    private static final String APP_CONFIG = """
            ---
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: web}
            spec:
              path: /shop
              access: {roleName: shop-web}
              parameters:
                - {name: DB_HOST, valueFrom: {migrationRef: {name: shop, field: activeHost}}}
                - {name: DB_USER, valueFrom: {migrationRef: {name: shop, field: activeUsername}}}
                - {name: DB_PASSWORD, valueFrom: {migrationRef: {name: shop, field: activePassword}}}
                - {name: API_KEY, valueFrom: {secretKeyRef: {name: api, key: token}}}
              onChange: {runCommand: {targets: [{key: "tag:App", values: [shop]}], commands: [systemctl restart shop]}}
            """;
    private static final String SECRET = """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: admin}
            stringData: {user: postgres}
            data: {pass: c2VjcmV0}
            """;

    @TempDir
    private Path folder;

    @Test
    void theExamplesAreManifestsLikeOthers() {
        var examples = Manifests.read(Home.find().examples());

        assertThat(examples.kinds()).containsExactly(Kind.values());
        assertThat(examples.namespace()).isEqualTo(Cluster.NAMESPACE);
        for (var kind : Kind.values()) {
            assertThat(examples.name(kind)).contains(kind.object());
        }
        assertThat(AppWiring.of(examples, true).parameters()).containsEntry("database_endpoint", "database_endpoint");
    }

    @Test
    void severalObjectsMayStandInOneFile() throws IOException {
        var manifests = read(DATABASE + MIGRATION + SECRET);

        assertThat(manifests.kinds()).containsExactly(Kind.DATABASE, Kind.MIGRATION);
        assertThat(manifests.secrets()).containsOnlyKeys("admin");
        assertThat(manifests.required(Kind.MIGRATION, "spec", "source", "host")).isEqualTo("db.internal.example");
    }

    @Test
    void loginsComeFromTheSecretsThatAreThereAndTheOthersAreMade() throws IOException {
        var passwords = new Passwords(read(DATABASE + MIGRATION + SECRET));

        assertThat(passwords.admin().username()).isEqualTo("postgres");
        assertThat(passwords.admin().password()).isEqualTo("secret");
        assertThat(passwords.app().username()).isEqualTo("shop_web");
        assertThat(passwords.targetApp()).isEqualTo(passwords.master());
        assertThat(passwords.made())
                .extracting(login -> login.secret().name())
                .containsExactlyInAnyOrder("dms", "app", "master");
    }

    @Test
    void theApplicationIsToldByItsOwnParameters() throws IOException {
        var manifests = read(DATABASE + MIGRATION + APP_CONFIG);

        var wiring = AppWiring.of(manifests, false);

        assertThat(wiring.enough()).isTrue();
        assertThat(wiring.path()).isEqualTo("/shop");
        assertThat(wiring.parameters()).containsEntry("database_endpoint", "DB_HOST");
        assertThat(manifests.named("roleName")).containsExactly("shop-web");
        assertThat(manifests.keysOfMissingSecrets(Set.of())).containsEntry("api", Set.of("token"));
    }

    @Test
    void theWitnessTableIsAddedWhereNoPatternMeansIt() throws IOException {
        var witness = new BoxTable("public", "app_witness", true, 0, 0);
        var manifests = read(DATABASE + MIGRATION + "  tables: {include: [\"shop.*\"]}\n");

        assertThat(manifests.alsoMove(witness)).isTrue();
        assertThat(manifests.<String>list(Kind.MIGRATION, "spec", "tables", "include"))
                .containsExactly("shop.*", "public.app_witness");
        assertThat(manifests.alsoMove(witness)).isFalse();
    }

    static List<Arguments> unusable() {
        return List.of(
                Arguments.of(DATABASE, "has no Migration"),
                Arguments.of(MIGRATION, "has no Database, and a rehearsal needs one (the Migration names shop-db)"),
                Arguments.of(
                        DATABASE + MIGRATION + MIGRATION, "has Migration shop and shop, and a rehearsal takes one"),
                Arguments.of(
                        DATABASE.replace("shop-db", "other") + MIGRATION,
                        "Migration shop refers to Database shop-db, which is not in"),
                Arguments.of(
                        DATABASE + MIGRATION + APP_CONFIG.replace("name: shop, field", "name: other, field"),
                        "AppConfig web refers to Migration other"),
                Arguments.of(
                        DATABASE + MIGRATION.replace("host: db", "hosts: db"),
                        "Migration shop has no spec.source.host"),
                Arguments.of(
                        DATABASE + MIGRATION + "  cutover: {mode: Never}\n", "Migration shop has cutover.mode Never"),
                Arguments.of(
                        DATABASE.replace("spec: {", "spec: {managementPolicy: Observe, ") + MIGRATION,
                        "Database shop-db has managementPolicy Observe"),
                Arguments.of(
                        DATABASE.replace("{name: shop-db}", "{name: shop-db, namespace: a}")
                                + MIGRATION.replace("{name: shop}", "{name: shop, namespace: b}"),
                        "are of the namespaces a, b"));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatIsMissingIsNamed(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSecretWithoutTheNamedKeyIsNamed() throws IOException {
        var manifests = read(DATABASE + MIGRATION + SECRET.replace("user:", "username:"));

        assertThatThrownBy(() -> new Passwords(manifests)).hasMessage("Secret admin has no key user");
    }

    private Manifests read(String yaml) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), yaml);
        return Manifests.read(folder);
    }
}
