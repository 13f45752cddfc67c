package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.operations.Exported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alerts and dashboard ask for what there is, and somebody says what to do. */
class MonitoringTest {
    private static final String RUNBOOKS = "https://github.com/replatform-dev/replatform/blob/main/docs/runbooks.md#";
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{ \\$labels\\.([a-z_]+) }}");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");
    private static final Pattern IN_A_TABLE = Pattern.compile("replatform_[a-z_]+(\\{[a-z,]+})?");

    private static Map<String, Set<String>> exported;
    private static Rendered rendered;

    @BeforeAll
    static void scrape() throws Exception {
        exported = Exported.metrics();
        rendered = Rendered.with("metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}");
    }

    @Test
    void everyAlertAsksForWhatIsExported() {
        assertThat(rules()).hasSize(9).allSatisfy(rule -> {
            var query = new Query(rule.path("expr").asText());
            assertThat(query.metrics()).isNotEmpty();
            assertThat(query.unknown(exported)).isEmpty();
        });
    }

    @Test
    void aNameThatNobodyExportsIsFound() {
        var query = new Query(
                "max by (namespace, phase) (deriv(replatform_object_ready{job=\"x\", zone!=\"y z\"}[5m])) / on (kind) replatform_nothing");

        assertThat(query.unknown(exported)).containsExactlyInAnyOrder("phase", "zone", "replatform_nothing");
    }

    @Test
    void everyAlertAsksForItsOwnReleaseAlone() {
        assertThat(rules()).allSatisfy(rule -> {
            var expr = rule.path("expr").asText();
            assertThat(expr.split("\\{", -1)).hasSize(expr.split("job=\"replatform-system/replatform\"", -1).length);
        });
    }

    @Test
    void whatAnAlertSaysNamesLabelsThatItHas() {
        assertThat(rules()).allSatisfy(rule -> {
            var kept = new Query(rule.path("expr").asText()).labels();
            assertThat(VARIABLE.matcher(rule.at("/annotations/summary").asText())
                            .results()
                            .map(it -> it.group(1)))
                    .isSubsetOf(kept);
        });
    }

    @Test
    void everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws IOException {
        var chapters = Files.readAllLines(Path.of("docs/runbooks.md")).stream()
                .filter(line -> line.startsWith("## Replatform"))
                .map(line -> line.substring(3).strip())
                .toList();

        assertThat(rules().stream().map(rule -> rule.path("alert").asText()))
                .containsExactlyInAnyOrderElementsOf(chapters);
        assertThat(rules()).allSatisfy(rule -> assertThat(
                        rule.at("/annotations/runbook_url").asText())
                .isEqualTo(RUNBOOKS + rule.path("alert").asText().toLowerCase(Locale.ROOT)));
    }

    @Test
    void everyPanelAsksForWhatIsExported() {
        var targets = dashboard().findValues("targets").stream()
                .flatMap(MonitoringTest::items)
                .toList();

        assertThat(targets).hasSizeGreaterThan(15).allSatisfy(target -> {
            var query = new Query(target.path("expr").asText());
            assertThat(query.metrics()).isNotEmpty();
            assertThat(query.unknown(exported)).isEmpty();
            assertThat(LEGEND.matcher(target.path("legendFormat").asText())
                            .results()
                            .map(it -> it.group(1)))
                    .isSubsetOf(query.labels());
        });
    }

    @Test
    void theDashboardsVariablesComeFromWhatIsExported() {
        var queries = items(dashboard().at("/templating/list"))
                .filter(it -> it.path("type").asText().equals("query"))
                .map(it -> it.at("/query/query").asText())
                .toList();

        assertThat(queries).hasSize(2).allSatisfy(query -> {
            var arguments = query.substring("label_values(".length(), query.length() - 1);
            var comma = arguments.lastIndexOf(',');
            var metric = new Query(arguments.substring(0, comma));
            assertThat(metric.unknown(exported)).isEmpty();
            var labels = new HashSet<>(exported.get(metric.metrics().iterator().next()));
            labels.add("job");
            assertThat(labels).contains(arguments.substring(comma + 1).strip());
        });
    }

    @Test
    void panelsHaveAPlaceAndANumberOfTheirOwn() {
        var places = new ArrayList<String>();
        var numbers = new ArrayList<Integer>();
        items(dashboard().path("panels")).forEach(panel -> {
            var at = panel.path("gridPos");
            for (var x = at.path("x").asInt();
                    x < at.path("x").asInt() + at.path("w").asInt();
                    x++) {
                for (var y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    places.add(x + "/" + y);
                }
            }
            numbers.add(panel.path("id").asInt());
        });

        assertThat(places).isNotEmpty().doesNotHaveDuplicates();
        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void operatingMdNamesEveryMetricOfTheOperator() throws IOException {
        var named = IN_A_TABLE
                .matcher(Files.readString(Path.of("docs/operating.md")))
                .results()
                .map(MatchResult::group)
                .flatMap(MonitoringTest::spelledOut)
                .collect(Collectors.toSet());

        assertThat(exported.keySet().stream().filter(it -> it.startsWith("replatform_")))
                .hasSizeGreaterThan(20)
                .allMatch(named::contains);
    }

    /** {@code a_{b,c}} is two names. */
    private static Stream<String> spelledOut(String name) {
        var brace = name.indexOf('{');
        return brace < 0
                ? Stream.of(name)
                : Stream.of(name.substring(brace + 1, name.length() - 1).split(",", -1))
                        .map(end -> name.substring(0, brace) + end);
    }

    private static List<JsonNode> rules() {
        return items(rendered.at("PrometheusRule", "/spec/groups"))
                .flatMap(group -> items(group.path("rules")))
                .toList();
    }

    private static JsonNode dashboard() {
        return Chart.documents(rendered.at("ConfigMap", "/data/replatform.json").asText())
                .get(0);
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
