package dev.replatform.appconfig;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.replatform.api.v1alpha1.AppConfigSpec.TemplateValue.Escape;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** How a value is put into a text that has characters of its own meaning. */
final class Escaping {
    private Escaping() {}

    static String of(Escape escape, String value) {
        return switch (escape) {
            case None, UNKNOWN -> value;
            case Json -> new String(JsonStringEncoder.getInstance().quoteAsString(value));
            case Uri -> uri(value);
        };
    }

    /** Percent-encoded by RFC 3986, where a space is no plus. */
    static String uri(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
