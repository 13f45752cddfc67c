package dev.replatform.install;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Makes what is made in the chart: the CustomResourceDefinitions, from {@code crds/}, and the table of values in its README,
 * from the comments in values.yaml. Run its main after a change of either.
 */
public final class ChartFiles {
    private static final String BEGIN =
            "<!-- values: made from the comments in values.yaml by ChartFiles; do not edit -->\n";
    private static final String END = "<!-- end of values -->\n";
    private static final String README = "README.md";
    private static final String MARK = "-- ";

    private ChartFiles() {}

    /** One value that a user may set. */
    record Value(String path, Object otherwise, String description) {}

    /** Writes the files into the chart. */
    public static void main(String[] args) throws IOException {
        for (var file : generate().entrySet()) {
            Files.writeString(Chart.FOLDER.resolve(file.getKey()), file.getValue());
        }
    }

    /** @return path in the chart and content, for each file */
    static Map<String, String> generate() throws IOException {
        var files = new TreeMap<String, String>();
        try (var crds = Files.list(Path.of("crds"))) {
            for (var crd : crds.toList()) {
                files.put("files/crds/" + crd.getFileName(), Files.readString(crd));
            }
        }
        var readme = Files.readString(Chart.FOLDER.resolve(README));
        var before = readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length());
        files.put(README, before + table() + readme.substring(readme.indexOf(END)));
        return files;
    }

    private static String table() throws IOException {
        return Stream.concat(
                        Stream.of("| value | default | |", "|---|---|---|"),
                        values().stream().map(it -> "| `%s` | `%s` | %s |"
                                .formatted(it.path(), json(it.otherwise()), it.description())))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /**
     * @return every documented value, in the order of values.yaml
     * @throws IllegalStateException where one has no comment
     */
    static List<Value> values() throws IOException {
        var settings = LoadSettings.builder().setParseComments(true).build();
        var root = new Compose(settings)
                .composeString(Files.readString(Chart.FOLDER.resolve("values.yaml")))
                .orElseThrow();
        var defaults = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Chart.FOLDER.resolve("values.yaml")));
        var values = new ArrayList<Value>();
        collect("", root, defaults, values);
        return values;
    }

    private static void collect(String path, Node node, Object defaults, List<Value> values) {
        if (!(node instanceof MappingNode mapping) || !(defaults instanceof Map<?, ?> map)) {
            throw new IllegalStateException(path + " has no comment in values.yaml");
        }
        for (var entry : mapping.getValue()) {
            var name = ((ScalarNode) entry.getKeyNode()).getValue();
            var below = path.isEmpty() ? name : path + "." + name;
            var description = description(entry.getKeyNode());
            if (description.isEmpty()) {
                collect(below, entry.getValueNode(), map.get(name), values);
            } else {
                values.add(new Value(below, map.get(name), description));
            }
        }
    }

    private static String description(Node key) {
        var comments = key.getBlockComments() == null ? List.<CommentLine>of() : key.getBlockComments();
        var text = comments.stream()
                .map(it -> it.getValue().strip())
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(" "));
        return text.startsWith(MARK) ? text.substring(MARK.length()) : "";
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
