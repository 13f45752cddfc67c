package dev.replatform.ownership;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The object that owns AWS resources. Names derive from it and never from a clock or a random source, so that a resource
 * made just before a crash is found again.
 *
 * @param clusterName the operator's cluster name
 * @param namespace the object's namespace
 * @param name the object's name
 * @param uid the object's uid
 */
public record Owner(String clusterName, String namespace, String name, String uid) {
    /** The tag that every resource of ours carries; its value is {@link #id()}. */
    public static final String TAG = "replatform.dev/owner";

    private static final int DIGEST_LENGTH = 6;

    /** @return {@code <clusterName>/<namespace>/<name>}: what outlives a deleted and re-applied object */
    public String id() {
        return clusterName + "/" + namespace + "/" + name;
    }

    /**
     * @param kind lower-case kind, so that a Database and a Migration of one name do not meet
     * @param maxLength the service's limit, at least 20
     * @return {@code <namespace>-<name>-<6 characters>}, lower case, cut to fit, without double hyphens
     */
    public String derivedName(String kind, int maxLength) {
        var digest =
                sha256(clusterName + "/" + namespace + "/" + name + "/" + kind).substring(0, DIGEST_LENGTH);
        var readable =
                (namespace + "-" + name).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var cut = readable.substring(0, Math.min(readable.length(), maxLength - DIGEST_LENGTH - 1));
        var startsWithLetter = Character.isLetter(cut.charAt(0)) ? cut : "r" + cut.substring(1);
        return startsWithLetter.replaceAll("-+$", "") + "-" + digest;
    }

    /** @return the user's tags and our own, which wins */
    public Map<String, String> tagsWith(Map<String, String> extra) {
        var tags = new LinkedHashMap<String, String>();
        if (extra != null) {
            tags.putAll(extra);
        }
        tags.put(TAG, id());
        return tags;
    }

    /** @return whether a resource with these tags is ours */
    public boolean owns(Map<String, String> tags) {
        return id().equals(tags.get(TAG));
    }

    /** @return lower-case hexadecimal SHA-256 of the UTF-8 text */
    public static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
