package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfigSpec.DatabaseRef.DatabaseField;
import dev.replatform.api.v1alpha1.AppConfigSpec.ImageStoreRef.ImageStoreField;
import dev.replatform.api.v1alpha1.AppConfigSpec.MigrationRef.MigrationField;
import dev.replatform.api.v1alpha1.AppConfigSpec.TemplateValue.Escape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the value of a parameter comes from. */
sealed interface Source {
    /** @return what it says now */
    Value value(Sources sources);

    /** @return whether it is a secret, so that its parameter is a SecureString unless the spec says otherwise */
    default boolean isSecret() {
        return false;
    }

    /** @return the Migrations' fields that it takes */
    default Stream<OfMigration> ofMigrations() {
        return Stream.empty();
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
        public Stream<OfMigration> ofMigrations() {
            return Stream.of(this);
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

    /**
     * Several in one text, so that they change at once.
     *
     * @param text {@code $(name)} stands for a part, {@code $$} for a dollar sign
     */
    record Template(String text, Map<String, Part> parts) implements Source {
        private static final Pattern PLACE = Pattern.compile("\\$(?:\\$|\\(([A-Za-z_][A-Za-z0-9_]*)\\))");

        /** One source, and how it is put into the text. */
        record Part(Source source, Escape escape) {}

        /** @return the names for which the text has a place */
        static Set<String> places(String text) {
            return PLACE.matcher(text)
                    .results()
                    .map(place -> place.group(1))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Known where every part is; else what the first part says that is not. */
        @Override
        public Value value(Sources sources) {
            var texts = new HashMap<String, String>();
            for (var part : parts.entrySet()) {
                var value = part.getValue().source().value(sources);
                if (!(value instanceof Value.Known known)) {
                    return value;
                }
                texts.put(part.getKey(), Escaping.of(part.getValue().escape(), known.text()));
            }
            return new Value.Known(PLACE.matcher(text)
                    .replaceAll(place ->
                            Matcher.quoteReplacement(place.group(1) == null ? "$" : texts.get(place.group(1)))));
        }

        @Override
        public boolean isSecret() {
            return sources().anyMatch(Source::isSecret);
        }

        @Override
        public Stream<OfMigration> ofMigrations() {
            return sources().flatMap(Source::ofMigrations);
        }

        @Override
        public Turn turn() {
            return sources().map(Source::turn).max(Comparator.naturalOrder()).orElse(Turn.BETWEEN);
        }

        private Stream<Source> sources() {
            return parts.values().stream().map(Part::source);
        }
    }
}
