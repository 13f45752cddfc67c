package dev.replatform.postgres;

import java.util.List;
import java.util.Set;

/**
 * What DMS does to the values of each type, where the target's table stands already with the type of the source's: the one
 * catalog of it. It follows the table of <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes">source
 * data types</a>; a domain counts as the type under it.
 */
public final class DmsTypes {
    private static final String TABLE =
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes";
    private static final String ATTRIBUTES =
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source.PostgreSQL.ConnectionAttrib";
    private static final String LIMITATIONS =
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source.PostgreSQL.Limitations";
    private static final String OLDER =
            "https://github.com/aws-samples/amazon-aurora-postgresql-upgrade/blob/main/DMS/SourceDB/dms_unsupported_datatype.sql";

    /** What becomes of a value. */
    public enum Arrival {
        /** It is the same on both sides. */
        CARRIED,
        /** It is the same as long as a setting says so that this operator makes. */
        CARRIED_IF,
        /** Sources contradict each other: the proof decides. */
        UNSETTLED,
        /** It is another on the target. */
        ALTERED,
        /** It does not arrive. */
        NOT_CARRIED
    }

    /**
     * A line of the catalog.
     *
     * @param types names as {@code pg_type} has them
     * @param how what DMS takes them for, or why it does not
     * @param page where that stands
     */
    public record Line(Set<String> types, Arrival arrival, String how, String page) {}

    private static final Line ENUM = new Line(
            Set.of(),
            Arrival.CARRIED,
            "an enum is STRING(64), and public reports show its labels arriving as text in a table that stands",
            TABLE);
    private static final Line ARRAY = new Line(
            Set.of(), Arrival.CARRIED, "an array is an NCLOB of its text; its table needs a primary key", LIMITATIONS);
    private static final Line COMPOSITE = new Line(
            Set.of(),
            Arrival.UNSETTLED,
            "a composite type is an NCLOB by the guide, and unsupported by its older editions",
            TABLE);
    private static final Line UNKNOWN =
            new Line(Set.of(), Arrival.NOT_CARRIED, "the guide's table of types does not list it", TABLE);

    private static final List<Line> LINES = List.of(
            new Line(Set.of("int2", "int4", "int8"), Arrival.CARRIED, "INT2, INT4, INT8", TABLE),
            new Line(Set.of("float4", "float8"), Arrival.CARRIED, "REAL4, REAL8", TABLE),
            new Line(Set.of("money"), Arrival.CARRIED, "NUMERIC(38,4), which money takes", TABLE),
            new Line(
                    Set.of("numeric"),
                    Arrival.CARRIED_IF,
                    "NUMERIC(28,6) without a precision, unless MapUnboundedNumericAsString is set on both endpoints; 28 digits in any case",
                    ATTRIBUTES),
            new Line(
                    Set.of("bool"),
                    Arrival.CARRIED_IF,
                    "CHAR(5), unless MapBooleanAsBoolean is set on both endpoints",
                    ATTRIBUTES),
            new Line(
                    Set.of("varchar"),
                    Arrival.CARRIED_IF,
                    "WSTRING(n); without a length 8,000 bytes, unless unboundedVarcharMaxSize says otherwise",
                    ATTRIBUTES),
            new Line(Set.of("bpchar"), Arrival.CARRIED, "WSTRING(n); PostgreSQL pads it again", TABLE),
            new Line(
                    Set.of("text", "citext", "json", "jsonb"),
                    Arrival.CARRIED_IF,
                    "NCLOB: up to LobMaxSize, which is measured",
                    TABLE),
            new Line(Set.of("xml"), Arrival.CARRIED_IF, "CLOB: up to LobMaxSize, which is measured", TABLE),
            new Line(Set.of("bytea"), Arrival.CARRIED_IF, "BLOB: up to LobMaxSize, which is measured", TABLE),
            new Line(Set.of("uuid", "bit", "varbit"), Arrival.CARRIED, "STRING", TABLE),
            new Line(Set.of("interval"), Arrival.CARRIED, "STRING(128)", TABLE),
            new Line(
                    Set.of("date", "timestamp", "timestamptz"),
                    Arrival.CARRIED,
                    "DATE, DATETIME; infinity, years before Christ and after 9999 do not arrive as they are",
                    TABLE),
            new Line(Set.of("time"), Arrival.CARRIED, "TIME, in which there is no 24:00", TABLE),
            new Line(Set.of("timetz"), Arrival.ALTERED, "TIME, which has no time zone", TABLE),
            new Line(
                    Set.of("geometry", "geography"),
                    Arrival.CARRIED,
                    "PostGIS goes from PostgreSQL to PostgreSQL",
                    LIMITATIONS),
            new Line(
                    Set.of("inet", "cidr", "macaddr"),
                    Arrival.UNSETTLED,
                    "STRING by the guide, and unsupported by AWS's own query for such columns",
                    OLDER),
            new Line(
                    Set.of("tsvector", "tsquery"),
                    Arrival.UNSETTLED,
                    "CLOB by the guide, and unsupported by AWS's own query for such columns",
                    OLDER),
            new Line(
                    Set.of("int4range", "int8range", "numrange"),
                    Arrival.UNSETTLED,
                    "STRING(255) by the guide, and unsupported by AWS's own query for such columns",
                    OLDER),
            new Line(
                    Set.of("point", "line", "lseg", "box", "path", "polygon", "circle"),
                    Arrival.UNSETTLED,
                    "text by the guide, and unsupported by AWS's own query for such columns",
                    OLDER),
            new Line(
                    Set.of("hstore"),
                    Arrival.UNSETTLED,
                    "NCLOB by the guide, and unsupported by its older editions",
                    TABLE),
            new Line(
                    Set.of("oid", "lo"),
                    Arrival.NOT_CARRIED,
                    "\"The OID LOB data type isn't migrated to the target\"",
                    LIMITATIONS));

    private DmsTypes() {}

    /**
     * @param name of {@code pg_type}, domains resolved
     * @param kind its {@code typtype}
     * @param category its {@code typcategory}
     * @return the line that holds for it
     */
    public static Line of(String name, char kind, char category) {
        if (category == 'A') {
            return ARRAY;
        }
        if (kind == 'e') {
            return ENUM;
        }
        if (kind == 'c') {
            return COMPOSITE;
        }
        return LINES.stream()
                .filter(line -> line.types().contains(name))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
