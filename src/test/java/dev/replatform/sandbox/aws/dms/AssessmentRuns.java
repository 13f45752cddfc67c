package dev.replatform.sandbox.aws.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.dms.engine.SourceAssessment;
import dev.replatform.sandbox.aws.dms.engine.SourceAssessment.Result;
import dev.replatform.sandbox.aws.dms.engine.TableMappings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskAssessmentRun;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskIndividualAssessment;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskAssessmentRunRequest;

/**
 * Premigration assessment runs: while one goes on its task is {@code testing}, and each result lies as a JSON file in the
 * bucket's folder of the run, beside a summary. AWS's pages name the files and not their members: those are the sandbox's own.
 * <a href="https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTaskAssessmentRun.html">States</a>
 */
final class AssessmentRuns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STEP = Duration.ofSeconds(30);

    private final Map<String, ReplicationTaskAssessmentRun> runs = new ConcurrentSkipListMap<>();
    private final Map<String, ReplicationTaskIndividualAssessment> individuals = new ConcurrentSkipListMap<>();
    private final ReplicationTasks tasks;
    private final Endpoints endpoints;
    private final Connections connections;
    private final AssessmentResults results;
    private final Later later;

    AssessmentRuns(
            ReplicationTasks tasks,
            Endpoints endpoints,
            Connections connections,
            AssessmentResults results,
            Later later) {
        this.tasks = tasks;
        this.endpoints = endpoints;
        this.connections = connections;
        this.results = results;
        this.later = later;
    }

    synchronized ReplicationTaskAssessmentRun start(StartReplicationTaskAssessmentRunRequest request) {
        var name = request.assessmentRunName();
        var taskArn = request.replicationTaskArn();
        var task = tasks.one(taskArn);
        if (all().stream()
                .anyMatch(run -> run.replicationTaskArn().equals(taskArn)
                        && run.assessmentRunName().equals(name))) {
            throw DmsFaults.alreadyExists("The assessment run " + name + " already exists");
        }
        request.exclude().stream()
                .filter(excluded -> !SourceAssessment.applicable().contains(excluded))
                .findFirst()
                .ifPresent(excluded -> {
                    throw DmsFaults.invalidValue("Individual assessment " + excluded + " is not applicable");
                });
        results.check(request.serviceAccessRoleArn(), request.resultLocationBucket());
        var before = tasks.testing(task);
        runs.replaceAll((arn, run) -> run.replicationTaskArn().equals(taskArn)
                ? run.toBuilder().isLatestTaskAssessmentRun(false).build()
                : run);
        var arn = Names.arn("assessment-run", null);
        var run = ReplicationTaskAssessmentRun.builder()
                .replicationTaskAssessmentRunArn(arn)
                .replicationTaskArn(taskArn)
                .assessmentRunName(name)
                .status("starting")
                .replicationTaskAssessmentRunCreationDate(Instant.now())
                .serviceAccessRoleArn(request.serviceAccessRoleArn())
                .resultLocationBucket(request.resultLocationBucket())
                .resultLocationFolder(request.resultLocationFolder())
                .isLatestTaskAssessmentRun(true)
                .build();
        runs.put(arn, run);
        var names = SourceAssessment.applicable().stream()
                .filter(it -> !request.exclude().contains(it))
                .toList();
        names.forEach(it -> individuals.put(arn + "/" + it, individual(arn, it, "pending")));
        later.after(STEP, () -> status(arn, "provisioning"));
        later.after(STEP.multipliedBy(2), () -> status(arn, "running"));
        later.after(STEP.multipliedBy(4), () -> {
            assess(run, names, TableMappings.parse(task.description().tableMappings()));
            task.status(before);
        });
        return run;
    }

    List<ReplicationTaskAssessmentRun> all() {
        return List.copyOf(runs.values());
    }

    List<ReplicationTaskIndividualAssessment> allIndividuals() {
        return List.copyOf(individuals.values());
    }

    String taskOf(ReplicationTaskIndividualAssessment assessment) {
        return runs.get(assessment.replicationTaskAssessmentRunArn()).replicationTaskArn();
    }

    /** The runs of a task go with it. */
    void forget(String taskArn) {
        runs.values().removeIf(run -> run.replicationTaskArn().equals(taskArn));
        individuals.values().removeIf(it -> !runs.containsKey(it.replicationTaskAssessmentRunArn()));
    }

    private void assess(ReplicationTaskAssessmentRun run, List<String> names, TableMappings mappings) {
        var arn = run.replicationTaskAssessmentRunArn();
        var found = new LinkedHashMap<String, Result>();
        var task = tasks.one(run.replicationTaskArn()).description();
        var sessions = connections.sessions(task.replicationInstanceArn());
        var source = endpoints.end(task.sourceEndpointArn());
        try {
            for (var name : names) {
                var result = SourceAssessment.run(name, sessions, source, mappings);
                found.put(name, result);
                individuals.put(arn + "/" + name, individual(arn, name, result.status()));
                results.write(
                        run.resultLocationBucket(),
                        folder(run) + name + ".json",
                        json(Map.of("assessment", name, "status", result.status(), "objects", result.objects())));
            }
            var status = worst(found);
            results.write(
                    run.resultLocationBucket(),
                    folder(run) + "summary.json",
                    json(Map.of(
                            "assessment-run",
                            run.assessmentRunName(),
                            "status",
                            status,
                            "assessments",
                            found.keySet())));
            status(arn, status);
        } catch (SQLException e) {
            runs.computeIfPresent(arn, (key, now) -> now.toBuilder()
                    .status("error-executing")
                    .lastFailureMessage(e.getMessage())
                    .build());
        }
    }

    private static String folder(ReplicationTaskAssessmentRun run) {
        var folder = run.resultLocationFolder() == null ? "" : run.resultLocationFolder() + "/";
        return folder + run.assessmentRunName() + "/";
    }

    private static String worst(Map<String, Result> found) {
        for (var status : List.of("failed", "warning")) {
            if (found.values().stream().anyMatch(result -> result.status().equals(status))) {
                return status;
            }
        }
        return "passed";
    }

    private static String json(Map<String, Object> members) {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void status(String arn, String status) {
        runs.computeIfPresent(arn, (key, run) -> run.toBuilder().status(status).build());
    }

    private static ReplicationTaskIndividualAssessment individual(String run, String name, String status) {
        return ReplicationTaskIndividualAssessment.builder()
                .replicationTaskIndividualAssessmentArn(
                        run.replace(":assessment-run:", ":individual-assessment:") + name)
                .replicationTaskAssessmentRunArn(run)
                .individualAssessmentName(name)
                .status(status)
                .replicationTaskIndividualAssessmentStartDate(Instant.now())
                .build();
    }
}
