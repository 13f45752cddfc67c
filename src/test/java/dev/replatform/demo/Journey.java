package dev.replatform.demo;

import dev.replatform.demo.dump.DumpInput;
import dev.replatform.demo.dump.SqlDump;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * The journey of one application, step by step, for the demo and for tests that break something on the way:
 * {@link #begin}, {@link #applyExamples}, {@link #awaitProposal}, {@link #approve}, {@link #awaitArrival}, {@link #prove}.
 */
public final class Journey implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WHEN_STALLED = Duration.ofSeconds(45);
    private static final int LAST_LINES = 15;

    private static final AwsBasicCredentials OWNER = AwsBasicCredentials.create("AKIAACCOUNTOWNER", "owner");

    private final Options options;
    private final Progress progress;
    private final Home home = Home.find();
    private final Passwords passwords = new Passwords();
    private final List<SqlDump.Report> dumps = new ArrayList<>();
    private final Workspace workspace;
    private SandboxAws aws;
    private Cluster cluster;
    private Operator operator;
    private OldBox box;
    private volatile boolean closed;

    /** Makes nothing but a folder; {@link #begin} brings everything up. */
    Journey(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.workspace = Workspace.open();
    }

    /**
     * A journey on somebody's cluster, whose operator is the one that a chart has installed there.
     *
     * @param address where its pods reach this machine
     */
    public static Journey withOperatorIn(Path kubeconfig, InetAddress address) {
        var options = Options.NONE.on(kubeconfig).operatedFromInside().reachedAt(address);
        return new Journey(options, new Progress(System.out, 0));
    }

    /** Brings up the cluster, AWS, the operator and the box with its application. */
    public void begin() throws SQLException, IOException {
        var dump = dump();
        aws = SandboxAws.start(workspace.resolve("aws"), Delays.DEMO);
        aws.bind(OperatorProcess.KEY.accessKeyId(), new PolicyFiles(home.rights(), "demo").all());
        cluster = options.kubeconfig().map(Cluster::of).orElseGet(() -> Cluster.sandbox(workspace));
        if (options.inCluster()) {
            operator = operatorInCluster();
        } else {
            cluster.install(home.crds());
            operator = operatorBesideThis();
        }
        cluster.createNamespace();
        operator.start();
        progress.say("cluster, AWS and operator are up; the box is being set up");
        createRoles();
        box = dump.isPresent()
                ? OldBox.withDump(aws, home, workspace, passwords, dump.get(), dumps)
                : OldBox.withSample(aws, home, workspace, passwords);
        box.app().start();
        progress.say("the box is up: PostgreSQL, an image folder, and an application that writes");
    }

    private Optional<DumpInput> dump() throws IOException {
        if (options.dump().isEmpty()) {
            return Optional.empty();
        }
        var file = options.dump().get();
        return Optional.of(
                file.equals(Options.STANDARD_INPUT)
                        ? DumpInput.of(System.in, workspace.resolve("dump"))
                        : DumpInput.of(file));
    }

    /** Makes the Secrets that the examples refer to. */
    public void makeSecrets() {
        passwords.all().forEach(cluster::createSecret);
    }

    /** Makes the Secrets and applies the YAML of the examples. */
    public void applyExamples() throws SQLException {
        makeSecrets();
        var examples = Examples.read(home.examples());
        if (options.dump().isPresent()) {
            examples.withTables(box.database().schemas(), box.database().tablesWithoutKey());
        }
        cluster.apply(examples.objects());
        progress.say("kubectl apply -f examples/cloudtalents");
    }

    /** Waits until everything is ready to switch and the Migration asks for approval. */
    public void awaitProposal() throws InterruptedException {
        await(
                "the cutover is proposed",
                situation -> situation.allReady() && situation.token().isPresent());
    }

    /** Approves as a user does. */
    public void approve() {
        var token = situation().token().orElseThrow();
        progress.say("kubectl annotate migration mvp replatform.dev/approve-cutover=" + token);
        cluster.approve(token);
    }

    /** Waits until the data has moved, DMS is cleared away, and the application lives in its new home. */
    public void awaitArrival() throws InterruptedException {
        await("the migration is completed", Situation::completed);
        await(
                "the application uploads to S3",
                situation -> !box.testimony().uploadsAfterSwitch().isEmpty());
    }

    /**
     * Stops the application and looks, from outside, whether all is there.
     *
     * @param bearable how long the application may have been without writes
     */
    public Table prove(Duration bearable) {
        box.app().stop();
        progress.say("the application is stopped; looking at what has arrived");
        return arrival().prove(dumps, bearable);
    }

    /** Changes something in the new database behind everybody's back. */
    void onTarget(String sql) throws SQLException {
        arrival().target().execute(sql);
    }

    private Arrival arrival() {
        return new Arrival(aws, cluster, box, passwords, operator);
    }

    /** @return how the objects stand */
    public Situation situation() {
        return new Situation(cluster.objects());
    }

    public SandboxAws aws() {
        return aws;
    }

    public Cluster cluster() {
        return cluster;
    }

    public OldBox box() {
        return box;
    }

    public Operator operator() {
        return operator;
    }

    /** @return what the environment of a user's kubectl and aws must hold, by name */
    Map<String, String> environment() {
        return Map.of(
                "KUBECONFIG", cluster.kubeconfig().toString(),
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_REGION", Account.SANDBOX.region(),
                "AWS_DEFAULT_REGION", Account.SANDBOX.region(), // what version 1 of the CLI reads
                "AWS_ACCESS_KEY_ID", "AKIALOOKINGROUND",
                "AWS_SECRET_ACCESS_KEY", "any");
    }

    /**
     * Waits for something, showing how it stands.
     *
     * @throws IllegalStateException if it comes to no end: nothing moves any more, or an object says that it cannot go on
     */
    public void await(String what, Predicate<Situation> reached) throws InterruptedException {
        var moving = new Patience<List<String>>(PATIENCE);
        var stalled = new Patience<List<String>>(PATIENCE_WHEN_STALLED);
        var told = new HashSet<String>();
        var situation = situation();
        while (!reached.test(situation)) {
            progress.show(situation.lines(), applicationLine());
            situation.stalls().stream().filter(told::add).forEach(progress::say);
            boolean hopeless = !situation.stalls().isEmpty() && stalled.isExhaustedBy(situation.stalls());
            if (hopeless || moving.isExhaustedBy(situation.lines())) {
                throw new IllegalStateException(whyNot(what, situation));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
            situation = situation();
        }
        progress.show(situation.lines(), applicationLine());
        progress.leave();
    }

    /** Waits for as long as something changes now and then. */
    private static final class Patience<T> {
        private final Duration limit;
        private long since = System.nanoTime();
        private Optional<T> last = Optional.empty();

        Patience(Duration limit) {
            this.limit = limit;
        }

        boolean isExhaustedBy(T now) {
            if (!last.equals(Optional.of(now))) {
                last = Optional.of(now);
                since = System.nanoTime();
            }
            return System.nanoTime() - since > limit.toNanos();
        }
    }

    private String applicationLine() {
        var testimony = box.testimony();
        return "application         %,d writes acknowledged, on %s"
                .formatted(testimony.acknowledged(), testimony.writesToTarget() ? "RDS" : "the box");
    }

    private String whyNot(String what, Situation situation) {
        var why = new ArrayList<String>();
        why.add("it does not come to this: " + what);
        why.addAll(situation.lines());
        why.addAll(situation.stalls());
        why.addAll(situation.findings());
        if (!operator.isRunning()) {
            why.add("the operator does not run");
        }
        why.add("the operator's last words:");
        why.addAll(lastLines(operator.log()));
        return String.join("\n  ", why);
    }

    private static List<String> lastLines(String log) {
        var lines = log.lines().toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }

    /** What an account has before: DMS's own role, and the instance profile's, free for this namespace's objects. */
    private void createRoles() {
        try (var iam = aws.client(IamClient.builder(), OWNER)) {
            iam.createRole(role -> role.roleName("dms-vpc-role").assumeRolePolicyDocument(assumedBy("dms")));
            iam.createRole(role -> role.roleName(OldBox.ROLE)
                    .assumeRolePolicyDocument(assumedBy("ec2"))
                    .tags(Tag.builder()
                            .key(OldBox.ALLOW_TAG)
                            .value(OldBox.ALLOWED)
                            .build()));
        }
    }

    private static String assumedBy(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "%s.amazonaws.com"}}]}
                """.formatted(service);
    }

    private Operator operatorBesideThis() {
        return new OperatorProcess(home, workspace, aws, cluster.kubeconfig(), "-Xmx256m", "-XX:TieredStopAtLevel=1");
    }

    private Operator operatorInCluster() {
        var address = options.address().orElseGet(cluster::addressOfThisMachine);
        return OperatorInCluster.find(cluster.client(), new LentAws(aws, address));
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends every process and deletes the folder; in a cluster that lives on, takes back what was made there. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Stream.<Runnable>of(
                        () -> Optional.ofNullable(cluster).ifPresent(Cluster::takeBack),
                        () -> Optional.ofNullable(box).ifPresent(OldBox::close),
                        () -> Optional.ofNullable(operator).ifPresent(Operator::close),
                        () -> Optional.ofNullable(aws).ifPresent(SandboxAws::close),
                        () -> Optional.ofNullable(cluster).ifPresent(Cluster::close),
                        workspace::close)
                .forEach(this::doAnyway);
    }

    /** What cannot be ended must not keep the rest alive. */
    private void doAnyway(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException e) {
            progress.say("not everything could be ended: " + e);
        }
    }
}
