package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.reconcile.Seen;

/**
 * One of the two databases of a Migration.
 *
 * @param name {@code Source} or {@code Target}
 */
record Side(String name, Connection connection) {
    Seen<String> value(MigrationField field) {
        return switch (field) {
            case activeHost -> connection.host();
            case activePort -> connection.port().map(String::valueOf);
            case activeDatabase -> Seen.present(connection.database());
            case activeUsername -> connection.username();
            case activePassword -> connection.password();
            case activeUri -> connection.uri();
            case UNKNOWN -> Seen.absent();
        };
    }
}
