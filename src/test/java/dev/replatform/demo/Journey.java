package dev.replatform.demo;

import dev.replatform.demo.dump.DumpInput;
import dev.replatform.demo.dump.DumpSurvey;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The journey of one application, step by step, for the demo and for tests that break something on the way:
 * {@link #begin}, {@link #applyExamples}, {@link #awaitProposal}, {@link #approve}, {@link #awaitArrival}, {@link #prove}.
 */
public final class Journey implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WHEN_STALLED = Duration.ofSeconds(45);
    private static final Duration PATIENCE_WHEN_BLOCKED = Duration.ofSeconds(12);
    private static final int LAST_LINES = 15;

    private final Options options;
    private final Progress progress;
    private final Home home = Home.find();
    private final Manifests manifests;
    private final Passwords passwords;
    private final List<String> notes = new ArrayList<>();
    private final Timeline timeline = new Timeline();
    private final Workspace workspace;
    private SandboxAws aws;
    private Cluster cluster;
    private Operator operator;
    private OldBox box;
    private volatile boolean closed;

    /**
     * Reads the YAML and makes nothing but a folder; {@link #begin} brings everything up.
     *
     * @throws IllegalArgumentException naming what the YAML lacks
     */
    Journey(Options options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.manifests = Manifests.read(options.manifests().orElseGet(home::examples));
        this.passwords = new Passwords(manifests);
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
        cluster = options.kubeconfig()
                .map(file -> Cluster.of(file, manifests))
                .orElseGet(() -> Cluster.sandbox(workspace, manifests));
        if (options.inCluster()) {
            operator = operatorInCluster();
        } else {
            cluster.install(home.crds());
            operator = operatorBesideThis();
        }
        cluster.createNamespace();
        operator.start();
        progress.say("cluster, AWS and operator are up; the box is being set up");
        new Prerequisites(aws, manifests).make();
        box = dump.isPresent()
                ? OldBox.withDump(
                        aws,
                        home,
                        workspace,
                        manifests,
                        passwords,
                        dump.get(),
                        options.manifests().isPresent())
                : OldBox.withSample(aws, home, workspace, manifests, passwords);
        box.app().start();
        progress.say("the box is up: PostgreSQL, an image folder, and an application that writes");
    }

    private Optional<DumpSurvey> dump() throws IOException {
        if (options.dump().isEmpty()) {
            return Optional.empty();
        }
        var file = options.dump().get();
        return Optional.of(DumpSurvey.of(
                file.equals(Options.STANDARD_INPUT)
                        ? DumpInput.of(System.in, workspace.resolve("dump"))
                        : DumpInput.of(file)));
    }

    /** Makes the Secrets that the YAML refers to: those that stand there, and the others with logins of this run. */
    public void makeSecrets() {
        manifests.secrets().values().forEach(cluster::create);
        passwords.made().forEach(cluster::createSecret);
        var keys = manifests.keysOfMissingSecrets(
                passwords.made().stream().map(login -> login.secret().name()).collect(Collectors.toSet()));
        keys.forEach(cluster::createSecret);
        if (options.manifests().isPresent()) {
            Stream.concat(passwords.made().stream().map(login -> login.secret().name()), keys.keySet().stream())
                    .distinct()
                    .forEach(name -> note("Secret %s is not among the YAML: it was made, with values of the sandbox."
                            .formatted(name)));
        }
    }

    /** Makes the Secrets and applies the YAML. */
    public void applyExamples() throws SQLException {
        makeSecrets();
        if (options.manifests().isPresent()) {
            fitOwn();
        } else {
            box.loaded().map(LoadedDump::contents).ifPresent(manifests::moveAll);
        }
        cluster.apply(manifests.objects());
        progress.say(
                "kubectl apply -f " + options.manifests().map(Path::toString).orElse("examples/cloudtalents"));
    }

    /** What a rehearsal needs beyond the user's own YAML is told. */
    private void fitOwn() {
        if (manifests.alsoMove(new BoxTable("public", "app_witness", true, 0, 0))) {
            note(
                    "spec.tables.include does not mean public.app_witness, the table of the rehearsal's own application: it was added.");
        }
        if (!box.isTold()) {
            note(
                    "No AppConfig tells the application its new host, user and password and restarts it: the rehearsal restarts its own application itself.");
        }
        if (manifests.name(Kind.APP_CONFIG).isPresent()) {
            note(
                    "The commands of spec.onChange are not run on this machine: the rehearsal's own application is restarted in their place.");
        }
    }

    private void note(String note) {
        notes.add(note);
        progress.say(note);
    }

    /** @return what was done otherwise than the user's files say */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Waits until everything is ready to switch and the Migration asks for approval, or needs none. */
    public void awaitProposal() throws InterruptedException {
        await(
                "the cutover is proposed",
                situation -> situation.approved()
                        || (situation.allReady() && situation.token().isPresent()));
    }

    /** Approves as a user does. */
    public void approve() {
        var situation = situation();
        if (situation.approved()) {
            progress.say("cutover.mode is Automatic: nobody is asked");
            return;
        }
        var token = situation.token().orElseThrow();
        progress.say("kubectl annotate migration %s replatform.dev/approve-cutover=%s"
                .formatted(manifests.name(Kind.MIGRATION).orElseThrow(), token));
        cluster.approve(token);
    }

    /** Waits as long as it takes until the user has approved, and says how; again where another cutover is proposed. */
    void awaitApproval() throws InterruptedException {
        var told = Optional.<String>empty();
        var situation = situation();
        while (!situation.approved()) {
            if (situation.token().isPresent() && !situation.token().equals(told)) {
                told = situation.token();
                progress.say("waiting for you to approve the cutover, for example in another terminal:");
                progress.say(
                        "KUBECONFIG=%s kubectl --namespace %s annotate migration %s --overwrite replatform.dev/approve-cutover=%s"
                                .formatted(
                                        cluster.kubeconfig(),
                                        manifests.namespace(),
                                        manifests.name(Kind.MIGRATION).orElseThrow(),
                                        told.get()));
            }
            progress.show(situation.lines(), applicationLine());
            Thread.sleep(LOOK_EVERY.toMillis());
            situation = situation();
        }
        progress.leave();
    }

    /** Waits until the data has moved, DMS is cleared away, and the application lives in its new home. */
    public void awaitArrival() throws InterruptedException {
        if (!box.isTold()) {
            await("the database has switched", Situation::switched);
            box.tellOf(situation().targetHost().orElseThrow());
        }
        if (manifests.kinds().contains(Kind.APP_CONFIG)) {
            await("the migration is completed", Situation::completed);
        } else {
            note(
                    "Without an AppConfig the Migration goes on to say ConsumersNotSwitched after the switch: the rehearsal ends there.");
        }
        if (options.manifests().isPresent()) {
            await("the application writes to its new database", situation -> box.testimony()
                    .writesToTarget());
        } else {
            await(
                    "the application uploads to S3",
                    situation -> !box.testimony().uploadsAfterSwitch().isEmpty());
        }
    }

    /**
     * Stops the application and looks, from outside, whether all is there.
     *
     * @param bearable how long the application may have been without writes
     */
    public Table prove(Duration bearable) {
        box.app().stop();
        progress.say("the application is stopped; looking at what has arrived");
        return arrival().prove(bearable);
    }

    /** Changes something in the new database behind everybody's back. */
    void onTarget(String sql) throws SQLException {
        arrival().target().execute(sql);
    }

    private Arrival arrival() {
        return new Arrival(aws, cluster, box, manifests, passwords, operator);
    }

    /** @return when the Migration was in which phase */
    Timeline timeline() {
        return timeline;
    }

    /** @return how the objects stand */
    public Situation situation() {
        return new Situation(cluster.objects(), manifests.kinds().size());
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

    /** @return where the passwords of {@link #services} are kept */
    Path serviceFile() {
        return workspace.resolve("pg_service.conf");
    }

    /** @return both ends as libpq's services, by name; the target where it stands already */
    Map<String, String> services() {
        var services = new LinkedHashMap<String, String>();
        services.put(
                "source",
                service("source", box.database().port(), box.database().name(), passwords.admin()));
        situation()
                .targetHost()
                .flatMap(host -> aws.addresses().lookUp(host, manifests.targetPort()))
                .ifPresent(target -> services.put(
                        "target",
                        service(
                                "target",
                                target.getPort(),
                                manifests.required(Kind.DATABASE, "spec", "databaseName"),
                                passwords.targetApp())));
        return services;
    }

    private static String service(String name, int port, String database, Passwords.Login login) {
        return "[%s]\nhost=127.0.0.1\nport=%d\ndbname=%s\nuser=%s\npassword=%s\nsslmode=require\n"
                .formatted(name, port, database, login.username(), login.password());
    }

    /**
     * Waits for something, showing how it stands.
     *
     * @throws Impasse if it comes to no end
     */
    public void await(String what, Predicate<Situation> reached) throws InterruptedException {
        var moving = new Patience<List<String>>();
        var stalled = new Patience<List<String>>();
        var told = new HashSet<String>();
        var situation = situation();
        timeline.see(situation);
        while (!reached.test(situation)) {
            progress.show(situation.lines(), applicationLine());
            situation.stalls().stream().filter(told::add).forEach(progress::say);
            var limit = situation.blocked() ? PATIENCE_WHEN_BLOCKED : PATIENCE_WHEN_STALLED;
            boolean hopeless = !situation.stalls().isEmpty() && stalled.isExhaustedBy(situation.stalls(), limit);
            if (hopeless || moving.isExhaustedBy(situation.lines(), PATIENCE)) {
                throw new Impasse(what, whyNot(what, situation), situation);
            }
            Thread.sleep(LOOK_EVERY.toMillis());
            situation = situation();
            timeline.see(situation);
        }
        progress.show(situation.lines(), applicationLine());
        progress.leave();
    }

    /** Waits for as long as something changes now and then. */
    private static final class Patience<T> {
        private long since = System.nanoTime();
        private Optional<T> last = Optional.empty();

        boolean isExhaustedBy(T now, Duration limit) {
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
        situation.findings().stream().map(Object::toString).forEach(why::add);
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
