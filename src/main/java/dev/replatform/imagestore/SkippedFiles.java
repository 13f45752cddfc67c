package dev.replatform.imagestore;

import dev.replatform.imagestore.Manifest.Skipped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Files of an imported folder that cannot become objects, or must not: the rest of the folder is copied.
 *
 * @param count how many
 * @param named the first of them by path, at most 20
 */
record SkippedFiles(int count, List<Skipped> named) {
    static final SkippedFiles NONE = new SkippedFiles(0, List.of());

    private static final int NAMED = 20;
    private static final int IN_A_SENTENCE = 3;

    /** What {@code import.sh} says, for people. */
    private static final Map<String, String> REASONS = Map.of(
            "SymbolicLink", "a symbolic link, which is not followed",
            "NotAFile", "neither a file nor a folder",
            "NotUtf8", "a name that is not UTF-8, which no S3 key can hold",
            "KeyTooLong", "a key of more than 1,024 bytes, which S3 does not take",
            "Unreadable", "a file that cannot be read");

    static SkippedFiles of(List<Skipped> all) {
        return new SkippedFiles(
                all.size(),
                all.stream()
                        .sorted(Comparator.comparing(Skipped::path))
                        .limit(NAMED)
                        .map(file -> new Skipped(file.reason(), Manifest.shown(file.path())))
                        .toList());
    }

    /** @return why a file is not copied, in words */
    static String reason(Skipped file) {
        return REASONS.getOrDefault(file.reason(), file.reason());
    }

    /** @return a sentence that counts them and names the first ones; empty where there are none */
    String inWords() {
        if (count == 0) {
            return "";
        }
        var names = named.stream()
                .limit(IN_A_SENTENCE)
                .map(file -> "%s (%s)".formatted(file.path(), reason(file)))
                .toList();
        return "%d files are not copied, among them %s.".formatted(count, String.join(", ", names));
    }
}
