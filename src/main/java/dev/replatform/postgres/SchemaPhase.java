package dev.replatform.postgres;

/** When a part of the schema is made: DMS makes tables and primary keys only, and trips over most of the rest. */
public enum SchemaPhase {
    /** Types, sequences, tables, keys. */
    BEFORE_LOAD,
    /** Indexes, checks, functions, views: at the stop between the load and the cached changes. */
    AFTER_LOAD,
    /** Foreign keys, triggers, rules, materialized views: when the change stream has caught up. */
    CAUGHT_UP,
    /**
     * Between the switch and the application's first write, in constant time: identity ALWAYS, and NOT NULL of columns that
     * DMS inserts as NULL first, for new rows. The change stream could not live with them, so they come when there is no way
     * back to it.
     */
    AT_SWITCH,
    /** While the application works on the target: NOT NULL for the old rows too, materialized views with the last rows. */
    AFTER_SWITCH
}
