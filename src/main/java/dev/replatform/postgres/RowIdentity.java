package dev.replatform.postgres;

import java.util.List;

/**
 * What tells the rows of a table apart in the change stream, or why nothing does: DMS then ignores its UPDATE and DELETE.
 * PostgreSQL decides what the stream tells of a row by the table's <a
 * href="https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-REPLICA-IDENTITY">replica identity</a>,
 * and DMS wants a primary key that is <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source.PostgreSQL.Limitations">neither
 * deferrable nor a LOB</a>. It takes the index of REPLICA IDENTITY USING INDEX in place of a missing primary key. For FULL
 * without a primary key the guide promises neither LOBs nor validation, and rows around the load may come twice: that is no
 * identity here.
 *
 * @param columns of the key, in their order; empty where there is none
 * @param problem why there is none; empty where there is one
 * @param remedy what to do about it; empty likewise
 */
public record RowIdentity(List<String> columns, String problem, String remedy) {
    /**
     * A key of a table.
     *
     * @param index its index
     * @param lobs those of its columns that DMS moves as LOBs
     * @param isImmediate whether it is checked at once, not at the end of a transaction
     */
    record Key(String index, List<String> columns, List<String> lobs, boolean isImmediate) {}

    /**
     * A unique index over NOT NULL columns that could become the identity.
     *
     * @param isConstraint whether a unique constraint stands on it, so that no primary key can take it over
     */
    record Candidate(String index, boolean isConstraint) {}

    /** The letters of {@code pg_class.relreplident}. */
    private static final String NOTHING = "n";

    private static final String USING_INDEX = "i";

    /** @return that of a table whose rows these columns tell apart */
    public static RowIdentity of(List<String> columns) {
        return new RowIdentity(List.copyOf(columns), "", "");
    }

    /** @return whether DMS can apply an UPDATE and a DELETE */
    public boolean exists() {
        return problem.isEmpty();
    }

    /**
     * @param replicaIdentity the letter of {@code pg_class.relreplident}
     * @param primaryKey null where there is none
     * @param identityIndex the index that the replica identity names; null where it names none
     * @param candidate null where there is none
     */
    static RowIdentity of(
            TableName table, String replicaIdentity, Key primaryKey, Key identityIndex, Candidate candidate) {
        var alter = "ALTER TABLE " + table.quoted();
        if (replicaIdentity.equals(USING_INDEX) && primaryKey == null && identityIndex != null) {
            return ofKey(alter, "the index of its replica identity, " + identityIndex.index() + ",", identityIndex);
        }
        if (primaryKey == null) {
            return candidate == null ? withoutKey() : withCandidate(alter, candidate);
        }
        if (replicaIdentity.equals(NOTHING)) {
            return none(
                    "its replica identity is NOTHING, so that the change stream does not tell which row an UPDATE or DELETE was of",
                    alter + " REPLICA IDENTITY DEFAULT");
        }
        if (replicaIdentity.equals(USING_INDEX)
                && (identityIndex == null || !identityIndex.index().equals(primaryKey.index()))) {
            return none(
                    "its replica identity is another index than its primary key, so that the change stream does not tell the primary key by which DMS looks for a row",
                    alter + " REPLICA IDENTITY DEFAULT");
        }
        return ofKey(alter, "its primary key", primaryKey);
    }

    private static RowIdentity ofKey(String alter, String which, Key key) {
        if (!key.isImmediate()) {
            return none(
                    which + " is deferrable, which neither the change stream nor DMS takes for a key",
                    "%s DROP CONSTRAINT %s, ADD PRIMARY KEY (%s)"
                            .formatted(alter, TableName.quoted(key.index()), quoted(key.columns())));
        }
        if (!key.lobs().isEmpty()) {
            var column = TableName.quoted(key.lobs().get(0));
            return none(
                    "%s holds %s, which DMS moves as a LOB and cannot look for a row by"
                            .formatted(which, String.join(", ", key.lobs())),
                    "%s ALTER COLUMN %s TYPE varchar(n), n being at least max(length(%s)); or name the table in spec.tables.copyUnderFence"
                            .formatted(alter, column, column));
        }
        return of(key.columns());
    }

    private static RowIdentity withCandidate(String alter, Candidate candidate) {
        var index = TableName.quoted(candidate.index());
        var useIndex = "%s REPLICA IDENTITY USING INDEX %s".formatted(alter, index);
        var problem =
                "it has no primary key; its unique index %s over NOT NULL columns does not make the change stream tell which row an UPDATE or DELETE was of"
                        .formatted(candidate.index());
        return candidate.isConstraint()
                ? none(problem, useIndex)
                : none(problem, "%s ADD PRIMARY KEY USING INDEX %s; or %s".formatted(alter, index, useIndex));
    }

    private static RowIdentity withoutKey() {
        return none(
                "it has no primary key, so that the change stream does not tell which row an UPDATE or DELETE was of",
                "add a primary key; or name it in spec.tables.insertOnly if rows are only inserted, else in spec.tables.copyUnderFence; or exclude it");
    }

    private static RowIdentity none(String problem, String remedy) {
        return new RowIdentity(List.of(), problem, remedy);
    }

    private static String quoted(List<String> columns) {
        return String.join(", ", columns.stream().map(TableName::quoted).toList());
    }
}
