package dev.replatform.install.argocd;

import dev.replatform.api.CrdFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@code deploy/argocd/argocd-cm.yaml}, the patch for Argo CD's own ConfigMap, from the scripts that lie beside it. Run
 * its main after a change of a script.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/health/">health</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/resource_actions/">actions</a>
 */
public final class ArgoCdFiles {
    static final Path FOLDER = Path.of("deploy", "argocd");
    static final Path CONFIG_MAP = FOLDER.resolve("argocd-cm.yaml");

    /** Actions for every kind, and those that only a Migration has. */
    static final List<String> ACTIONS = List.of("pause", "resume", "reconcile");

    static final List<String> ACTIONS_OF_MIGRATIONS = List.of("approve-cutover", "run-again");

    private static final String HEAD = """
            # Made from the scripts beside it by ArgoCdFiles: do not edit.
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: argocd-cm
              namespace: argocd
              labels:
                app.kubernetes.io/name: argocd-cm
                app.kubernetes.io/part-of: argocd
            data:
            """;

    private ArgoCdFiles() {}

    /** Writes the file. */
    public static void main(String[] args) throws IOException {
        Files.writeString(CONFIG_MAP, generate());
    }

    static String generate() {
        var yaml = new StringBuilder(HEAD);
        for (var kind : CrdFiles.KINDS) {
            yaml.append("  resource.customizations.health.%s: |\n".formatted(key(kind)))
                    .append(script("health.lua").indent(4));
        }
        for (var kind : CrdFiles.KINDS) {
            yaml.append("  resource.customizations.actions.%s: |\n".formatted(key(kind)))
                    .append("    discovery.lua: |\n")
                    .append(script("actions/discovery.lua").indent(6))
                    .append("    definitions:\n");
            for (var action : actions(kind)) {
                yaml.append("      - name: %s\n        action.lua: |\n".formatted(action))
                        .append(script("actions/" + action + ".lua").indent(10));
            }
        }
        return yaml.toString().replaceAll("(?m)^ +$", "");
    }

    static List<String> actions(Class<? extends HasMetadata> kind) {
        var actions = new ArrayList<>(ACTIONS);
        if (HasMetadata.getKind(kind).equals("Migration")) {
            actions.addAll(ACTIONS_OF_MIGRATIONS);
        }
        return List.copyOf(actions);
    }

    static String script(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exact key: it goes before any wildcard that somebody else may have written. */
    private static String key(Class<? extends HasMetadata> kind) {
        return HasMetadata.getGroup(kind) + "_" + HasMetadata.getKind(kind);
    }
}
