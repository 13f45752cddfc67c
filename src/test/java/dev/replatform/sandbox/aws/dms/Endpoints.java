package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.ServedMembers;
import dev.replatform.sandbox.aws.dms.engine.EndpointAttributes;
import dev.replatform.sandbox.aws.dms.engine.InvalidTask;
import dev.replatform.sandbox.aws.dms.engine.PostgresEnd;
import dev.replatform.sandbox.aws.servers.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.databasemigration.model.AccountQuota;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ModifyEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.PluginNameValue;
import software.amazon.awssdk.services.databasemigration.model.PostgreSQLSettings;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

/** PostgreSQL endpoints. A password goes in and never comes out. */
final class Endpoints {
    private static final int MOST = 1000;
    private static final Pattern REFUSED_IN_PASSWORDS = Pattern.compile("[;.:+{}*&,%\\\\]");

    private final Map<String, Endpoint> byArn = new ConcurrentHashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final DmsTags tags;
    private final Later later;

    Endpoints(DmsTags tags, Later later) {
        this.tags = tags;
        this.later = later;
    }

    synchronized Endpoint create(CreateEndpointRequest request) {
        var id = Names.identifier("EndpointIdentifier", request.endpointIdentifier(), 255);
        if (all().stream().anyMatch(other -> other.endpointIdentifier().equals(id))) {
            throw DmsFaults.alreadyExists("Endpoint " + id + " already exists");
        }
        if (!"postgres".equals(request.engineName())) {
            throw DmsFaults.invalidValue("engine " + request.engineName() + " is not served by the sandbox");
        }
        checkPassword(request.password());
        checkSslMode(request.sslMode());
        var settings = settings(PostgreSQLSettings.builder().build(), request.postgreSQLSettings());
        checkSettings(request.endpointType(), settings);
        var arn = Names.arn("endpoint", null);
        var endpoint = Endpoint.builder()
                .endpointIdentifier(id)
                .endpointArn(arn)
                .endpointType(request.endpointType())
                .engineName("postgres")
                .engineDisplayName("PostgreSQL")
                .username(request.username())
                .serverName(request.serverName())
                .port(request.port())
                .databaseName(request.databaseName())
                .sslMode(request.sslMode() == null ? DmsSslModeValue.NONE : request.sslMode())
                .postgreSQLSettings(settings)
                .extraConnectionAttributes(attributes(request.extraConnectionAttributes()))
                .status("active")
                .build();
        passwords.put(arn, request.password());
        byArn.put(arn, endpoint);
        tags.create(arn, request.tags());
        return endpoint;
    }

    /** Modifies an endpoint; {@link ReplicationTasks} says before whether a task runs on it. */
    synchronized Endpoint modify(ModifyEndpointRequest request) {
        var old = one(request.endpointArn());
        checkSslMode(request.sslMode());
        var settings = settings(old.postgreSQLSettings(), request.postgreSQLSettings());
        checkSettings(old.endpointType(), settings);
        if (request.password() != null) {
            checkPassword(request.password());
            passwords.put(old.endpointArn(), request.password());
        }
        var modified = old.toBuilder()
                .username(request.username() == null ? old.username() : request.username())
                .serverName(request.serverName() == null ? old.serverName() : request.serverName())
                .port(request.port() == null ? old.port() : request.port())
                .databaseName(request.databaseName() == null ? old.databaseName() : request.databaseName())
                .sslMode(request.sslMode() == null ? old.sslMode() : request.sslMode())
                .postgreSQLSettings(settings)
                .extraConnectionAttributes(
                        request.extraConnectionAttributes() == null
                                ? old.extraConnectionAttributes()
                                : attributes(request.extraConnectionAttributes()))
                .build();
        byArn.put(modified.endpointArn(), modified);
        return modified;
    }

    /** Deletes an endpoint; {@link ReplicationTasks} says before whether a task has it. */
    synchronized Endpoint delete(String arn, Runnable whenGone) {
        var deleting = one(arn).toBuilder().status("deleting").build();
        byArn.put(arn, deleting);
        later.after(Duration.ofSeconds(20), () -> {
            byArn.remove(arn);
            passwords.remove(arn);
            tags.remove(arn);
            whenGone.run();
        });
        return deleting;
    }

    Endpoint one(String arn) {
        var endpoint = byArn.get(arn);
        if (endpoint == null) {
            throw DmsFaults.notFound("Endpoint \"" + arn + "\" not found.");
        }
        return endpoint;
    }

    List<Endpoint> all() {
        return List.copyOf(byArn.values());
    }

    /** What the engine connects with. */
    /** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Limits.html */
    List<AccountQuota> quotas() {
        return List.of(ReplicationInstances.quota("Endpoints", byArn.size(), MOST));
    }

    PostgresEnd end(String arn) {
        var endpoint = one(arn);
        return new PostgresEnd(
                endpoint.serverName(),
                endpoint.port(),
                endpoint.databaseName(),
                new Login(endpoint.username(), passwords.get(arn)),
                endpoint.sslMode() == DmsSslModeValue.REQUIRE);
    }

    private static PostgreSQLSettings settings(PostgreSQLSettings old, PostgreSQLSettings given) {
        if (given == null) {
            return old;
        }
        ServedMembers.only(
                given,
                "AfterConnectScript",
                "CaptureDdls",
                "MaxFileSize",
                "ExecuteTimeout",
                "FailTasksOnLobTruncation",
                "HeartbeatEnable",
                "SlotName",
                "PluginName",
                "TrimSpaceInChar",
                "MapBooleanAsBoolean");
        var merged = old.toBuilder();
        given.sdkFields().forEach(field -> {
            var value = field.getValueOrDefault(given);
            if (value != null) {
                field.set(merged, value);
            }
        });
        return merged.build();
    }

    private static String attributes(String attributes) {
        try {
            EndpointAttributes.parse(attributes);
            return attributes;
        } catch (InvalidTask e) {
            throw DmsFaults.invalidValue(e.getMessage());
        }
    }

    private static void checkSettings(ReplicationEndpointTypeValue type, PostgreSQLSettings settings) {
        if (type != ReplicationEndpointTypeValue.SOURCE) {
            return;
        }
        // Both write to the source, and the sandbox does neither: a caller that wants them must not believe it has
        // them.
        if (!Boolean.FALSE.equals(settings.captureDdls()) || Boolean.TRUE.equals(settings.heartbeatEnable())) {
            throw DmsFaults.invalidValue("CaptureDdls (default true) and HeartbeatEnable are not served by the sandbox:"
                    + " set CaptureDdls to false");
        }
        if (settings.pluginName() == PluginNameValue.PGLOGICAL) {
            throw DmsFaults.invalidValue("the plugin pglogical is not served by the sandbox");
        }
    }

    private static void checkPassword(String password) {
        if (password == null || password.isEmpty()) {
            throw DmsFaults.invalidValue("The parameter Password must be provided and must not be blank.");
        }
        var refused = new StringBuilder();
        REFUSED_IN_PASSWORDS.matcher(password).results().forEach(found -> refused.append(found.group()));
        if (!refused.isEmpty()) {
            throw DmsFaults.invalidValue("Password contains at least one unsupported characters : " + refused);
        }
    }

    private static void checkSslMode(DmsSslModeValue mode) {
        if (mode == DmsSslModeValue.VERIFY_CA || mode == DmsSslModeValue.VERIFY_FULL) {
            throw DmsFaults.invalidCombination("A certificate is required for SSL mode " + mode);
        }
    }
}
