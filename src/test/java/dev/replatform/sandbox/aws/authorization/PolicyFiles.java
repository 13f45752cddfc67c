package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The policies that a folder holds as files, filled in as the README beside them says. */
public final class PolicyFiles {
    private static final List<String> POLICIES = List.of("base", "images", "migration", "adoption");

    private final Path folder;
    private final Map<String, String> values = new HashMap<>(Map.of(
            "PARTITION", "aws",
            "ACCOUNT", Account.SANDBOX.id(),
            "REGION", Account.SANDBOX.region(),
            "DATABASES", "*",
            "BUCKETS", "*",
            "PARAMETERS", "*"));

    /** @param cluster the operator's cluster name */
    public PolicyFiles(Path folder, String cluster) {
        this.folder = folder;
        values.put("CLUSTER", cluster);
    }

    /** @param word without the {@code @} on both sides */
    public PolicyFiles with(String word, String value) {
        values.put(word, value);
        return this;
    }

    /** @return all four as JSON */
    public List<String> all() {
        return POLICIES.stream().map(this::one).toList();
    }

    /** @return a text with every word filled in */
    public String fill(String text) {
        var filled = text;
        for (var value : values.entrySet()) {
            filled = filled.replace("@" + value.getKey() + "@", value.getValue());
        }
        return filled;
    }

    private String one(String name) {
        try {
            return fill(Files.readString(folder.resolve(name + ".json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
