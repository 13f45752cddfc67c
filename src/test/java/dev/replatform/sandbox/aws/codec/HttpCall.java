package dev.replatform.sandbox.aws.codec;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request as it came over the wire.
 *
 * @param path still percent-encoded, begins with a slash
 * @param query decoded, in order
 * @param headers by name, without regard to case; a header sent on several lines is joined by commas
 */
public record HttpCall(
        String method, String path, Map<String, List<String>> query, TreeMap<String, String> headers, SdkBytes body) {

    /** @return an empty header collection of the kind that a call has: names without regard to case */
    public static TreeMap<String, String> noHeaders() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).map(values -> values.get(0));
    }

    /**
     * @param encoded a query string or form body; null for none
     * @return its pairs, decoded, each name with all its values
     */
    public static Map<String, List<String>> parseQuery(String encoded) {
        var pairs = new LinkedHashMap<String, List<String>>();
        if (encoded == null || encoded.isEmpty()) {
            return pairs;
        }
        for (var pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.computeIfAbsent(decodeForm(name), unused -> new ArrayList<>()).add(decodeForm(value));
        }
        return pairs;
    }

    /** @return the text behind percent-encoding, where a plus is a plus: paths, not forms */
    static String decodePath(String encoded) {
        return decodeForm(encoded.replace("+", "%2B"));
    }

    private static String decodeForm(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedCall("not percent-encoded: " + encoded, e);
        }
    }
}
