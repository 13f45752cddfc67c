package dev.replatform.sandbox.aws.dms.engine;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the values of a column get from end to end, by the table of <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes">source
 * data types</a>. What is not in the table does not arrive. The target's table stands already: what DMS takes for text
 * arrives as text.
 */
interface Carriage {
    /** Nothing is altered. */
    Carriage AS_IT_IS = text -> text;

    /** Types of the table that nothing contradicts. */
    Set<String> PLAIN = Set.of(
            "int2",
            "int4",
            "int8",
            "float4",
            "float8",
            "money",
            "bpchar",
            "text",
            "citext",
            "bytea",
            "interval",
            "bool",
            "uuid",
            "bit",
            "varbit",
            "xml",
            "json",
            "jsonb",
            "geometry",
            "geography");

    /** Types of the table that AWS's older guide and public reports call unsupported between two PostgreSQL databases. */
    Set<String> CONTRADICTED = Set.of(
            "inet",
            "cidr",
            "macaddr",
            "tsvector",
            "tsquery",
            "point",
            "line",
            "lseg",
            "box",
            "path",
            "polygon",
            "circle",
            "hstore",
            "int4range",
            "int8range",
            "numrange");

    /** @return the text that arrives; null where the value does not */
    String arriving(String text);

    /**
     * A type without its domains.
     *
     * @param name of {@code pg_type}
     * @param kind {@code typtype}
     * @param isArray whether its category is that of arrays
     * @param isUnbounded whether it has no length or precision
     */
    record Type(String name, char kind, boolean isArray, boolean isUnbounded) {}

    /**
     * @param belief what holds where sources contradict
     * @return empty where the column does not arrive at all
     */
    static Optional<Carriage> of(Type type, EndpointAttributes attributes, Belief belief) {
        if (type.isArray() || type.kind() == 'e' || PLAIN.contains(type.name())) {
            return Optional.of(AS_IT_IS);
        }
        if (CONTRADICTED.contains(type.name()) || type.kind() == 'c') {
            return belief == Belief.OPTIMISTIC ? Optional.of(AS_IT_IS) : Optional.empty();
        }
        return switch (type.name()) {
            case "varchar" ->
                Optional.of(type.isUnbounded() ? text -> cut(text, attributes.unboundedVarcharMaxSize()) : AS_IT_IS);
            case "numeric" ->
                Optional.of(text -> numeric(text, type.isUnbounded(), attributes.mapUnboundedNumericAsString()));
            case "date", "timestamp", "timestamptz" -> Optional.of(Carriage::date);
            case "time" -> Optional.of(Carriage::time);
            case "timetz" -> Optional.of(text -> time(ZONE.matcher(text).replaceFirst("")));
            default -> Optional.empty();
        };
    }

    /** Where the guide's DATETIME and DATE have no room: public reports tell of changed values, never of these. */
    private static String date(String text) {
        if (text.equals("-infinity") || text.endsWith(" BC")) {
            return "0001-01-01";
        }
        return text.equals("infinity") || text.indexOf('-') > 4 ? "9999-12-31" : text;
    }

    Pattern ZONE = Pattern.compile("[+-][0-9:]+$");

    private static String time(String text) {
        return text.startsWith("24:") ? "00:00:00" : text;
    }

    /** Without a precision it is {@code NUMERIC(28,6)}, and as a string it has 28 digits all the same. */
    private static String numeric(String text, boolean isUnbounded, boolean asString) {
        if (text.equals("NaN") || text.endsWith("Infinity")) {
            return null;
        }
        if (!isUnbounded) {
            return text;
        }
        var value = new BigDecimal(text);
        var scaled = asString || value.scale() <= 6 ? value : value.setScale(6, RoundingMode.HALF_UP);
        var shortened = scaled.stripTrailingZeros().precision() <= 28 ? scaled : scaled.round(new MathContext(28));
        return shortened.toPlainString();
    }

    private static String cut(String text, int bytes) {
        var all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= bytes) {
            return text;
        }
        var end = bytes;
        while ((all[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(all, 0, end, StandardCharsets.UTF_8);
    }
}
