package dev.replatform.demo.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** No password and no generated key stands in a log, an event or a status, in clear or in base64. */
public final class SecrecyProof implements Proof {
    private final Map<String, String> secrets;
    private final Supplier<Map<String, String>> texts;

    /**
     * @param secrets the secret values by what they are
     * @param texts reads every text in which none may stand, by where it was found
     */
    public SecrecyProof(Map<String, String> secrets, Supplier<Map<String, String>> texts) {
        this.secrets = Map.copyOf(secrets);
        this.texts = texts;
    }

    @Override
    public Verdict look() {
        var looked = texts.get();
        var wrongs = new ArrayList<String>();
        looked.forEach((where, text) -> secrets.forEach((what, value) -> {
            if (spellings(value).stream().anyMatch(text::contains)) {
                wrongs.add("the " + what + " stands in the " + where);
            }
        }));
        return Verdict.of(
                wrongs, "none of %d secret values in %s".formatted(secrets.size(), String.join(", ", looked.keySet())));
    }

    private static List<String> spellings(String value) {
        var base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return List.of(value, base64);
    }
}
