package dev.replatform.install.iam;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that is written by the program; the rest is written by hand. */
final class Generated {
    private Generated() {}

    /**
     * @param name stands in the two lines around the part: {@code generated: NAME} and {@code end: NAME}
     * @return the text with another part
     */
    static String replace(String text, String name, String part) {
        var around = Pattern.compile(
                "(?s)(\n[^\n]*generated: " + name + "(?: -->)?\n).*?(\n[^\n]*end: " + name + "(?: -->)?\n)");
        var found = around.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no lines 'generated: " + name + "' and 'end: " + name + "'");
        }
        return found.replaceFirst(Matcher.quoteReplacement(found.group(1) + part.stripTrailing() + found.group(2)));
    }
}
