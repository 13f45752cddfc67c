package dev.replatform.migration.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TablePatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two JSON documents of a replication task: its table mappings, and its settings by the strict profile, in which an
 * error stops the task where DMS's defaults would lose rows quietly. See <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.html">task settings</a>.
 */
public final class TaskDocuments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Limited LOB mode takes no more. */
    private static final int LARGEST_LIMITED_LOB_KIB = 102_400;

    private static final int SMALLEST_LOB_KIB = 32;

    /** The journal's: no {@code awsdms_} table stands among the application's. */
    private static final String CONTROL_SCHEMA = "replatform";

    private static final int LISTED = 5;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TaskDocuments() {}

    /** @return what the task is to be told */
    public static Documents wanted(EffectiveMigration spec, ObservedMigration seen) {
        var tables = seen.tables().flatMap(it -> it.moving().value()).orElseThrow();
        var instance = seen.dms()
                .flatMap(it -> it.instance().value())
                .map(Instance::instanceClass)
                .orElse("");
        return wanted(spec.tables(), tables, MovingTables.largest(seen).lobKib(), instance);
    }

    /**
     * @param largestLobKib the largest value that was measured, as DMS counts; it may double
     * @param instanceClass of the replication instance, whose memory the load has to fit into
     * @return what the task is to be told
     */
    public static Documents wanted(
            TablePatterns patterns, List<SourceTable> tables, int largestLobKib, String instanceClass) {
        var byDms = tables.stream()
                .filter(table -> !patterns.isCopiedUnderFence(table.name()))
                .toList();
        var lobColumns = byDms.stream()
                .mapToInt(table -> table.lobColumns().size())
                .max()
                .orElse(0);
        return new Documents(mappings(byDms), settings(largestLobKib, lobColumns, instanceClass));
    }

    /**
     * DMS tells the settings with every default, and the mappings with members of its own: what is declared and differs, or
     * is missing, counts; of the mappings also what was put in.
     *
     * @return empty where the task does as it is told
     */
    public static List<Drift> differences(Documents declared, Documents live) {
        var drift = new ArrayList<Drift>();
        var wantedRules = rules(declared.mappings());
        var liveRules = rules(live.mappings());
        var missing = without(wantedRules, liveRules);
        var foreign = without(liveRules, wantedRules);
        if (!missing.isEmpty()) {
            drift.add(new Drift("spec.tables", missing, "not in the task"));
        }
        if (!foreign.isEmpty()) {
            drift.add(new Drift("spec.tables", "not selected", foreign));
        }
        compareSettings("", tree(declared.settings()), tree(live.settings()), drift);
        return drift;
    }

    private static void compareSettings(String path, JsonNode declared, JsonNode live, List<Drift> drift) {
        declared.properties().forEach(member -> {
            var name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
            var there = live.path(member.getKey());
            if (member.getValue().isObject()) {
                compareSettings(name, member.getValue(), there, drift);
            } else if (!member.getValue().asText().equals(there.asText())) {
                drift.add(new Drift(
                        "task settings " + name,
                        member.getValue().asText(),
                        there.isMissingNode() ? "nothing" : there.asText()));
            }
        });
    }

    /** @return the rules, each in words that say the same where the rule does the same */
    private static SortedSet<String> rules(String mappings) {
        var rules = new TreeSet<String>();
        for (var rule : tree(mappings).path("rules")) {
            var locator = rule.path("object-locator");
            var name = Stream.of("schema-name", "table-name", "column-name")
                    .filter(locator::has)
                    .map(part -> locator.get(part).asText())
                    .collect(Collectors.joining("."));
            var isFiltered = !rule.path("filters").isEmpty();
            rules.add("%s %s%s".formatted(rule.path("rule-action").asText(), name, isFiltered ? " filtered" : ""));
        }
        return rules;
    }

    private static String without(SortedSet<String> some, SortedSet<String> others) {
        var left = some.stream().filter(it -> !others.contains(it)).toList();
        return left.size() <= LISTED
                ? String.join(", ", left)
                : "%s and %d more".formatted(String.join(", ", left.subList(0, LISTED)), left.size() - LISTED);
    }

    private static JsonNode tree(String json) {
        try {
            return json == null ? JSON.objectNode() : MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.objectNode(); // nothing that this operator wrote: all of it differs
        }
    }

    /** @return a rule for each table by its name, the operator's marker, and one for each generated column */
    private static String mappings(List<SourceTable> tables) {
        var rules = JSON.arrayNode();
        selection(rules, "replatform", "marker");
        for (var table : tables) {
            selection(rules, table.name().schema(), table.name().table());
            table.generatedColumns().forEach(column -> removal(rules, table, column));
        }
        return JSON.objectNode().set("rules", rules).toString();
    }

    private static String settings(int largestLobKib, int lobColumns, String instanceClass) {
        var lobKib = Math.max(SMALLEST_LOB_KIB, largestLobKib * 2);
        var limited = lobKib <= LARGEST_LIMITED_LOB_KIB;
        var buffers = LoadBuffers.of(limited ? lobKib : 0, lobColumns, instanceClass);
        var settings = JSON.objectNode();
        var metadata = settings.putObject("TargetMetadata")
                .put("SupportLobs", true)
                .put("FullLobMode", !limited)
                .put("LimitedSizeLobMode", limited)
                .put("LobChunkSize", limited ? 0 : 64)
                .put("BatchApplyEnabled", false)
                .put("TaskRecoveryTableEnabled", true);
        if (limited) {
            metadata.put("LobMaxSize", lobKib);
        }
        settings.putObject("FullLoadSettings")
                .put("TargetTablePrepMode", "DO_NOTHING")
                .put("StopTaskCachedChangesApplied", false)
                .put("StopTaskCachedChangesNotApplied", true)
                .put("MaxFullLoadSubTasks", buffers.tables())
                .put("TransactionConsistencyTimeout", 600)
                .put("CommitRate", buffers.rows());
        settings.putObject("ControlTablesSettings").put("ControlSchema", CONTROL_SCHEMA);
        settings.putObject("Logging").put("EnableLogging", true);
        settings.putObject("ErrorBehavior")
                .put("DataErrorPolicy", "STOP_TASK")
                .put("DataTruncationErrorPolicy", "STOP_TASK")
                .put("TableErrorPolicy", "STOP_TASK")
                .put("ApplyErrorDeletePolicy", "STOP_TASK")
                .put("ApplyErrorInsertPolicy", "STOP_TASK")
                .put("ApplyErrorUpdatePolicy", "STOP_TASK")
                .put("FullLoadIgnoreConflicts", true)
                .put("FailOnTransactionConsistencyBreached", true)
                .put("FailOnNoTablesCaptured", true);
        return settings.toString();
    }

    private static void selection(ArrayNode rules, String schema, String table) {
        var rule = rule(rules, "selection");
        rule.set("object-locator", locator(schema, table));
        rule.put("rule-action", "include");
    }

    private static void removal(ArrayNode rules, SourceTable table, String column) {
        var rule = rule(rules, "transformation");
        rule.put("rule-target", "column");
        rule.set(
                "object-locator",
                locator(table.name().schema(), table.name().table()).put("column-name", escaped(column)));
        rule.put("rule-action", "remove-column");
    }

    private static ObjectNode rule(ArrayNode rules, String type) {
        var id = String.valueOf(rules.size() + 1);
        return rules.addObject().put("rule-type", type).put("rule-id", id).put("rule-name", id);
    }

    private static ObjectNode locator(String schema, String table) {
        return JSON.objectNode().put("schema-name", escaped(schema)).put("table-name", escaped(table));
    }

    /**
     * In DMS's patterns <a
     * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Wildcards.html">
     * {@code _}, {@code %} and {@code [}</a> stand for other characters; in a set of one they stand for themselves.
     */
    private static String escaped(String name) {
        return name.replaceAll("([_%\\[])", "[$1]");
    }
}
