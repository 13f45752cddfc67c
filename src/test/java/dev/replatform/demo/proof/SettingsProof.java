package dev.replatform.demo.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** SSM holds the application's six settings, each of the right type, and they lead to the new database and the CDN. */
public final class SettingsProof implements Proof {
    private final SsmClient ssm;
    private final String path;
    private final Map<String, Setting> expected;

    /**
     * What a parameter must be.
     *
     * @param type {@code String} or {@code SecureString}; empty where either will do
     * @param value empty where it is made at random
     * @param length how long it is then, in characters; 0 otherwise
     */
    public record Setting(String type, Optional<String> value, int length) {
        public static Setting plain(String value) {
            return new Setting("String", Optional.of(value), 0);
        }

        public static Setting secret(String value) {
            return new Setting("SecureString", Optional.of(value), 0);
        }

        /** @return one of which only the name is known */
        public static Setting there() {
            return new Setting("", Optional.empty(), 0);
        }

        public static Setting generated(int length) {
            return new Setting("SecureString", Optional.empty(), length);
        }

        /** Tells no value: half of them are secrets. */
        @Override
        public String toString() {
            return type;
        }
    }

    /**
     * @param path the parameters' path, without a slash at its end
     * @param expected the settings by name below the path
     */
    public SettingsProof(SsmClient ssm, String path, Map<String, Setting> expected) {
        this.ssm = ssm;
        this.path = path;
        this.expected = new TreeMap<>(expected);
    }

    @Override
    public Verdict look() {
        var parameters = new TreeMap<String, Parameter>();
        ssm.getParametersByPathPaginator(request -> request.path(path).withDecryption(true)).stream()
                .flatMap(page -> page.parameters().stream())
                .forEach(parameter -> parameters.put(parameter.name().substring(path.length() + 1), parameter));
        var wrongs = new ArrayList<String>();
        parameters.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> wrongs.add(name + " is there and nobody asked for it"));
        expected.forEach((name, setting) -> wrongs.addAll(wrongsOf(name, setting, parameters.get(name))));
        return Verdict.of(wrongs, "%d SSM parameters under %s".formatted(expected.size(), path));
    }

    private static List<String> wrongsOf(String name, Setting setting, Parameter found) {
        if (found == null) {
            return List.of(name + " is missing");
        }
        if (setting.type().isEmpty()) {
            return List.of();
        }
        if (!setting.type().equals(found.typeAsString())) {
            return List.of("%s is a %s, not a %s".formatted(name, found.typeAsString(), setting.type()));
        }
        var right =
                setting.value().map(found.value()::equals).orElse(found.value().length() == setting.length());
        return right ? List.of() : List.of(name + " has another value than it must have");
    }
}
