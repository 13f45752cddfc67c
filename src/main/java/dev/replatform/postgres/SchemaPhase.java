package dev.replatform.postgres;

/** When a part of the schema is made: DMS makes tables and primary keys only, and trips over most of the rest. */
public enum SchemaPhase {
    /** Types, sequences, tables, keys. */
    BEFORE_LOAD,
    /** Indexes, checks, functions, views: at the stop between the load and the cached changes. */
    AFTER_LOAD,
    /** Foreign keys, triggers, rules: when the change stream has caught up. */
    CAUGHT_UP,
    /**
     * What the change stream cannot live with: NOT NULL of columns that DMS inserts as NULL first, identity ALWAYS; and
     * materialized views, whose rows must be the last ones.
     */
    UNDER_FENCE
}
