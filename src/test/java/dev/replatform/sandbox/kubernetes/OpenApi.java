package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code /openapi/v3}: as much as kubectl needs to validate on the server and to explain a kind. */
final class OpenApi {
    private final Kinds kinds;

    OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    /** @return the documents there are; an address changes with its content, for kubectl keeps what it has read */
    ObjectNode index() {
        var index = Json.object();
        var paths = index.putObject("paths");
        for (var kind : kinds.all()) {
            var path = pathOf(kind);
            var hash = Integer.toHexString(document(path).hashCode());
            paths.putObject(path.substring(1)).put("serverRelativeURL", "/openapi/v3" + path + "?hash=" + hash);
        }
        return index;
    }

    /** @param groupVersion {@code /api/v1} or {@code /apis/<group>/<version>} */
    ObjectNode document(String groupVersion) {
        var document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.34.4");
        var paths = document.putObject("paths");
        var schemas = document.putObject("components").putObject("schemas");
        kinds.all().stream().filter(kind -> pathOf(kind).equals(groupVersion)).forEach(kind -> {
            describe(kind, groupVersion, paths);
            var schema = schemas.putObject(nameOf(kind));
            schema.setAll((ObjectNode) kind.schema().node());
            identify(schema.putArray("x-kubernetes-group-version-kind").addObject(), kind);
        });
        return document;
    }

    private static void describe(Kind kind, String groupVersion, ObjectNode paths) {
        var collection = groupVersion + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
        var many = paths.putObject(collection);
        operation(many, "get", "list", kind);
        operation(many, "post", "post", kind);
        var one = paths.putObject(collection + "/{name}");
        List.of("get", "put", "patch", "delete").forEach(verb -> operation(one, verb, verb, kind));
    }

    private static void operation(ObjectNode path, String verb, String action, Kind kind) {
        var operation = path.putObject(verb).put("x-kubernetes-action", action);
        identify(operation.putObject("x-kubernetes-group-version-kind"), kind);
        var parameters = operation.putArray("parameters");
        List.of("dryRun", "fieldManager", "fieldValidation", "force").forEach(name -> {
            var parameter = parameters.addObject().put("name", name).put("in", "query");
            parameter.putObject("schema").put("type", "string");
        });
        var answer = operation.putObject("responses").putObject("200").put("description", "OK");
        answer.withObject("/content")
                .putObject("application/json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/" + nameOf(kind));
    }

    private static void identify(ObjectNode node, Kind kind) {
        node.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
    }

    private static String pathOf(Kind kind) {
        return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
    }

    private static String nameOf(Kind kind) {
        return (kind.group().isEmpty() ? "core" : kind.group()) + "." + kind.version() + "." + kind.kind();
    }
}
