package dev.replatform.sandbox.aws.readers;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.cloudfront.SandboxCloudFront;
import dev.replatform.sandbox.aws.dms.SandboxDms;
import dev.replatform.sandbox.aws.ec2.SandboxEc2;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.rds.SandboxRds;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.sandbox.aws.sts.SandboxSts;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.utils.StringUtils;

/**
 * An account with at least one resource of every kind that the sandbox serves, for clients that nobody here wrote:
 * {@code read_everything.py} beside it reads it all.
 */
public final class FullAccount {
    /** What reads, by AWS's way of naming operations. */
    private static final Pattern READS = Pattern.compile("(describe|get|head|list)[A-Z].*");

    private static final Map<String, Class<? extends SdkClient>> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("rds", SandboxRds.class);
        SERVICES.put("dms", SandboxDms.class);
        SERVICES.put("s3", SandboxS3.class);
        SERVICES.put("cloudfront", SandboxCloudFront.class);
        SERVICES.put("ssm", SandboxSsm.class);
        SERVICES.put("iam", SandboxIam.class);
        SERVICES.put("ec2", SandboxEc2.class);
        SERVICES.put("sts", SandboxSts.class);
    }

    private FullAccount() {}

    /**
     * Prints the endpoint, then a line for every operation that reads ({@code rds DescribeDBInstances}), then an empty one; lives
     * until its input ends.
     */
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory("replatform-full-account-");
        // Also where filling fails or somebody ends it: servers and files are left behind by nobody.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> PostgresServer.cleanUp(folder)));
        try (var aws = SandboxAws.start(folder, Delays.TESTS)) {
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            StorageAndSettings.fill(aws, Files.createDirectories(folder.resolve("box")));
            Databases.fill(aws);
            out.println(aws.endpoint());
            SERVICES.forEach(
                    (service, type) -> reads(type).forEach(operation -> out.println(service + " " + operation)));
            out.println();
            while (System.in.read() >= 0) {
                // Whatever is said: only the end counts.
            }
        }
    }

    /** @return the wire names of the operations that read; the SDK's method names are these with a small first letter */
    private static Stream<String> reads(Class<? extends SdkClient> service) {
        return Arrays.stream(service.getMethods())
                .filter(method -> method.getDeclaringClass().getPackageName().equals(service.getPackageName()))
                .filter(method -> !method.isBridge())
                .map(Method::getName)
                .filter(READS.asMatchPredicate())
                .map(StringUtils::capitalize)
                .distinct()
                .sorted();
    }
}
