package dev.replatform.demo.proof;

import java.util.List;

/**
 * What a proof found.
 *
 * @param holds whether it is as it must be
 * @param text one line for the table: the figures, or what is wrong
 */
public record Verdict(boolean holds, String text) {
    private static final int NAMED = 5;

    public static Verdict green(String text) {
        return new Verdict(true, text);
    }

    public static Verdict red(String text) {
        return new Verdict(false, text);
    }

    /**
     * @param wrongs everything that is wrong, one line each
     * @param figures what to say where nothing is
     */
    public static Verdict of(List<String> wrongs, String figures) {
        if (wrongs.isEmpty()) {
            return green(figures);
        }
        var named = String.join("; ", wrongs.subList(0, Math.min(NAMED, wrongs.size())));
        return red(wrongs.size() > NAMED ? named + "; and " + (wrongs.size() - NAMED) + " more" : named);
    }
}
