package dev.replatform.sandbox.aws.dms.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A task's settings: DMS's defaults with the user's over them. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html">User guide</a>.
 * A name that DMS does not know is refused, and so is a value that the engine would not honour.
 */
public final class TaskSettings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DEFAULTS = defaults();

    /** What the engine does as it is told. */
    private static final Set<String> HONOURED = Set.of(
            "/TargetMetadata/FullLobMode",
            "/TargetMetadata/LimitedSizeLobMode",
            "/TargetMetadata/LobMaxSize",
            "/TargetMetadata/TaskRecoveryTableEnabled",
            "/FullLoadSettings/TargetTablePrepMode",
            "/FullLoadSettings/StopTaskCachedChangesApplied",
            "/FullLoadSettings/StopTaskCachedChangesNotApplied",
            "/FullLoadSettings/MaxFullLoadSubTasks",
            "/FullLoadSettings/CommitRate",
            "/ControlTablesSettings/ControlSchema",
            "/ErrorBehavior/DataErrorPolicy",
            "/ErrorBehavior/DataTruncationErrorPolicy",
            "/ErrorBehavior/TableErrorPolicy",
            "/ErrorBehavior/ApplyErrorDeletePolicy",
            "/ErrorBehavior/ApplyErrorInsertPolicy",
            "/ErrorBehavior/ApplyErrorUpdatePolicy",
            "/ErrorBehavior/RecoverableErrorCount",
            "/ErrorBehavior/RecoverableErrorInterval",
            "/ErrorBehavior/FailOnNoTablesCaptured",
            "/ChangeProcessingDdlHandlingPolicy/HandleSourceTableTruncated");

    /** Pace, logs and thresholds: any value will do, since no outcome depends on it here. */
    private static final Set<String> WITHOUT_EFFECT_HERE = Set.of(
            "/TargetMetadata/LobChunkSize",
            "/TargetMetadata/InlineLobMaxSize",
            "/FullLoadSettings/TransactionConsistencyTimeout",
            "/Logging",
            "/StreamBufferSettings",
            "/ChangeProcessingTuning",
            "/ChangeProcessingDdlHandlingPolicy/HandleSourceTableDropped",
            "/ChangeProcessingDdlHandlingPolicy/HandleSourceTableAltered",
            "/ControlTablesSettings",
            "/ErrorBehavior/EventErrorPolicy",
            "/ErrorBehavior/DataMaskingErrorPolicy",
            "/ErrorBehavior/DataErrorEscalationPolicy",
            "/ErrorBehavior/DataErrorEscalationCount",
            "/ErrorBehavior/TableErrorEscalationPolicy",
            "/ErrorBehavior/TableErrorEscalationCount",
            "/ErrorBehavior/ApplyErrorEscalationPolicy",
            "/ErrorBehavior/ApplyErrorEscalationCount",
            "/ErrorBehavior/ApplyErrorFailOnTruncationDdl",
            "/ErrorBehavior/RecoverableErrorThrottling",
            "/ErrorBehavior/RecoverableErrorThrottlingMax",
            "/ErrorBehavior/RecoverableErrorStopRetryAfterThrottlingMax",
            "/ErrorBehavior/FullLoadIgnoreConflicts",
            "/ErrorBehavior/FailOnTransactionConsistencyBreached",
            "/FailTaskWhenCleanTaskResourceFailed");

    private static final Map<String, Set<String>> CHOICES = Map.of(
            "/FullLoadSettings/TargetTablePrepMode", Set.of("DO_NOTHING", "DROP_AND_CREATE", "TRUNCATE_BEFORE_LOAD"),
            "/ErrorBehavior/DataErrorPolicy", Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"),
            "/ErrorBehavior/DataTruncationErrorPolicy",
                    Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"),
            "/ErrorBehavior/TableErrorPolicy", Set.of("SUSPEND_TABLE", "STOP_TASK"),
            "/ErrorBehavior/ApplyErrorDeletePolicy", Set.of("IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"),
            "/ErrorBehavior/ApplyErrorInsertPolicy",
                    Set.of("LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK", "INSERT_RECORD", "UPDATE_RECORD"),
            "/ErrorBehavior/ApplyErrorUpdatePolicy",
                    Set.of(
                            "LOG_ERROR",
                            "SUSPEND_TABLE",
                            "STOP_TASK",
                            "IGNORE_RECORD",
                            "INSERT_RECORD",
                            "UPDATE_RECORD"));

    private final ObjectNode settings;

    private TaskSettings(ObjectNode settings) {
        this.settings = settings;
    }

    /**
     * @param json what the user gave; null or empty for DMS's defaults
     * @throws InvalidTask with DMS's text where it is not acceptable
     */
    public static TaskSettings parse(String json) {
        var settings = (ObjectNode) DEFAULTS.deepCopy();
        if (json != null && !json.isBlank()) {
            try {
                merge(settings, JSON.readTree(json), "");
            } catch (JsonProcessingException e) {
                throw new InvalidTask("Invalid task settings JSON: " + e.getOriginalMessage());
            }
        }
        return new TaskSettings(settings);
    }

    /** Everything, expanded, as {@code DescribeReplicationTasks} shows it. */
    public String json(String logGroup, String logStream) {
        var shown = settings.deepCopy();
        ((ObjectNode) shown.get("Logging")).put("CloudWatchLogGroup", logGroup).put("CloudWatchLogStream", logStream);
        return shown.toString();
    }

    String text(String path) {
        return settings.at(path).asText();
    }

    boolean flag(String path) {
        return settings.at(path).asBoolean();
    }

    int number(String path) {
        return settings.at(path).asInt();
    }

    private static void merge(ObjectNode into, JsonNode given, String path) {
        given.properties().forEach(member -> {
            var name = member.getKey();
            var here = path + "/" + name;
            if (here.startsWith("/Logging/CloudWatchLog") && !member.getValue().isNull()) {
                throw new InvalidTask(
                        "Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on create.");
            }
            var known = into.get(name);
            if (known == null) {
                throw new InvalidTask("Invalid task settings: unknown setting " + here.substring(1));
            }
            if (known.isObject() && member.getValue().isObject()) {
                merge((ObjectNode) known, member.getValue(), here);
            } else {
                check(here, known, member.getValue());
                into.set(name, member.getValue());
            }
        });
    }

    private static void check(String path, JsonNode known, JsonNode given) {
        var parent = path.substring(0, path.lastIndexOf('/'));
        if (!given.equals(known)
                && !HONOURED.contains(path)
                && !WITHOUT_EFFECT_HERE.contains(path)
                && !WITHOUT_EFFECT_HERE.contains(parent)) {
            throw new InvalidTask(
                    "task setting " + path.substring(1) + " = " + given + " is not served by the sandbox");
        }
        if (known.getNodeType() != given.getNodeType() && !known.isNull()) {
            throw new InvalidTask("Invalid task settings: " + path.substring(1) + " must be a "
                    + known.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        var choices = CHOICES.get(path);
        if (choices != null && !choices.contains(given.textValue())) {
            throw new InvalidTask("Invalid task settings: " + path.substring(1) + " cannot be " + given);
        }
    }

    private static JsonNode defaults() {
        try (var file = TaskSettings.class.getResourceAsStream("/sandbox/dms/task-settings.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
