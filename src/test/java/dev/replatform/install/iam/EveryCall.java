package dev.replatform.install.iam;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.AwsRegions;
import dev.replatform.aws.CloudFrontDistributions.NewDistribution;
import dev.replatform.aws.DmsAssessments.NewRun;
import dev.replatform.aws.DmsEndpoints.NewEndpoint;
import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.aws.DmsTasks.NewTask;
import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RdsInstances.NewInstance;
import dev.replatform.aws.RdsModification;
import dev.replatform.aws.S3Buckets.Encryption;
import dev.replatform.aws.S3Buckets.Tidying;
import dev.replatform.aws.SsmParameters.Wanted;
import dev.replatform.reconcile.Seen;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/**
 * Each call of the operator to AWS once, by its own classes, in an account of the sandbox and bound to the policies. AWS may
 * refuse one for another reason than rights: it has asked IAM before. Names are such as the policies' patterns tell apart.
 */
final class EveryCall implements AutoCloseable {
    /** For a cluster named prod, which may touch what is named like cloudtalents. */
    static final PolicyFiles FILES = new PolicyFiles(Path.of("deploy", "iam"), "prod")
            .with("DATABASES", "mvp-*")
            .with("BUCKETS", "cloudtalents-*")
            .with("PARAMETERS", "cloudtalents/*");

    static final String KEY = "AKIAOPERATOR";
    static final String ALLOW = "replatform.dev/allow";
    static final String BUCKET = "cloudtalents-images";
    static final String INSTANCE = "i-0abc1234def567890";
    static final String ROLE = "cloudtalents-ec2";

    /** An instance that the operator may not make, as its name is not among {@code @DATABASES@}. */
    static final String FOREIGN = "production";

    static final String ASSUMED_BY = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "%s.amazonaws.com"}}]}""";

    private static final Map<String, String> SETTINGS = Map.of("aws.accessKeyId", KEY, "aws.secretAccessKey", "secret");
    private static final Map<String, String> OWNED = Map.of("replatform.dev/owner", "prod/cloudtalents/mvp");
    private static final String CONSENT = "prod/cloudtalents";
    private static final String ID_OF_A_KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";

    final SandboxAws aws;
    final BoundCaller caller;
    final List<String> refused = new ArrayList<>();
    private final AwsRegions regions;
    private final AwsClients operator;

    EveryCall(Path folder) {
        aws = SandboxAws.start(folder, Delays.TESTS);
        caller = aws.bind(KEY, FILES.all());
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        regions = new AwsRegions(Account.SANDBOX.region());
        operator = regions.clients(Account.SANDBOX.region());
        standsBefore(folder);
    }

    void all() throws InterruptedException {
        database();
        adoptedDatabase();
        parameters();
        rolesAndCommands();
        bucket();
        distribution();
        migration();
        removals();
        look(operator.account()::identity);
    }

    private void standsBefore(Path folder) {
        aws.iam().createRole(role -> role.roleName("dms-vpc-role")
                .assumeRolePolicyDocument(ASSUMED_BY.formatted("dms")));
        aws.iam().createRole(role -> role.roleName("dms-assessment-mvp")
                .assumeRolePolicyDocument(ASSUMED_BY.formatted("dms")));
        aws.iam().createRole(role -> role.roleName(ROLE).assumeRolePolicyDocument(ASSUMED_BY.formatted("ec2")));
        aws.iam().tagRole(tag -> tag.roleName(ROLE).tags(AwsTags.iam(ALLOW, CONSENT)));
        aws.addBox(INSTANCE, folder.resolve("box"), ROLE, "10.10.10.10", Map.of(ALLOW, CONSENT));
        caller.tagKey(Account.SANDBOX.arn("kms", "key/" + ID_OF_A_KEY), Map.of(ALLOW, CONSENT));
        aws.rds().createDBSubnetGroup(group -> group.dbSubnetGroupName("shared")
                .dbSubnetGroupDescription("Somebody's")
                .subnetIds("subnet-a", "subnet-b")
                .tags(AwsTags.rds(ALLOW, CONSENT)));
        makeForeign(aws, FOREIGN);
        aws.rds().addTagsToResource(add -> add.resourceName(Account.SANDBOX.arn("rds", "db:" + FOREIGN))
                .tags(AwsTags.rds(ALLOW, CONSENT)));
    }

    static void makeForeign(SandboxAws aws, String identifier) {
        aws.rds().createDBInstance(create -> create.dbInstanceIdentifier(identifier)
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(20)
                .masterUsername("owner")
                .masterUserPassword("owners-password"));
    }

    private void database() {
        var groups = operator.rdsGroups();
        var instances = operator.rdsInstances();
        act(() -> groups.createSubnetGroup("cloudtalents-mvp", "Ours", List.of("subnet-a", "subnet-b"), OWNED));
        act(() -> groups.createParameterGroup("cloudtalents-mvp", "postgres16", "Ours", OWNED));
        act(() -> groups.setParameters("cloudtalents-mvp", Map.of("log_min_duration_statement", "500")));
        act(() -> instances.create(instance("mvp-database", "cloudtalents-mvp")));
        act(() -> instances.create(instance("mvp-shared", "shared")));
        look(() -> groups.subnetGroup("cloudtalents-mvp"));
        look(() -> groups.parameterGroups("cloudtalents"));
        look(() -> groups.parameters("cloudtalents-mvp"));
        look(() -> instances.one("mvp-database"));
        look(() -> instances.snapshot("mvp-database-last"));
        look(() -> instances.engineVersions("16"));
        look(() -> instances.upgradesFrom("16.9"));
        look(() -> instances.canBeOrdered("db.t3.micro", "16.9"));
        act(() -> groups.changeParameters(
                "cloudtalents-mvp", Map.of("work_mem", "8192"), Set.of("log_min_duration_statement")));
        act(() -> groups.modifySubnetGroup("cloudtalents-mvp", List.of("subnet-a", "subnet-b", "subnet-c")));
        var upgrade = new RdsModification("mvp-database", true);
        upgrade.engineVersion("17.5", true);
        upgrade.parameterGroup("cloudtalents-mvp");
        act(() -> instances.modify(upgrade));
        act(() -> instances.reboot("mvp-database"));
    }

    /** Somebody's that is taken over with his consent, which he then takes back. */
    private void adoptedDatabase() {
        var arn = Account.SANDBOX.arn("rds", "db:" + FOREIGN);
        act(() -> operator.rdsInstances().tag(arn, OWNED));
        aws.rds().removeTagsFromResource(remove -> remove.resourceName(arn).tagKeys(ALLOW));
        act(() -> operator.rdsInstances().tag(arn, OWNED));
    }

    private static NewInstance instance(String identifier, String subnetGroup) {
        return new NewInstance(
                identifier,
                "16.9",
                "db.t3.micro",
                20,
                "gp3",
                null,
                ID_OF_A_KEY,
                "mvp",
                5432,
                "mvp_master",
                "master-password-1",
                "cloudtalents-mvp",
                subnetGroup,
                List.of("sg-a"),
                false,
                7,
                null,
                null,
                false,
                List.of(),
                false,
                OWNED);
    }

    private void parameters() {
        var parameters = operator.ssmParameters();
        var theme = new Wanted("/cloudtalents/startup/theme", true, ID_OF_A_KEY, "light");
        act(() -> parameters.create(theme, OWNED));
        act(() -> parameters.create(
                new Wanted("/cloudtalents/startup/motto", true, ID_OF_A_KEY, "x".repeat(5000)), OWNED));
        act(() -> parameters.overwrite(theme));
        act(() -> parameters.tag(theme.name(), OWNED, Set.of("former")));
        look(() -> parameters.under("/cloudtalents/startup"));
        look(() -> parameters.tags(theme.name()));
        look(() -> parameters.metadata("/cloudtalents/startup"));
        act(() -> parameters.delete(List.of(theme.name())));
    }

    private void rolesAndCommands() {
        var roles = operator.iamRoles();
        var commands = operator.runCommands();
        act(() -> roles.putInlinePolicy(
                ROLE,
                "images",
                PolicyDocument.of(List.of(Map.of(
                        "Sid", "Read",
                        "Effect", "Allow",
                        "Action", "s3:GetObject",
                        "Resource", "arn:aws:s3:::" + BUCKET + "/*")))));
        look(() -> roles.role(ROLE, role -> false));
        look(() -> roles.serviceRole("dms-vpc-role"));
        look(() -> roles.inlinePolicy(ROLE, "images"));
        act(() -> roles.deleteInlinePolicy(ROLE, "images"));
        look(() -> operator.ec2Instances().one(INSTANCE));
        var networks = operator.ec2Networks();
        look(() -> networks.subnets(List.of("subnet-a")));
        look(() -> networks.securityGroups(List.of("sg-a")));
        look(() -> networks.instanceAt("10.10.10.10"));
        look(() -> commands.agentIsOnline(INSTANCE));
        act(() -> commands.send(List.of(INSTANCE), "a comment", List.of("true"), Duration.ofMinutes(1)));
        look(() -> commands.newest(INSTANCE, command -> true));
        look(() -> commands.invocations("00000000-0000-0000-0000-000000000000"));
        look(() -> commands.said("00000000-0000-0000-0000-000000000000", INSTANCE));
    }

    private void bucket() {
        var buckets = operator.s3Buckets();
        var objects = operator.s3Objects();
        var account = Account.SANDBOX.id();
        act(() -> buckets.create(BUCKET, OWNED));
        act(() -> buckets.tag(BUCKET, account, OWNED));
        act(() -> buckets.blockPublicAccess(BUCKET, account));
        act(() -> buckets.enforceOwner(BUCKET, account));
        act(() -> buckets.setVersioning(BUCKET, account, BucketVersioningStatus.ENABLED.toString()));
        act(() -> buckets.setEncryption(BUCKET, account, Encryption.with(ID_OF_A_KEY)));
        act(() -> buckets.tidy(BUCKET, account, new Tidying(7, null)));
        act(() -> buckets.tidy(BUCKET, account, new Tidying(null, null)));
        act(() -> buckets.setPolicy(BUCKET, account, bucketPolicy()));
        look(() -> buckets.one(BUCKET, account));
        look(() -> buckets.regionOf(BUCKET));
        act(() -> buckets.setPolicy(BUCKET, account, PolicyDocument.of(List.of())));
        var record = "{}".getBytes(StandardCharsets.UTF_8);
        act(() -> objects.put(BUCKET, account, ".replatform/1/proof.json", "application/json", record));
        aws.s3().putObject(put -> put.bucket(BUCKET).key("media/a.png"), RequestBody.fromString("an image"));
        // Its name cannot stand in XML: it is deleted by a call of its own.
        aws.s3().putObject(put -> put.bucket(BUCKET).key("media/bell\b.png"), RequestBody.fromString("an image"));
        aws.s3().createMultipartUpload(begin -> begin.bucket(BUCKET).key("media/b.png"));
        look(() -> objects.etags(BUCKET, "media/"));
        look(() -> objects.content(BUCKET, "media/a.png"));
        look(() -> objects.anythingOutside(BUCKET, "media/"));
        act(() -> objects.list(BUCKET, "media/", each -> {}));
        act(() -> objects.digest(BUCKET, "media/a.png"));
        act(() -> objects.removeForGood(BUCKET, account, "", gone -> {}));
        act(() -> buckets.delete(BUCKET, account));
    }

    private static PolicyDocument bucketPolicy() {
        return PolicyDocument.of(List.of(Map.of(
                "Sid",
                "ReplatformCloudFront",
                "Effect",
                "Allow",
                "Principal",
                Map.of("Service", "cloudfront.amazonaws.com"),
                "Action",
                "s3:GetObject",
                "Resource",
                "arn:aws:s3:::" + BUCKET + "/*",
                "Condition",
                Map.of("StringEquals", Map.of("AWS:SourceArn", "arn:aws:cloudfront::123456789012:distribution/E1")))));
    }

    private void distribution() {
        var cloudFront = operator.cloudFrontDistributions();
        var domain = operator.s3Buckets().domain(BUCKET);
        act(() -> cloudFront.createAccessControl("cloudtalents-mvp", "prod/cloudtalents/mvp"));
        var control =
                look(() -> cloudFront.accessControlNamed("cloudtalents-mvp")).id();
        look(() -> cloudFront.accessControl(control));
        act(() -> cloudFront.restoreAccessControl(control));
        act(() -> cloudFront.create(
                new NewDistribution("uid", "prod/cloudtalents/mvp", domain, control, "PriceClass_100", OWNED)));
        var made = look(() -> cloudFront.candidates("prod/cloudtalents/mvp", domain))
                .get(0);
        look(() -> cloudFront.one(made.id()));
        act(() -> cloudFront.tag(made.arn(), OWNED, Set.of("former")));
        act(() -> cloudFront.enable(made.id(), "PriceClass_200"));
        act(() -> cloudFront.delete(made.id()));
        act(() -> cloudFront.deleteAccessControl(control));
    }

    private void migration() throws InterruptedException {
        var instances = operator.dmsInstances();
        var endpoints = operator.dmsEndpoints();
        var tasks = operator.dmsTasks();
        var assessments = operator.dmsAssessments();
        look(operator.dmsAccount()::orderable);
        look(operator.dmsAccount()::quotas);
        act(() -> instances.createSubnetGroup("cloudtalents-mvp", List.of("subnet-a", "subnet-b"), OWNED));
        look(() -> instances.subnetGroup("cloudtalents-mvp"));
        var wanted = newReplicationInstance("cloudtalents-mvp", OWNED);
        act(() -> instances.create(wanted));
        var own = available("cloudtalents-mvp");
        aws.dms().createReplicationInstance(create -> create.replicationInstanceIdentifier("shared")
                .replicationInstanceClass("dms.t3.medium")
                .tags(AwsTags.dms(ALLOW, CONSENT)));
        var shared = available("shared");
        act(() -> instances.tag(own, OWNED));
        act(() -> instances.modify(own, wanted));
        act(() -> endpoints.create(endpoint("cloudtalents-mvp-source", true)));
        act(() -> endpoints.create(endpoint("cloudtalents-mvp-target", false)));
        var source = look(() -> endpoints.one("cloudtalents-mvp-source")).arn();
        var target = look(() -> endpoints.one("cloudtalents-mvp-target")).arn();
        act(() -> endpoints.modify(source, endpoint("cloudtalents-mvp-source", true)));
        look(() -> endpoints.connection(own, source));
        act(() -> endpoints.forgetConnection(own, source));
        act(() -> endpoints.forgetConnection(shared, source));
        act(() -> endpoints.test(own, source));
        act(() -> endpoints.forgetConnection(shared, target));
        act(() -> endpoints.test(shared, target));
        var documents = new Documents(TABLES, "{}");
        act(() -> tasks.create(new NewTask("cloudtalents-mvp", source, target, own, documents, OWNED)));
        act(() -> tasks.create(new NewTask("cloudtalents-shared", source, target, shared, documents, OWNED)));
        var task = look(() -> tasks.one("cloudtalents-mvp")).arn();
        look(() -> tasks.statistics(task));
        act(() -> assessments.start(new NewRun(
                task,
                "first",
                BUCKET,
                "dms",
                "arn:aws:iam::" + Account.SANDBOX.id() + ":role/dms-assessment-mvp",
                List.of())));
        look(() -> assessments.runs(task));
        look(() -> assessments.results(task, "arn:run"));
        act(() -> tasks.start(task));
        act(() -> tasks.modify(task, documents));
        act(() -> tasks.reload(task, List.of(new TableStatistics("public", "author", "Before load", 0, 0))));
        act(() -> tasks.stop(task));
        act(() -> tasks.delete(task));
        act(() -> endpoints.delete(source));
        act(() -> instances.delete(own));
        act(() -> instances.deleteSubnetGroup("cloudtalents-mvp"));
    }

    private static final String TABLES = """
            {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
             "object-locator": {"schema-name": "public", "table-name": "%"}}]}""";

    private static dev.replatform.aws.DmsInstances.NewInstance newReplicationInstance(
            String identifier, Map<String, String> tags) {
        return new dev.replatform.aws.DmsInstances.NewInstance(
                identifier, "dms.t3.medium", null, 50, "cloudtalents-mvp", List.of("sg-a"), false, tags);
    }

    private static NewEndpoint endpoint(String identifier, boolean source) {
        return new NewEndpoint(
                identifier, source, "10.10.10.10", 5432, "mvp", "mvp_dms", "dms-pw", "require", 8000, OWNED);
    }

    private String available(String identifier) throws InterruptedException {
        for (int look = 0; look < 100; look++) {
            var instance = look(() -> operator.dmsInstances().one(identifier));
            if (instance.isAvailable()) {
                return instance.arn();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("replication instance " + identifier + " does not come");
    }

    private void removals() {
        act(() -> operator.rdsInstances().delete("mvp-database", "mvp-database-last"));
        act(() -> operator.rdsGroups().deleteParameterGroup("cloudtalents-mvp"));
        act(() -> operator.rdsGroups().deleteSubnetGroup("cloudtalents-mvp"));
    }

    private void act(Runnable call) {
        try {
            call.run();
        } catch (ProblemException e) {
            if (e.problem().reason() == FailureReason.ACCESS_DENIED) {
                refused.add(e.getMessage());
            }
        }
    }

    private <T> T look(Supplier<Seen<T>> call) {
        var seen = call.get();
        seen.problem()
                .filter(problem -> problem.reason() == FailureReason.ACCESS_DENIED)
                .ifPresent(problem -> refused.add(problem.message()));
        return seen.value().orElse(null);
    }

    @Override
    public void close() {
        regions.close();
        aws.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }
}
