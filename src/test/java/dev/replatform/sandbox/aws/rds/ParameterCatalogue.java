package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.servers.PostgresServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * The parameters that RDS knows: PostgreSQL's own, asked from the program itself, and those that RDS adds under
 * {@code rds.}.
 */
final class ParameterCatalogue {
    /** RDS keeps these to itself. */
    private static final Set<String> NOT_MODIFIABLE = Set.of(
            "listen_addresses",
            "port",
            "data_directory",
            "hba_file",
            "ident_file",
            "config_file",
            "ssl",
            "wal_level",
            "ssl_cert_file",
            "ssl_key_file",
            "fsync",
            "full_page_writes",
            "unix_socket_directories");

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final List<Known> OF_RDS = List.of(
            new Known("rds.force_ssl", true, "BOOLEAN", "1", "", ""),
            new Known("rds.logical_replication", false, "BOOLEAN", "0", "", ""),
            new Known("rds.log_retention_period", true, "INTEGER", "4320", "1440", "10080"),
            new Known("rds.force_autovacuum_logging_level", true, "ENUM", "warning", "", ""),
            new Known("rds.restrict_password_commands", false, "BOOLEAN", "0", "", ""));

    private final Map<String, Known> known = new TreeMap<>();

    /** What is to be known of one parameter; {@code min} and {@code max} are empty where there is no range. */
    record Known(String name, boolean dynamic, String type, String defaultValue, String min, String max) {
        boolean allows(String value) {
            return switch (type) {
                case "BOOLEAN" -> value.equals("0") || value.equals("1");
                case "INTEGER" ->
                    WHOLE_NUMBER.matcher(value).matches()
                            && Long.parseLong(value) >= Long.parseLong(min)
                            && Long.parseLong(value) <= Long.parseLong(max);
                default -> true;
            };
        }

        String allowedValues() {
            return switch (type) {
                case "BOOLEAN" -> "0,1";
                case "INTEGER" -> min + "-" + max;
                default -> null;
            };
        }

        Parameter describe() {
            return Parameter.builder()
                    .parameterName(name)
                    .applyType(dynamic ? "dynamic" : "static")
                    .dataType(
                            switch (type) {
                                case "BOOLEAN" -> "boolean";
                                case "INTEGER" -> "integer";
                                case "REAL" -> "float";
                                default -> "string";
                            })
                    .allowedValues(allowedValues())
                    .isModifiable(!NOT_MODIFIABLE.contains(name))
                    .build();
        }
    }

    ParameterCatalogue() {
        OF_RDS.forEach(parameter -> known.put(parameter.name(), parameter));
        try {
            // name, context, group, type, default, min, max, descriptions
            PostgresServers.describeParameters()
                    .map(line -> line.split("\t", -1))
                    .filter(columns -> columns.length > 6 && !columns[1].equals("internal"))
                    .map(c -> new Known(c[0], !c[1].equals("postmaster"), c[3], c[4], c[5], c[6]))
                    .forEach(parameter -> known.put(parameter.name(), parameter));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Known> find(String name) {
        return Optional.ofNullable(known.get(name));
    }

    /** A parameter that a user may set. */
    Known modifiable(String name) {
        var parameter =
                find(name).orElseThrow(() -> RdsFaults.invalidValue("Could not find parameter with name: " + name));
        if (NOT_MODIFIABLE.contains(name)) {
            throw RdsFaults.invalidValue("The parameter " + name + " cannot be modified.");
        }
        return parameter;
    }

    List<Known> all() {
        return List.copyOf(known.values());
    }
}
