package dev.replatform.sandbox.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * What a path below {@code /api/v1} or {@code /apis/<group>/<version>} leads to.
 *
 * @param namespace empty for an object of the cluster, and for a list of all namespaces
 * @param name empty for a list
 * @param subresource empty for the main one
 */
record Target(Kind kind, String namespace, String name, String subresource) {
    static Optional<Target> of(List<String> path, Kinds kinds) {
        var core = path.get(0).equals("api");
        var rest = path.subList(core ? 2 : 3, path.size());
        var namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() > 2 && !isSubresource(rest.get(2))) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        var group = core ? "" : path.get(1);
        var version = path.get(core ? 1 : 2);
        var in = namespace;
        var left = rest;
        return kinds.find(group, version, rest.get(0))
                .map(kind ->
                        new Target(kind, in, left.size() > 1 ? left.get(1) : "", left.size() > 2 ? left.get(2) : ""))
                .filter(Target::exists);
    }

    Store.Key key() {
        return new Store.Key(kind.storedAs(), namespace, name);
    }

    private boolean exists() {
        var placed = kind.namespaced() ? !namespace.isEmpty() || name.isEmpty() : namespace.isEmpty();
        return placed && (subresource.isEmpty() || (subresource.equals("status") && kind.hasStatus()));
    }

    private static boolean isSubresource(String segment) {
        return segment.equals("status") || segment.equals("finalize");
    }
}
