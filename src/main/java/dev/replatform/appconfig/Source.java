package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec.DatabaseRef.DatabaseField;
import dev.replatform.api.v1alpha1.AppConfigSpec.ImageStoreRef.ImageStoreField;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;

/** Where the value of a parameter comes from. */
sealed interface Source {
    /** @return what it says now */
    Value value(Sources sources);

    /** @return whether it is a secret, so that its parameter is a SecureString unless the spec says otherwise */
    default boolean isSecret() {
        return false;
    }

    /** @return when it is written among those that change together */
    default Turn turn() {
        return Turn.BETWEEN;
    }

    /** The order in which parameters are written: who reads in the middle of a switch still goes to the old address. */
    enum Turn {
        CREDENTIALS_FIRST,
        BETWEEN,
        ADDRESSES_LAST
    }

    record Literal(String text) implements Source {
        @Override
        public Value value(Sources sources) {
            return new Value.Known(text);
        }
    }

    record Generated(int length) implements Source {
        @Override
        public Value value(Sources sources) {
            return new Value.Random(length);
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    record SecretKey(String secret, String key) implements Source {
        @Override
        public Value value(Sources sources) {
            return sources.secret(secret, key);
        }

        @Override
        public boolean isSecret() {
            return true;
        }
    }

    record OfMigration(String migration, MigrationField field) implements Source {
        @Override
        public Value value(Sources sources) {
            return sources.migration(migration, field);
        }

        @Override
        public boolean isSecret() {
            return field == MigrationField.activePassword || field == MigrationField.activeUri;
        }

        @Override
        public Turn turn() {
            return switch (field) {
                case activeUsername, activePassword -> Turn.CREDENTIALS_FIRST;
                case activeHost, activeUri -> Turn.ADDRESSES_LAST;
                case activePort, activeDatabase, UNKNOWN -> Turn.BETWEEN;
            };
        }
    }

    record OfDatabase(String database, DatabaseField field) implements Source {
        @Override
        public Value value(Sources sources) {
            return sources.database(database, field);
        }

        @Override
        public boolean isSecret() {
            return field == DatabaseField.password || field == DatabaseField.uri;
        }

        @Override
        public Turn turn() {
            return switch (field) {
                case username, password -> Turn.CREDENTIALS_FIRST;
                case host, uri -> Turn.ADDRESSES_LAST;
                case port, database, UNKNOWN -> Turn.BETWEEN;
            };
        }
    }

    record OfImageStore(String imageStore, ImageStoreField field) implements Source {
        @Override
        public Value value(Sources sources) {
            return sources.imageStore(imageStore, field);
        }
    }
}
