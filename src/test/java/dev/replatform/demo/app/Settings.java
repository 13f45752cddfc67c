package dev.replatform.demo.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.SsmException;

/**
 * What the application is told at its start: the settings file that the box's image brought, and over it whatever stands in
 * SSM. The file alone is the state before anybody moves anything.
 */
final class Settings {
    /** What it reads of SSM, under another name where the file has one for it; whatever else lies under the path is another's. */
    static final Set<String> NAMES = Set.of(
            "secret_key",
            "db_user",
            "db_password",
            "database_endpoint",
            "image_storage_bucket_name",
            "image_storage_cloudfront_domain");

    private final Map<String, String> values;
    private final int fromSsm;

    private Settings(Map<String, String> values, int fromSsm) {
        this.values = values;
        this.fromSsm = fromSsm;
    }

    /**
     * @param file a properties file with the box's settings
     * @param path the SSM path that the application reads; empty if it reads none
     */
    static Settings read(Path file, SsmClient ssm, String path) throws IOException {
        var values = new TreeMap<String, String>();
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        var stored = path.isEmpty() ? Map.<String, String>of() : parameters(ssm, path);
        int fromSsm = 0;
        for (var name : NAMES) {
            var value = stored.get(values.getOrDefault("parameter." + name, name));
            if (value != null) {
                values.put(name, value);
                fromSsm++;
            }
        }
        return new Settings(values, fromSsm);
    }

    /** A role without a right to the path reads no parameters, as before anybody gave it one. */
    private static Map<String, String> parameters(SsmClient ssm, String path) {
        var parameters = new TreeMap<String, String>();
        try {
            ssm.getParametersByPathPaginator(request -> request.path(path).withDecryption(true)).stream()
                    .flatMap(page -> page.parameters().stream())
                    .forEach(parameter ->
                            parameters.put(parameter.name().substring(path.length() + 1), parameter.value()));
        } catch (SsmException e) {
            if (!e.awsErrorDetails().errorCode().startsWith("AccessDenied")) {
                throw e;
            }
        }
        return parameters;
    }

    String databaseEndpoint() {
        return value("database_endpoint");
    }

    int databasePort() {
        return Integer.parseInt(value(onTheBox() ? "box_port" : "target_port"));
    }

    String databaseName() {
        return value(onTheBox() ? "database_name" : "target_database");
    }

    /** @return whether it takes images at all */
    boolean takesUploads() {
        return value("uploads").equals("on");
    }

    String databaseUser() {
        return value("db_user");
    }

    String databasePassword() {
        return value("db_password");
    }

    String bucket() {
        return value("image_storage_bucket_name");
    }

    /** @return whether the database is still the one on this box, and images so belong into its folder */
    boolean onTheBox() {
        return databaseEndpoint().equals(value("box_address"));
    }

    Path imageFolder() {
        return Path.of(value("image_folder"));
    }

    private String value(String name) {
        var value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("neither SSM nor the settings file has " + name);
        }
        return value;
    }

    /** Tells what may be told: no password, no key. */
    @Override
    public String toString() {
        return "database %s as %s, %d of %d parameters from SSM"
                .formatted(databaseEndpoint(), databaseUser(), fromSsm, NAMES.size());
    }
}
