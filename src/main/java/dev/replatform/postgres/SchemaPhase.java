package dev.replatform.postgres;

/** When a part of the schema is made: DMS makes tables and primary keys only, and trips over most of the rest. */
public enum SchemaPhase {
    /** Types, sequences, tables, keys. */
    BEFORE_LOAD,
    /** Indexes, checks, functions, views: at the stop between the load and the cached changes. */
    AFTER_LOAD,
    /** Foreign keys, NOT NULL, triggers: when the change stream has caught up. */
    CAUGHT_UP,
    /** Identity columns back to ALWAYS: seconds before the switch. */
    UNDER_FENCE
}
