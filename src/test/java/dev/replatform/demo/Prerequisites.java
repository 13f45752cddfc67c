package dev.replatform.demo;

import dev.replatform.sandbox.aws.SandboxAws;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.rds.RdsClient;

/** What an account has before the first object is applied, under the names that the YAML gives it, free for these objects. */
final class Prerequisites {
    private static final AwsBasicCredentials OWNER = AwsBasicCredentials.create("AKIAACCOUNTOWNER", "owner");
    private static final String SUBNET_GROUP = "rehearsal";

    private final SandboxAws aws;
    private final Manifests manifests;
    private final String allowed;

    Prerequisites(SandboxAws aws, Manifests manifests) {
        this.aws = aws;
        this.manifests = manifests;
        this.allowed = "demo/" + manifests.namespace();
    }

    /** Subnets, security groups and keys need not be made: the sandbox takes every id of the right form. */
    void make() {
        makeRoles();
        manifests.text(Kind.DATABASE, "spec", "network", "subnetGroupName").ifPresent(this::makeDatabaseSubnetGroup);
        manifests
                .text(Kind.MIGRATION, "spec", "replicationInstance", "existing", "identifier")
                .ifPresent(this::makeReplicationInstance);
    }

    /** DMS's own role, the instance profile's, and those that the objects name. */
    private void makeRoles() {
        var roles = new TreeSet<>(manifests.named("roleName"));
        roles.add(OldBox.ROLE);
        try (var iam = aws.client(IamClient.builder(), OWNER)) {
            iam.createRole(role -> role.roleName("dms-vpc-role").assumeRolePolicyDocument(assumedBy("dms")));
            roles.forEach(name -> iam.createRole(role -> role.roleName(name)
                    .assumeRolePolicyDocument(assumedBy("ec2"))
                    .tags(Tag.builder().key(OldBox.ALLOW_TAG).value(allowed).build())));
        }
    }

    private void makeDatabaseSubnetGroup(String name) {
        try (var rds = aws.client(RdsClient.builder(), OWNER)) {
            rds.createDBSubnetGroup(group -> group.dbSubnetGroupName(name)
                    .dbSubnetGroupDescription("named in the YAML")
                    .tags(software.amazon.awssdk.services.rds.model.Tag.builder()
                            .key(OldBox.ALLOW_TAG)
                            .value(allowed)
                            .build())
                    .subnetIds("subnet-0a1b2c3d", "subnet-4e5f6a7b"));
        }
    }

    private void makeReplicationInstance(String identifier) {
        try (var dms = aws.client(DatabaseMigrationClient.builder(), OWNER)) {
            dms.createReplicationSubnetGroup(group -> group.replicationSubnetGroupIdentifier(SUBNET_GROUP)
                    .replicationSubnetGroupDescription("named in the YAML")
                    .subnetIds("subnet-0a1b2c3d", "subnet-4e5f6a7b"));
            dms.createReplicationInstance(instance -> instance.replicationInstanceIdentifier(identifier)
                    .replicationInstanceClass("dms.t3.medium")
                    .replicationSubnetGroupIdentifier(SUBNET_GROUP)
                    .publiclyAccessible(false)
                    .tags(software.amazon.awssdk.services.databasemigration.model.Tag.builder()
                            .key(OldBox.ALLOW_TAG)
                            .value(allowed)
                            .build()));
        }
    }

    private static String assumedBy(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "%s.amazonaws.com"}}]}
                """.formatted(service);
    }
}
