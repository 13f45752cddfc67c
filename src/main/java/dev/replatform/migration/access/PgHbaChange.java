package dev.replatform.migration.access;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Pause;
import dev.replatform.postgres.HbaFile;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts DMS's lines into the source's pg_hba.conf through Run Command. Done again, it changes nothing: so an operator that was
 * restarted in the middle does it again.
 *
 * @param inputs what it depends on: other addresses, other lines
 * @param lines what the file is to hold
 */
public record PgHbaChange(EffectiveMigration spec, Ends ends, String inputs, List<String> lines)
        implements Step<Means> {
    /** The name of the work. */
    public static final String WORK = "Change pg_hba.conf";

    private static final String SCRIPT = "pg_hba.sh";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration AGAIN = Duration.ofMinutes(1);
    private static final int LONGEST_TEXT = 500;

    /**
     * What came of it.
     *
     * @param commandId of SSM
     * @param report what the script said: the difference, and where the backup lies
     */
    public record Done(String commandId, String report) {}

    /** @return what is to be done about it now */
    public Plan<Means> plan(JobState change, Instant now) {
        var plan = new Plan.Builder<Means>();
        change.problem().ifPresent(plan::problem);
        if (change.isDue(now, AGAIN)) {
            plan.step(this);
        } else {
            plan.waitFor(
                    "Wait for the change of pg_hba.conf on " + spec.sourceBox().instanceId());
        }
        return plan.build();
    }

    @Override
    public String sentence() {
        return "Put into pg_hba.conf of EC2 instance %s, with a backup beside it: + %s"
                .formatted(spec.sourceBox().instanceId(), String.join(" + ", lines));
    }

    @Override
    public String action() {
        return "ChangePgHba";
    }

    @Override
    public void act(Means means) {
        means.jobs().start(spec.owner(), WORK, inputs, progress -> change(means.aws()));
    }

    private Done change(AwsClients aws) {
        refuseWithoutConsent(aws);
        var instanceId = spec.sourceBox().instanceId();
        var commands = aws.runCommands();
        var command = commands.send(
                List.of(instanceId), "replatform pg_hba.conf " + spec.owner().uid(), List.of(script(file())), PATIENCE);
        var ended = ended(aws, command);
        var said = commands.said(command, instanceId).value();
        if (!ended.hasSucceeded()) {
            throw new ProblemException(
                    FailureReason.COMMAND_FAILED,
                    "pg_hba.conf of EC2 instance %s is not changed: Run Command %s ended as %s%s"
                            .formatted(
                                    instanceId,
                                    command,
                                    ended.status(),
                                    said.map(it -> ": " + shortened(it.errors()))
                                            .orElse("")));
        }
        return new Done(command, said.map(it -> shortened(it.output())).orElse(""));
    }

    private void refuseWithoutConsent(AwsClients aws) {
        var id = spec.sourceBox().instanceId();
        var instance = aws.ec2Instances().one(id);
        instance.problem().ifPresent(why -> {
            throw new ProblemException(why);
        });
        if (instance.isAbsent()) {
            throw new ProblemException(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "EC2 instance %s of spec.source.ec2 does not exist in %s".formatted(id, spec.region()));
        }
        instance.value()
                .flatMap(it -> spec.allowTag().refuses(spec.owner(), "EC2 instance " + id, it.tags()))
                .ifPresent(refusal -> {
                    throw new ProblemException(refusal);
                });
    }

    /** Polled by its id: a list of commands lags. */
    private Invocation ended(AwsClients aws, String command) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (aws.runCommands().invocations(command) instanceof Seen.Present<List<Invocation>> found) {
                var ended = found.it().stream().filter(Invocation::hasEnded).findFirst();
                if (ended.isPresent()) {
                    return ended.get();
                }
            }
            Pause.of(BETWEEN_LOOKS);
        }
        throw new ProblemException(
                FailureReason.COMMAND_FAILED, "Run Command %s did not end in five minutes".formatted(command));
    }

    /** @return empty where the operator's role may not ask: then the script asks on the box */
    private Optional<HbaFile> file() {
        try (var source = ends.openSource(Session.SHORT)) {
            return HbaFile.of(source);
        } catch (SqlFailure e) {
            return Optional.empty();
        }
    }

    private String script(Optional<HbaFile> file) {
        var script = "#!/bin/bash\n"
                + set("file", file.map(HbaFile::path).orElse(""))
                + set("data", file.map(HbaFile::dataDirectory).orElse(""))
                + set("port", String.valueOf(spec.sourcePort()))
                + set("whose", spec.owner().id())
                + set("lines", String.join("\n", lines))
                + resource();
        if (lines.stream().anyMatch(line -> line.lines().count() != 1 || line.contains("{{"))) {
            throw new ProblemException(
                    FailureReason.INVALID_SPEC,
                    "pg_hba.conf cannot be changed: the name of database or role cannot stand there; set spec.source.pgHba to Report");
        }
        return script;
    }

    private static String set(String name, String value) {
        return "%s='%s'\n".formatted(name, value.replace("'", "'\\''"));
    }

    private static String resource() {
        try (var script = PgHbaChange.class.getResourceAsStream(SCRIPT)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shortened(String text) {
        var line = String.join("; ", text.lines().filter(it -> !it.isBlank()).toList());
        return line.substring(0, Math.min(line.length(), LONGEST_TEXT));
    }

    /** Two that bring the same lines to the same file do the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PgHbaChange that && inputs.equals(that.inputs) && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return inputs.hashCode();
    }
}
