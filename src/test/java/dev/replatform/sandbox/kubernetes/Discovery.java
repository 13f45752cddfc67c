package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Says which groups, versions and kinds are served: {@code /version}, {@code /api}, {@code /apis} and below. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Kinds kinds;

    Discovery(Kinds kinds) {
        this.kinds = kinds;
    }

    static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.4+sandbox")
                .put("gitCommit", "sandbox")
                .put("gitTreeState", "clean")
                .put("platform", "java/sandbox");
    }

    static ObjectNode coreVersions() {
        var versions = Json.object().put("kind", "APIVersions");
        versions.set("versions", Json.array(List.of("v1")));
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    ObjectNode groups() {
        var list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        list.putArray("groups").addAll(kinds.groups().map(this::group).toList());
        return list;
    }

    /** @throws Refusal 404 where nothing of that group is served */
    ObjectNode group(String name) {
        var versions = kinds.versionsOf(name).toList();
        if (versions.isEmpty()) {
            throw Refusal.noSuchPath();
        }
        var group =
                Json.object().put("kind", "APIGroup").put("apiVersion", "v1").put("name", name);
        var list = group.putArray("versions");
        versions.forEach(version -> list.add(groupVersion(name, version)));
        group.set("preferredVersion", groupVersion(name, versions.get(0)));
        return group;
    }

    /** @throws Refusal 404 where nothing of that group and version is served */
    ObjectNode resources(String group, String version) {
        var served = kinds.all().stream()
                .filter(kind -> kind.group().equals(group) && kind.version().equals(version))
                .toList();
        if (served.isEmpty()) {
            throw Refusal.noSuchPath();
        }
        var list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", served.get(0).apiVersion());
        var resources = list.putArray("resources");
        served.forEach(kind -> add(kind, resources));
        return list;
    }

    private static void add(Kind kind, ArrayNode resources) {
        var resource = resources
                .addObject()
                .put("name", kind.plural())
                .put("singularName", kind.names().path("singular").asText())
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        resource.set("verbs", Json.array(kind.canOnlyBeCreated() ? List.of("create") : VERBS));
        List.of("shortNames", "categories").forEach(names -> {
            if (kind.names().has(names)) {
                resource.set(names, kind.names().get(names));
            }
        });
        if (kind.hasStatus()) {
            resources
                    .addObject()
                    .put("name", kind.plural() + "/status")
                    .put("singularName", "")
                    .put("namespaced", kind.namespaced())
                    .put("kind", kind.kind())
                    .set("verbs", Json.array(List.of("get", "patch", "update")));
        }
    }

    private static ObjectNode groupVersion(String group, String version) {
        return Json.object().put("groupVersion", group + "/" + version).put("version", version);
    }
}
