package dev.replatform.sandbox.aws.box;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands after {@code aws s3 <verb>}.
 *
 * @param filters in the order given: the last that matches decides
 */
record S3Arguments(List<String> paths, Set<String> flags, Optional<String> contentType, List<Filter> filters) {
    private static final Set<String> FLAGS = Set.of(
            "--delete",
            "--recursive",
            "--quiet",
            "--only-show-errors",
            "--no-progress",
            "--size-only",
            "--no-guess-mime-type");

    /** {@code --exclude} and {@code --include}; * also matches slashes. */
    record Filter(boolean includes, Pattern pattern) {}

    static S3Arguments parse(List<String> words) {
        var paths = new ArrayList<String>();
        var flags = new HashSet<String>();
        var filters = new ArrayList<Filter>();
        var contentType = Optional.<String>empty();
        var left = new ArrayDeque<>(words);
        while (!left.isEmpty()) {
            var word = left.poll();
            if (FLAGS.contains(word)) {
                flags.add(word);
            } else if (word.equals("--exclude") || word.equals("--include")) {
                filters.add(new Filter(word.equals("--include"), glob(valueOf(word, left))));
            } else if (word.equals("--content-type")) {
                contentType = Optional.of(valueOf(word, left));
            } else if (word.startsWith("--")) {
                throw new UsageError("Unknown options: " + word);
            } else {
                paths.add(word);
            }
        }
        return new S3Arguments(paths, flags, contentType, filters);
    }

    private static String valueOf(String option, ArrayDeque<String> left) {
        return Optional.ofNullable(left.poll())
                .orElseThrow(() -> new UsageError("argument " + option + ": expected one argument"));
    }

    private static Pattern glob(String pattern) {
        var regex = new StringBuilder();
        pattern.chars().forEach(c -> {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf((char) c)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    boolean isQuiet() {
        return has("--quiet") || has("--only-show-errors");
    }

    /** @param relativePath below the source or the destination, with slashes */
    boolean wants(String relativePath) {
        boolean wanted = true;
        for (var filter : filters) {
            if (filter.pattern().matcher(relativePath).matches()) {
                wanted = filter.includes();
            }
        }
        return wanted;
    }
}
