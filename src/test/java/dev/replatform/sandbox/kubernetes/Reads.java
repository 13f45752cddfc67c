package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Answers what asks for objects as they are now. */
final class Reads {
    private final Store store;

    Reads(Store store) {
        this.store = store;
    }

    ObjectNode get(Target target, Request request) {
        var object = store.get(target.key()).orElseThrow(() -> Refusal.notFound(target.kind(), target.name()));
        return one(target.kind(), object, request);
    }

    /** @return an object as the request wants to see it: as a row of a table or as it is */
    static ObjectNode one(Kind kind, ObjectNode object, Request request) {
        if (!request.wantsTable()) {
            return kind.present(object);
        }
        var metadata = Json.object();
        metadata.set("resourceVersion", object.path("metadata").path("resourceVersion"));
        return new Table(kind, request.parameter("includeObject")).of(metadata, List.of(object));
    }

    ObjectNode list(Target target, Request request) {
        var kind = target.kind();
        var selection = selection(target, request);
        var snapshot = store.list(kind.storedAs(), target.namespace());
        var after = new String(Base64.getUrlDecoder().decode(request.parameter("continue")), StandardCharsets.UTF_8);
        var selected = snapshot.objects().stream()
                .filter(selection)
                .filter(object -> place(object).compareTo(after) > 0)
                .toList();
        var limit = request.parameter("limit").isEmpty() ? 0 : Integer.parseInt(request.parameter("limit"));
        var page = limit == 0 || limit >= selected.size() ? selected : selected.subList(0, limit);
        var metadata = Json.object().put("resourceVersion", Long.toString(snapshot.revision()));
        if (page.size() < selected.size()) {
            var last = place(page.get(page.size() - 1)).getBytes(StandardCharsets.UTF_8);
            metadata.put("continue", Base64.getUrlEncoder().encodeToString(last))
                    .put("remainingItemCount", selected.size() - page.size());
        }
        if (request.wantsTable()) {
            return new Table(kind, request.parameter("includeObject")).of(metadata, page);
        }
        var list = Json.object().put("apiVersion", kind.apiVersion()).put("kind", kind.listKind());
        list.set("metadata", metadata);
        list.putArray("items").addAll(page.stream().map(kind::present).toList());
        return list;
    }

    /** @return what a list, a watch or a deletion of many is about */
    static Selection selection(Target target, Request request) {
        var fields = request.parameter("fieldSelector");
        var named = target.name().isEmpty() ? fields : "metadata.name=" + target.name();
        return Selection.of(target.kind(), target.namespace(), request.parameter("labelSelector"), named);
    }

    private static String place(ObjectNode object) {
        var metadata = object.path("metadata");
        return metadata.path("namespace").asText() + "\u0000"
                + metadata.path("name").asText();
    }
}
