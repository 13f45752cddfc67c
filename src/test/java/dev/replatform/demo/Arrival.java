package dev.replatform.demo;

import dev.replatform.demo.proof.CatalogProof;
import dev.replatform.demo.proof.DowntimeProof;
import dev.replatform.demo.proof.ImagesProof;
import dev.replatform.demo.proof.ObjectsProof;
import dev.replatform.demo.proof.Proof;
import dev.replatform.demo.proof.SecrecyProof;
import dev.replatform.demo.proof.SequencesProof;
import dev.replatform.demo.proof.Session;
import dev.replatform.demo.proof.SettingsProof;
import dev.replatform.demo.proof.SettingsProof.Setting;
import dev.replatform.demo.proof.TablesProof;
import dev.replatform.demo.proof.Testimony;
import dev.replatform.demo.proof.Verdict;
import dev.replatform.demo.proof.WitnessProof;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.CommandInvocation;

/** Where the application has moved to, as AWS and the files tell it, and the proofs that all of it is there. */
final class Arrival {
    private static final String INSTANCE = "mvp-database";
    static final String BUCKET = "cloudtalents-startup-images";
    private static final String IMAGES = "media/user_image/";
    private static final AwsBasicCredentials AUDITOR = AwsBasicCredentials.create("AKIADEMOAUDITOR", "auditor");

    private final SandboxAws aws;
    private final Cluster cluster;
    private final OldBox box;
    private final Passwords passwords;
    private final Operator operator;
    private final Testimony testimony;
    private final SsmClient ssm;

    Arrival(SandboxAws aws, Cluster cluster, OldBox box, Passwords passwords, Operator operator) {
        this.aws = aws;
        this.cluster = cluster;
        this.box = box;
        this.passwords = passwords;
        this.operator = operator;
        this.testimony = box.testimony();
        this.ssm = aws.client(SsmClient.builder(), AUDITOR);
    }

    /** @param bearable how long the application may be without writes */
    Table prove(Duration bearable) {
        var table = new Table();
        var source = box.database().asSeenByProofs();
        box.loaded()
                .map(LoadedDump::report)
                .ifPresent(dump -> table.add(
                        "dump",
                        Verdict.of(
                                dump.problems().stream().map(Object::toString).toList(),
                                "%,d rows, every statement taken".formatted(dump.rows()))));
        table.add("tables", Proof.verdict(() -> new TablesProof(source, target(), testimony)));
        table.add("sequences", Proof.verdict(() -> new SequencesProof(source, target())));
        table.add("catalog", Proof.verdict(() -> new CatalogProof(source, target())));
        table.add("images", Proof.verdict(this::images));
        table.add("settings", Proof.verdict(() -> new SettingsProof(ssm, OldBox.SETTINGS_PATH, settings())));
        table.add("witness", Proof.verdict(() -> new WitnessProof(target(), testimony)));
        table.add("write downtime", Proof.verdict(() -> new DowntimeProof(testimony, bearable)));
        table.add("objects", Proof.verdict(() -> new ObjectsProof(cluster::objects)));
        table.add("secrecy", Proof.verdict(() -> new SecrecyProof(secrets(), this::texts)));
        table.add("AWS calls", calls());
        return table;
    }

    /** The database that the application is sent to, wherever that is. */
    Session.Database target() {
        var host = setting("database_endpoint");
        var listens = aws.addresses()
                .lookUp(host, 5432)
                .orElseThrow(() -> new IllegalStateException("nothing listens at " + host));
        return new Session.Database(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(listens.getPort(), BoxDatabase.NAME),
                passwords.app().username(),
                passwords.app().password());
    }

    private ImagesProof images() {
        var uploads = new TreeMap<String, String>();
        testimony.uploadsAfterSwitch().forEach((name, sha256) -> uploads.put("media/" + name, sha256));
        var bucketHost = "%s.s3.%s.amazonaws.com".formatted(BUCKET, Account.SANDBOX.region());
        return new ImagesProof(
                box.images(),
                IMAGES,
                uploads,
                Network.web(aws),
                new ImagesProof.Origin(setting("image_storage_cloudfront_domain"), bucketHost, keysInBucket()));
    }

    private Set<String> keysInBucket() {
        return aws.s3().listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toSet());
    }

    private Map<String, Setting> settings() {
        return Map.of(
                "secret_key", Setting.generated(),
                "db_user", Setting.plain(passwords.app().username()),
                "db_password", Setting.secret(passwords.app().password()),
                "database_endpoint", Setting.plain(endpointOfInstance()),
                "image_storage_bucket_name", Setting.plain(BUCKET),
                "image_storage_cloudfront_domain", Setting.plain(domainOfDistribution()));
    }

    private String endpointOfInstance() {
        try (var rds = aws.client(RdsClient.builder(), AUDITOR)) {
            return rds.describeDBInstances(request -> request.dbInstanceIdentifier(INSTANCE))
                    .dbInstances()
                    .get(0)
                    .endpoint()
                    .address();
        }
    }

    private String domainOfDistribution() {
        try (var cloudFront = aws.client(CloudFrontClient.builder(), AUDITOR)) {
            return cloudFront.listDistributions().distributionList().items().stream()
                    .filter(distribution -> distribution.origins().items().stream()
                            .anyMatch(origin -> origin.domainName().startsWith(BUCKET + ".s3.")))
                    .map(distribution -> distribution.domainName())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no distribution serves " + BUCKET));
        }
    }

    private Map<String, String> secrets() {
        var secrets = new HashMap<String, String>();
        passwords.all().forEach(login -> secrets.put("password of " + login.username(), login.password()));
        secrets.put("secret_key", setting("secret_key"));
        return secrets;
    }

    private Map<String, String> texts() {
        var texts = new TreeMap<>(cluster.texts());
        texts.put("operator's log", operator.log());
        texts.put("application's log", read(box.appLog()));
        texts.put("run commands", runCommands());
        return texts;
    }

    private String runCommands() {
        var commands = ssm.listCommands().commands().toString();
        var outputs = ssm.listCommandInvocations(request -> request.details(true)).commandInvocations().stream()
                .map(CommandInvocation::toString)
                .collect(Collectors.joining("\n"));
        return commands + outputs;
    }

    private Verdict calls() {
        var byOperator = aws.calls().all().by(OperatorProcess.KEY.accessKeyId());
        var byService = byOperator.byService().entrySet().stream()
                .map(service -> service.getKey() + " " + service.getValue())
                .collect(Collectors.joining(", "));
        return new Verdict(
                byOperator.count() > 0,
                "%,d by the operator: %s; %,d of them write"
                        .formatted(
                                byOperator.count(),
                                byService,
                                byOperator.writes().count()));
    }

    private String setting(String name) {
        return ssm.getParameter(request ->
                        request.name(OldBox.SETTINGS_PATH + "/" + name).withDecryption(true))
                .parameter()
                .value();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
