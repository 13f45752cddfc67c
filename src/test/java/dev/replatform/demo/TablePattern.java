package dev.replatform.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A pattern of {@code spec.tables}, as {@code docs/api.md} defines it: {@code schema.table}, in which {@code *} stands for any
 * characters; a name with a dot or a star in it is quoted as in SQL.
 *
 * @param text as the YAML has it
 * @param schema which schemas it means
 * @param table which tables of those
 */
record TablePattern(String text, Pattern schema, Pattern table) {
    /** What each list of {@code spec.tables} takes. */
    static final int MOST = 100;

    private static final Pattern NAMES = Pattern.compile("(\"(?:[^\"]|\"\")+\"|[^.\"][^.]*)\\.(.+)");

    static TablePattern of(String text) {
        var names = NAMES.matcher(text);
        if (!names.matches()) {
            throw new IllegalArgumentException(text + " in spec.tables is no pattern of schema.table");
        }
        return new TablePattern(text, glob(names.group(1)), glob(names.group(2)));
    }

    private static Pattern glob(String name) {
        return name.startsWith("\"")
                ? Pattern.compile(
                        Pattern.quote(name.substring(1, name.length() - 1).replace("\"\"", "\"")))
                : Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    }

    boolean matches(BoxTable named) {
        return schema.matcher(named.schema()).matches()
                && table.matcher(named.name()).matches();
    }

    /** @return patterns that mean all these schemas, one for each as long as that many are taken */
    static List<String> ofSchemas(List<String> schemas) {
        return schemas.size() <= MOST
                ? schemas.stream().map(schema -> spelled(schema) + ".*").toList()
                : List.of("*.*");
    }

    /**
     * Finds few patterns that mean some tables and none of the others.
     *
     * @return one for each table where that many are taken; else as wide as the others allow, and it may still be too many
     */
    static List<String> of(List<BoxTable> wanted, List<BoxTable> others) {
        if (wanted.size() <= MOST) {
            return wanted.stream().map(TablePattern::exactly).toList();
        }
        var patterns = new ArrayList<String>();
        var left = wanted;
        while (!left.isEmpty() && patterns.size() < MOST) {
            var widest = widest(left.get(0), others);
            patterns.add(widest.text());
            left = left.stream().filter(table -> !widest.matches(table)).toList();
        }
        left.forEach(table -> patterns.add(exactly(table)));
        return patterns;
    }

    private static TablePattern widest(BoxTable table, List<BoxTable> others) {
        return Stream.concat(
                        prefixes(table.schema())
                                .flatMap(schema -> Stream.of(schema + "." + spelled(table.name()), schema + ".*")),
                        prefixes(table.name()).map(name -> spelled(table.schema()) + "." + name))
                .map(TablePattern::of)
                .filter(pattern -> others.stream().noneMatch(pattern::matches))
                .findFirst()
                .orElseGet(() -> of(exactly(table)));
    }

    /** @return {@code *}, {@code a*}, {@code ab*}, ... and the name itself: widest first, as far as a pattern can say it */
    private static Stream<String> prefixes(String name) {
        var whole = Stream.of(spelled(name));
        return spelled(name).equals(name)
                ? Stream.concat(
                        IntStream.range(0, name.length())
                                .filter(end -> end == 0 || !Character.isHighSurrogate(name.charAt(end - 1)))
                                .mapToObj(end -> name.substring(0, end) + "*"),
                        whole)
                : whole;
    }

    private static String exactly(BoxTable table) {
        return spelled(table.schema()) + "." + spelled(table.name());
    }

    private static String spelled(String name) {
        return name.matches("(?s)[^.*\"][^.*]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
