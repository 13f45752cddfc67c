package dev.replatform.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Charts that differ from ours in one thing. */
final class Charts {
    private Charts() {}

    /** @return a copy of the chart whose CRDs say {@code replacement} where they said {@code text} */
    static Path copyWith(Path chart, Path copy, String text, String replacement) throws IOException {
        int changed = 0;
        try (var files = Files.walk(chart)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(chart.relativize(file).toString());
                Files.createDirectories(target.getParent());
                var content = Files.readString(file);
                var replaced = file.toString().contains("crds") ? content.replace(text, replacement) : content;
                changed += replaced.equals(content) ? 0 : 1;
                Files.writeString(target, replaced);
            }
        }
        if (changed == 0) {
            throw new IllegalArgumentException("no CRD of the chart says: " + text);
        }
        return copy;
    }
}
