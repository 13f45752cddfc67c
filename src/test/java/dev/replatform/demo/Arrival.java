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
    /** The examples' bucket. */
    static final String BUCKET = "cloudtalents-startup-images";

    private static final AwsBasicCredentials AUDITOR = AwsBasicCredentials.create("AKIADEMOAUDITOR", "auditor");

    private final SandboxAws aws;
    private final Cluster cluster;
    private final OldBox box;
    private final Manifests manifests;
    private final Passwords passwords;
    private final Operator operator;
    private final Testimony testimony;
    private final SsmClient ssm;

    Arrival(SandboxAws aws, Cluster cluster, OldBox box, Manifests manifests, Passwords passwords, Operator operator) {
        this.aws = aws;
        this.manifests = manifests;
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
        var scope = manifests.scope();
        box.loaded()
                .map(LoadedDump::report)
                .ifPresent(dump -> table.add(
                        "dump",
                        Verdict.of(
                                dump.problems().stream().map(Object::toString).toList(),
                                "%,d rows, every statement taken".formatted(dump.rows()))));
        table.add("tables", Proof.verdict(() -> new TablesProof(source, target(), scope, testimony)));
        table.add("sequences", Proof.verdict(() -> new SequencesProof(source, target(), scope)));
        table.add("catalog", Proof.verdict(() -> new CatalogProof(source, target(), scope)));
        if (manifests
                        .text(Kind.IMAGE_STORE, "spec", "import", "from", "ec2", "path")
                        .isPresent()
                && manifests.text(Kind.IMAGE_STORE, "spec", "cdn").isPresent()) {
            table.add("images", Proof.verdict(this::images));
        }
        if (manifests.kinds().contains(Kind.APP_CONFIG)) {
            table.add(
                    "settings",
                    Proof.verdict(() ->
                            new SettingsProof(ssm, manifests.required(Kind.APP_CONFIG, "spec", "path"), settings())));
        }
        table.add("witness", Proof.verdict(() -> new WitnessProof(target(), testimony)));
        table.add("write downtime", Proof.verdict(() -> new DowntimeProof(testimony, bearable)));
        if (manifests.kinds().contains(Kind.APP_CONFIG)) {
            table.add("objects", Proof.verdict(() -> new ObjectsProof(cluster::objects)));
        }
        table.add("secrecy", Proof.verdict(() -> new SecrecyProof(secrets(), this::texts)));
        table.add("AWS calls", calls());
        return table;
    }

    /** The database that the application is sent to, wherever that is. */
    Session.Database target() {
        var host = endpoint();
        var listens = aws.addresses()
                .lookUp(host, manifests.targetPort())
                .orElseThrow(() -> new IllegalStateException("nothing listens at " + host));
        return new Session.Database(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(listens.getPort(), manifests.required(Kind.DATABASE, "spec", "databaseName")),
                passwords.targetApp().username(),
                passwords.targetApp().password());
    }

    private String endpoint() {
        return cluster.object(Kind.DATABASE)
                .map(database -> database.<String>get("status", "endpoint", "host"))
                .orElseThrow(() -> new IllegalStateException("the Database has no endpoint"));
    }

    private ImagesProof images() {
        var uploads = new TreeMap<String, String>();
        testimony.uploadsAfterSwitch().forEach((name, sha256) -> uploads.put("media/" + name, sha256));
        var bucketHost = "%s.s3.%s.amazonaws.com".formatted(bucket(), Account.SANDBOX.region());
        return new ImagesProof(
                box.images(),
                manifests.text(Kind.IMAGE_STORE, "spec", "import", "to").orElse(""),
                uploads,
                Network.web(aws),
                new ImagesProof.Origin(domainOfDistribution(), bucketHost, keysInBucket()));
    }

    private String bucket() {
        return manifests.required(Kind.IMAGE_STORE, "spec", "bucketName");
    }

    private Set<String> keysInBucket() {
        return aws.s3().listObjectsV2Paginator(list -> list.bucket(bucket())).contents().stream()
                .map(S3Object::key)
                .collect(Collectors.toSet());
    }

    private Map<String, Setting> settings() {
        var settings = new TreeMap<String, Setting>();
        for (var parameter : manifests.<Map<String, Object>>list(Kind.APP_CONFIG, "spec", "parameters")) {
            settings.put(String.valueOf(parameter.get("name")), setting(parameter));
        }
        return settings;
    }

    /** What the objects' status does not tell is proved to be there, whatever its value. */
    private Setting setting(Map<String, Object> parameter) {
        if (parameter.get("value") != null) {
            return Setting.plain(String.valueOf(parameter.get("value")));
        }
        if (parameter.get("generate") instanceof Map<?, ?> generate) {
            return Setting.generated(generate.get("length") instanceof Integer length ? length : 50);
        }
        var from = (Map<?, ?>) parameter.get("valueFrom");
        var reference = from == null ? null : from.values().iterator().next();
        var field = reference instanceof Map<?, ?> map ? String.valueOf(map.get("field")) : "";
        return switch (field) {
            case "activeHost" -> Setting.plain(endpointOfInstance());
            case "activeUsername" -> Setting.plain(passwords.targetApp().username());
            case "activePassword" -> Setting.secret(passwords.targetApp().password());
            case "bucketName" -> Setting.plain(bucket());
            case "domainName" -> Setting.plain(domainOfDistribution());
            default -> Setting.there();
        };
    }

    /** As AWS says it, whatever the objects say. */
    private String endpointOfInstance() {
        var host = endpoint();
        try (var rds = aws.client(RdsClient.builder(), AUDITOR)) {
            return rds.describeDBInstances().dbInstances().stream()
                    .map(instance -> instance.endpoint().address())
                    .filter(host::equals)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no instance of RDS has the address " + host));
        }
    }

    private String domainOfDistribution() {
        try (var cloudFront = aws.client(CloudFrontClient.builder(), AUDITOR)) {
            return cloudFront.listDistributions().distributionList().items().stream()
                    .filter(distribution -> distribution.origins().items().stream()
                            .anyMatch(origin -> origin.domainName().startsWith(bucket() + ".s3.")))
                    .map(distribution -> distribution.domainName())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no distribution serves " + bucket()));
        }
    }

    private Map<String, String> secrets() {
        var secrets = new HashMap<String, String>();
        passwords.all().forEach(login -> secrets.put("password of " + login.username(), login.password()));
        secrets.putAll(generated());
        secrets.values().removeIf(String::isEmpty);
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

    /** What the operator has made up for the application. */
    private Map<String, String> generated() {
        var generated = new TreeMap<String, String>();
        for (var parameter : manifests.<Map<String, Object>>list(Kind.APP_CONFIG, "spec", "parameters")) {
            if (parameter.get("generate") != null) {
                var name = manifests.required(Kind.APP_CONFIG, "spec", "path") + "/" + parameter.get("name");
                var value = ssm.getParameter(request -> request.name(name).withDecryption(true));
                generated.put(
                        String.valueOf(parameter.get("name")), value.parameter().value());
            }
        }
        return generated;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
