package dev.replatform.aws;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.PluginNameValue;
import software.amazon.awssdk.services.databasemigration.model.PostgreSQLSettings;

/**
 * How DMS's endpoints treat values. What the API has no member for goes as <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source.PostgreSQL.ConnectionAttrib">extra
 * connection attributes</a>: a numeric without precision as text, which counts only where both ends say so, and how long a
 * varchar without a length may be.
 */
final class EndpointSettings {
    private static final String NUMERIC_AS_STRING = "MapUnboundedNumericAsString";
    private static final String VARCHAR_BYTES = "unboundedVarcharMaxSize";

    private EndpointSettings() {}

    /** @return the members of the API */
    static PostgreSQLSettings postgreSql(boolean source) {
        return source ? ofSource() : ofTarget();
    }

    /** @return the extra connection attributes */
    static String attributes(int varcharBytes) {
        return "%s=true;%s=%d".formatted(NUMERIC_AS_STRING, VARCHAR_BYTES, varcharBytes);
    }

    /** @return all that is wanted, by name */
    static Map<String, String> wanted(boolean source, int varcharBytes) {
        return named(postgreSql(source), attributes(varcharBytes));
    }

    /** @return what an endpoint has, by name; DMS adds names of its own, and writes them as it likes */
    static Map<String, String> of(Endpoint endpoint) {
        return named(endpoint.postgreSQLSettings(), endpoint.extraConnectionAttributes());
    }

    /** No DDL capture and no heartbeat: both write to the source. */
    private static PostgreSQLSettings ofSource() {
        return PostgreSQLSettings.builder()
                .captureDdls(false)
                .heartbeatEnable(false)
                .failTasksOnLobTruncation(true)
                .pluginName(PluginNameValue.TEST_DECODING)
                .mapBooleanAsBoolean(true)
                .build();
    }

    /** Triggers and rules of the target must not fire again for rows for which they fired at the source. */
    private static PostgreSQLSettings ofTarget() {
        return PostgreSQLSettings.builder()
                .afterConnectScript("SET session_replication_role='replica'")
                .mapBooleanAsBoolean(true)
                .build();
    }

    private static Map<String, String> named(PostgreSQLSettings settings, String attributes) {
        var named = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (var attribute : (attributes == null ? "" : attributes).split(";", -1)) {
            var parts = attribute.split("=", 2);
            if (parts.length == 2) {
                named.put(parts[0].strip(), parts[1].strip());
            }
        }
        if (settings != null) {
            put(named, "CaptureDdls", settings.captureDdls());
            put(named, "HeartbeatEnable", settings.heartbeatEnable());
            put(named, "FailTasksOnLobTruncation", settings.failTasksOnLobTruncation());
            put(named, "PluginName", hyphenated(settings.pluginNameAsString()));
            put(named, "MapBooleanAsBoolean", settings.mapBooleanAsBoolean());
            put(named, "AfterConnectScript", settings.afterConnectScript());
        }
        return named;
    }

    private static void put(Map<String, String> named, String name, Object value) {
        if (value != null) {
            named.put(name, value.toString());
        }
    }

    /** The guide writes test_decoding, the API test-decoding. */
    private static String hyphenated(String plugin) {
        return plugin == null ? null : plugin.replace('_', '-');
    }
}
