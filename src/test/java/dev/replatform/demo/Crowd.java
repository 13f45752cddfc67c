package dev.replatform.demo;

import dev.replatform.demo.Passwords.Login;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * Many small applications on one box, each with a Database, a Migration, an ImageStore and an AppConfig: what a
 * measurement of the operator is made with. Some Migrations replicate and wait for approval; the others wait for a Database
 * that is not there. They share replication instances, as an account has 60 of them and each takes the endpoints of 50.
 */
final class Crowd {
    private static final int MIGRATIONS_OF_AN_INSTANCE = 25;
    private static final AwsBasicCredentials OWNER = AwsBasicCredentials.create("AKIAACCOUNTOWNER", "owner");
    private static final String SUBNETS = "dms-shared";

    private final int size;
    private final int replicating;
    private final SandboxAws aws;
    private final Passwords passwords;

    /**
     * @param size objects of each kind
     * @param replicating how many of the Migrations do so
     */
    Crowd(int size, int replicating, SandboxAws aws, Passwords passwords) {
        this.size = size;
        this.replicating = replicating;
        this.aws = aws;
        this.passwords = passwords;
    }

    /** Makes what stands before the first object is applied: databases on a box, roles, replication instances. */
    void settle() {
        aws.ssm().parameters().limitPuts(3);
        var connections = String.valueOf(50 + 10 * replicating);
        var slots = String.valueOf(10 + 2 * replicating);
        var box = aws.servers()
                .box(
                        OldBox.ADDRESS,
                        Map.of(
                                "wal_level", "logical",
                                "max_connections", connections,
                                "max_wal_senders", slots,
                                "max_replication_slots", slots),
                        new dev.replatform.sandbox.aws.servers.Login(
                                passwords.admin().username(), passwords.admin().password()),
                        List.of("hostssl all all 127.0.0.0/8 scram-sha-256"));
        box.execute("postgres", login(passwords.app(), "LOGIN"), login(passwords.dms(), "LOGIN REPLICATION"));
        numbers().limit(replicating).forEach(number -> makeDatabase(box, number));
        try (var iam = aws.client(IamClient.builder(), OWNER)) {
            iam.createRole(it -> it.roleName("dms-vpc-role").assumeRolePolicyDocument(assumedBy("dms")));
            numbers()
                    .forEach(number -> iam.createRole(it -> it.roleName("app-" + number)
                            .assumeRolePolicyDocument(assumedBy("ec2"))
                            .tags(allowed())));
        }
        makeReplicationInstances();
    }

    /** @return all of one kind */
    List<GenericKubernetesResource> objects(Kind kind) {
        return numbers().map(number -> object(kind, number)).toList();
    }

    private Stream<String> numbers() {
        return IntStream.rangeClosed(1, size).mapToObj("%03d"::formatted);
    }

    private static String login(Login login, String rights) {
        return "CREATE ROLE %s %s PASSWORD '%s'".formatted(login.username(), rights, login.password());
    }

    private void makeDatabase(PostgresServer box, String number) {
        var name = "app" + number;
        box.execute(
                "postgres",
                "CREATE DATABASE %s OWNER %s".formatted(name, passwords.app().username()));
        box.execute(
                name,
                "CREATE TABLE note (id bigint PRIMARY KEY, body text NOT NULL)",
                "INSERT INTO note SELECT n, 'note ' || n FROM generate_series(1, 100) n",
                "ALTER TABLE note OWNER TO " + passwords.app().username(),
                "GRANT SELECT ON note TO " + passwords.dms().username());
    }

    private static String assumedBy(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "%s.amazonaws.com"}}]}
                """.formatted(service);
    }

    private static Tag allowed() {
        return Tag.builder().key(OldBox.ALLOW_TAG).value(OldBox.ALLOWED).build();
    }

    private void makeReplicationInstances() {
        try (var dms = aws.client(DatabaseMigrationClient.builder(), OWNER)) {
            dms.createReplicationSubnetGroup(it -> it.replicationSubnetGroupIdentifier(SUBNETS)
                    .replicationSubnetGroupDescription("two zones")
                    .subnetIds("subnet-0a1b2c3d", "subnet-4e5f6a7b"));
            for (int first = 0; first < size; first += MIGRATIONS_OF_AN_INSTANCE) {
                var identifier = sharedBy(first);
                dms.createReplicationInstance(it -> it.replicationInstanceIdentifier(identifier)
                        .replicationInstanceClass("dms.r5.large")
                        .replicationSubnetGroupIdentifier(SUBNETS)
                        .publiclyAccessible(false)
                        .tags(software.amazon.awssdk.services.databasemigration.model.Tag.builder()
                                .key(OldBox.ALLOW_TAG)
                                .value(OldBox.ALLOWED)
                                .build()));
            }
        }
    }

    private static String sharedBy(int index) {
        return "shared-" + (index / MIGRATIONS_OF_AN_INSTANCE + 1);
    }

    private GenericKubernetesResource object(Kind kind, String number) {
        var index = Integer.parseInt(number) - 1;
        var yaml = spec(kind)
                .replace("TARGET", index < replicating ? "app-NUMBER" : "not-there")
                .replace("SHARED", sharedBy(index))
                .replace("NUMBER", number);
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }

    private static String spec(Kind kind) {
        return switch (kind) {
            case DATABASE -> """
                apiVersion: replatform.dev/v1alpha1
                kind: Database
                metadata: {name: app-NUMBER, namespace: cloudtalents}
                spec:
                  engineVersion: "16"
                  instanceClass: db.t3.micro
                  databaseName: mvp
                  credentials: {secretRef: {name: mvp-db}}
                  network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
                """;
            case MIGRATION -> """
                apiVersion: replatform.dev/v1alpha1
                kind: Migration
                metadata: {name: app-NUMBER, namespace: cloudtalents}
                spec:
                  source:
                    host: 10.10.10.10
                    database: appNUMBER
                    credentials: {secretRef: {name: mvp-dms}}
                    adminCredentials: {secretRef: {name: mvp-admin}}
                    appCredentials: {secretRef: {name: mvp-app}}
                  target: {databaseRef: {name: TARGET}, appCredentials: {secretRef: {name: mvp-app}}}
                  replicationInstance: {existing: {identifier: SHARED}}
                """;
            case IMAGE_STORE -> """
                apiVersion: replatform.dev/v1alpha1
                kind: ImageStore
                metadata: {name: app-NUMBER, namespace: cloudtalents}
                spec:
                  bucketName: cloudtalents-images-NUMBER
                  cdn: {}
                  access: {roleName: app-NUMBER}
                """;
            case APP_CONFIG -> """
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: app-NUMBER, namespace: cloudtalents}
                spec:
                  path: /cloudtalents/app-NUMBER
                  access: {roleName: app-NUMBER}
                  parameters:
                    - {name: secret_key, generate: {length: 50}}
                    - {name: db_user, valueFrom: {databaseRef: {name: app-NUMBER, field: username}}}
                    - {name: db_password, valueFrom: {databaseRef: {name: app-NUMBER, field: password}}}
                    - {name: database_endpoint, valueFrom: {databaseRef: {name: app-NUMBER, field: host}}}
                    - {name: bucket, valueFrom: {imageStoreRef: {name: app-NUMBER, field: bucketName}}}
                    - {name: domain, valueFrom: {imageStoreRef: {name: app-NUMBER, field: domainName}}}
                """;
        };
    }

    /** @return every kind, in the order in which they are applied */
    List<GenericKubernetesResource> everything() {
        var all = new ArrayList<GenericKubernetesResource>();
        for (var kind : Kind.values()) {
            all.addAll(objects(kind));
        }
        return all;
    }
}
