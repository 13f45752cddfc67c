package dev.replatform.postgres;

/**
 * What would lose rows, or cannot work, whatever the user's preflight mode.
 *
 * @param code one word
 * @param object the database object
 * @param text what was found
 * @param remedy what to do about it
 */
public record Blocker(String code, String object, String text, String remedy) {}
