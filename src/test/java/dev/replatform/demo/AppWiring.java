package dev.replatform.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the AppConfig tells the application where its database and its images are.
 *
 * @param path the SSM path that the application reads; empty where it reads none
 * @param parameters by the demo's name of a setting, the parameter that holds it
 * @param enough whether the application finds its new database by these and is restarted for it
 */
record AppWiring(String path, Map<String, String> parameters, boolean enough) {
    private static final Map<String, String> SETTINGS = Map.of(
            "activeHost", "database_endpoint",
            "activeUsername", "db_user",
            "activePassword", "db_password",
            "bucketName", "image_storage_bucket_name",
            "domainName", "image_storage_cloudfront_domain");

    /** @param sameLogin whether the application keeps its login at the switch */
    static AppWiring of(Manifests manifests, boolean sameLogin) {
        var parameters = new TreeMap<String, String>();
        for (var parameter : manifests.<Map<String, Object>>list(Kind.APP_CONFIG, "spec", "parameters")) {
            for (var from : List.of("migrationRef", "imageStoreRef")) {
                if (parameter.get("valueFrom") instanceof Map<?, ?> source
                        && source.get(from) instanceof Map<?, ?> reference
                        && SETTINGS.containsKey(String.valueOf(reference.get("field")))) {
                    parameters.put(
                            SETTINGS.get(String.valueOf(reference.get("field"))),
                            String.valueOf(parameter.get("name")));
                }
            }
        }
        boolean told = parameters.containsKey("database_endpoint")
                && (sameLogin || (parameters.containsKey("db_user") && parameters.containsKey("db_password")));
        boolean restarted = !commands(manifests).isEmpty();
        boolean mayRead =
                manifests.text(Kind.APP_CONFIG, "spec", "access", "roleName").isPresent();
        boolean enough = told && restarted && mayRead;
        return new AppWiring(
                enough ? manifests.required(Kind.APP_CONFIG, "spec", "path") : "", Map.copyOf(parameters), enough);
    }

    /** @return what the AppConfig runs on the box after a change */
    static List<String> commands(Manifests manifests) {
        return manifests.list(Kind.APP_CONFIG, "spec", "onChange", "runCommand", "commands");
    }
}
