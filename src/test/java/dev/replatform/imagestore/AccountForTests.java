package dev.replatform.imagestore;

import dev.replatform.aws.AwsRegions;
import dev.replatform.ownership.AllowTag;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Calls;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Faults;
import dev.replatform.sandbox.aws.FirstCalls;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.BoxHost;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.cloudfront.SandboxCloudFront;
import dev.replatform.sandbox.aws.ec2.SandboxEc2;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.sandbox.aws.sts.SandboxSts;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandStatus;
import software.amazon.awssdk.services.sts.StsClient;

/** An account of the sandbox with one role and one box, as an ImageStore needs them. */
final class AccountForTests implements AutoCloseable {
    static final String INSTANCE = "i-0abc1234def567890";
    static final String ROLE = "cloudtalents-ec2";
    static final String BUCKET = "cloudtalents-startup-images";

    private static final Map<String, String> SETTINGS =
            Map.of("aws.accessKeyId", "AKIAOPERATOR", "aws.secretAccessKey", "secret");
    private static final String MAY_ASSUME = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "ec2.amazonaws.com"}}]}""";

    private final Gateway gateway = new Gateway();
    private final BoxHost boxHost;
    private final SandboxSsm ssm;
    final SandboxIam iam = new SandboxIam();
    final SandboxCloudFront cloudFront;
    final SandboxS3 s3;
    final Box box;
    final Path images;
    AwsRegions regions;

    AccountForTests(Path folder) throws IOException {
        var boxes = new Boxes();
        boxHost = new BoxHost(boxes, gateway.endpoint(), gateway::accessKeyFor);
        ssm = new SandboxSsm(boxes, Delays.TESTS, iam.policies());
        s3 = new SandboxS3(folder.resolve("s3"), iam.policies(), new Addresses(), new InetSocketAddress(1));
        gateway.serve(SsmClient.class, ssm);
        var ec2 = new SandboxEc2(boxes);
        gateway.serve(Ec2Client.class, ec2);
        gateway.serve(S3Client.class, s3);
        gateway.serve(IamClient.class, iam);
        cloudFront = new SandboxCloudFront(Delays.TESTS, iam.policies(), new Addresses(), new InetSocketAddress(1));
        gateway.serve(CloudFrontClient.class, cloudFront);
        gateway.serve(StsClient.class, new SandboxSts());
        FirstCalls.make(gateway.endpoint());
        var allowed = Map.of(AllowTag.TAG, "demo/cloudtalents");
        box = new Box(INSTANCE, folder.resolve("box"), ROLE, "10.10.10.10", allowed);
        images = Files.createDirectories(folder.resolve("box/opt/app/media/user_image"));
        boxHost.add(box);
        role(ROLE);
        var services = new BoundCaller.Services(null, null, s3, cloudFront, ssm, iam, ec2);
        var rights = new BoundCaller(new PolicyFiles(Path.of("deploy", "iam"), "demo").all(), services);
        rights.tagKey(Account.SANDBOX.arn("kms", "key/images"), Map.of(AllowTag.TAG, "demo/cloudtalents"));
        gateway.guard("AKIAOPERATOR", rights);
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", gateway.endpoint().toString());
        restartOperator();
    }

    /** Makes a role that may be used. */
    void role(String name) {
        iam.createRole(role -> role.roleName(name)
                .assumeRolePolicyDocument(MAY_ASSUME)
                .tags(Tag.builder().key(AllowTag.TAG).value("demo/cloudtalents").build()));
    }

    void restartOperator() {
        if (regions != null) {
            regions.close();
        }
        regions = new AwsRegions("eu-west-1");
    }

    Calls calls() {
        return gateway.calls();
    }

    Faults faults() {
        return gateway.faults();
    }

    void image(String name, String content) throws IOException {
        var file = images.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    void put(String key, String content) {
        s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    /** Waits, without a look of the operator, until every command that was sent has ended well. */
    void awaitCommands() {
        Eventually.until(() -> ssm.listCommands(list -> list.instanceId(INSTANCE)).commands().stream()
                .allMatch(command -> command.status() == CommandStatus.SUCCESS));
    }

    /** @return contents by key, the operator's own records left out */
    Map<String, String> objects() {
        var contents = new TreeMap<String, String>();
        s3.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
                .filter(object -> !object.key().startsWith(".replatform/"))
                .forEach(object -> contents.put(
                        object.key(),
                        s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(object.key()))
                                .asUtf8String()));
        return contents;
    }

    @Override
    public void close() {
        regions.close();
        boxHost.close();
        ssm.close();
        gateway.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }
}
