package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.ManagedFields.Writer;
import dev.replatform.sandbox.kubernetes.Writes.Options;
import dev.replatform.sandbox.kubernetes.Writes.Written;
import java.util.ArrayList;
import java.util.List;

/** Finds out what a request is about, and answers as the API server's own conventions say. */
final class ApiServer {
    private final Kinds kinds = new Kinds();
    private final Store store = new Store();
    private final Deletions deletions = new Deletions(kinds, store);
    private final Writes writes = new Writes(kinds, store, deletions);
    private final Reads reads = new Reads(store);
    private final Discovery discovery = new Discovery(kinds);
    private final OpenApi openApi = new OpenApi(kinds);

    ApiServer() {
        var namespaces = kinds.builtIn(BuiltIns.NAMESPACES);
        var options = new Options(new Writer("sandbox", "Update", ""), "Strict", false, warning -> {});
        List.of("default", "kube-node-lease", "kube-public", "kube-system").forEach(name -> {
            var namespace = Json.object().put("apiVersion", "v1").put("kind", "Namespace");
            namespace.putObject("metadata").put("name", name);
            writes.create(namespaces, "", namespace, options);
        });
    }

    /** As another API server that takes over, or after a compaction. */
    void forgetChanges() {
        store.forgetChanges();
    }

    Reply answer(Request request) {
        try {
            return route(request);
        } catch (Refusal refusal) {
            return Reply.json(refusal.code(), refusal.status());
        } catch (RuntimeException e) {
            return Reply.json(
                    500, Refusal.internal("Internal error occurred: " + e).status());
        }
    }

    /** @throws Refusal where there is nothing to watch */
    Watch watch(Request request) {
        return new Watch(store, target(request), request);
    }

    private Reply route(Request request) {
        var path = request.path();
        return switch (path.isEmpty() ? "" : path.get(0)) {
            case "version" -> Reply.json(200, Discovery.version());
            case "healthz", "livez", "readyz" -> Reply.text("ok");
            case "openapi" -> openApi(path);
            case "api" ->
                switch (path.size()) {
                    case 1 -> Reply.json(200, Discovery.coreVersions());
                    case 2 -> Reply.json(200, discovery.resources("", path.get(1)));
                    default -> resource(request, target(request));
                };
            case "apis" ->
                switch (path.size()) {
                    case 1 -> Reply.json(200, discovery.groups());
                    case 2 -> Reply.json(200, discovery.group(path.get(1)));
                    case 3 -> Reply.json(200, discovery.resources(path.get(1), path.get(2)));
                    default -> resource(request, target(request));
                };
            default -> throw Refusal.noSuchPath();
        };
    }

    private Reply openApi(List<String> path) {
        if (path.size() > 1 && path.get(1).equals("v2")) {
            // An empty document in protobuf: kubectl before 1.30 goes on without validating on its side.
            return new Reply(200, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf", "", List.of());
        }
        return Reply.json(
                200,
                path.size() == 2
                        ? openApi.index()
                        : openApi.document("/" + String.join("/", path.subList(2, path.size()))));
    }

    private Target target(Request request) {
        return Target.of(request.path(), kinds).orElseThrow(Refusal::noSuchPath);
    }

    private Reply resource(Request request, Target target) {
        var one = !target.name().isEmpty();
        var warnings = new ArrayList<String>();
        return switch (request.method()) {
            case "GET" -> Reply.json(200, one ? reads.get(target, request) : reads.list(target, request));
            case "POST" -> written(target, request, create(target, request, warnings), warnings);
            case "PUT" -> written(target, request, replace(target, request, warnings), warnings);
            case "PATCH" -> written(target, request, patch(target, request, warnings), warnings);
            case "DELETE" -> Reply.json(200, one ? delete(target, request) : deleteMany(target, request));
            default -> throw Refusal.methodNotAllowed();
        };
    }

    private static Reply written(Target target, Request request, Written written, List<String> warnings) {
        var body = Reads.one(target.kind(), written.object(), request);
        return new Reply(written.created() ? 201 : 200, Reply.JSON, Json.text(body), warnings);
    }

    private Written create(Target target, Request request, List<String> warnings) {
        if (target.kind().canOnlyBeCreated()) {
            return new Written(true, BuiltIns.review(request.object()));
        }
        var namespace = target.namespace();
        return writes.create(target.kind(), namespace, body(target, request), options(target, request, warnings));
    }

    private Written replace(Target target, Request request, List<String> warnings) {
        return writes.replace(target.kind(), target.key(), body(target, request), options(target, request, warnings));
    }

    private Written patch(Target target, Request request, List<String> warnings) {
        var options = options(target, request, warnings);
        if (request.contentType().equals("application/apply-patch+yaml")) {
            return writes.apply(target.kind(), target.key(), body(target, request), options);
        }
        var patch = Patch.of(request.contentType(), target.kind());
        var change = request.json();
        return writes.patch(target.kind(), target.key(), object -> patch.on(object, change), options);
    }

    private ObjectNode delete(Target target, Request request) {
        var options = !request.body().hasRemaining() ? Json.object() : request.object();
        var dryRun = request.isDryRun() || options.path("dryRun").toString().contains("All");
        var left = deletions.delete(target.kind(), target.key(), options, dryRun);
        return left.path("kind").asText().equals("Status")
                ? left
                : target.kind().present(left);
    }

    private ObjectNode deleteMany(Target target, Request request) {
        var selection = Reads.selection(target, request);
        for (var object :
                store.list(target.kind().storedAs(), target.namespace()).objects()) {
            if (selection.test(object)) {
                var metadata = object.path("metadata");
                var key = new Store.Key(
                        target.kind().storedAs(),
                        metadata.path("namespace").asText(),
                        metadata.path("name").asText());
                deletions.delete(target.kind(), key, Json.object(), request.isDryRun());
            }
        }
        return reads.list(target, request);
    }

    private static ObjectNode body(Target target, Request request) {
        var object = request.object();
        var kind = target.kind();
        if (!object.path("kind").asText(kind.kind()).equals(kind.kind())
                || !object.path("apiVersion").asText(kind.apiVersion()).equals(kind.apiVersion())) {
            throw Refusal.wrongKind(kind, object);
        }
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        return kind.storable(object);
    }

    private static Options options(Target target, Request request, List<String> warnings) {
        var applies = request.contentType().equals("application/apply-patch+yaml");
        var writer = new Writer(request.manager(), applies ? "Apply" : "Update", target.subresource());
        var validation = request.query().getOrDefault("fieldValidation", "Warn");
        return new Options(writer, validation, request.isDryRun(), warnings::add);
    }
}
