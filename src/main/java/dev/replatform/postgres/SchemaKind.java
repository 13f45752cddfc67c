package dev.replatform.postgres;

import java.util.Arrays;
import java.util.List;

/**
 * The kinds of objects that are copied, in the order in which they are made. Each has a catalog query of its own (a file of
 * its name in lower case) that gives a key and the statement that makes it, both printed by PostgreSQL; the same query on
 * the target says what is there.
 */
enum SchemaKind {
    EXTENSIONS(SchemaPhase.BEFORE_LOAD),
    SCHEMAS(SchemaPhase.BEFORE_LOAD),
    TYPES(SchemaPhase.BEFORE_LOAD),
    SEQUENCES(SchemaPhase.BEFORE_LOAD),
    TABLES(SchemaPhase.BEFORE_LOAD),
    OWNED_SEQUENCES(SchemaPhase.BEFORE_LOAD),
    KEYS(SchemaPhase.BEFORE_LOAD),
    INDEXES(SchemaPhase.AFTER_LOAD),
    CONSTRAINTS(SchemaPhase.AFTER_LOAD),
    STATISTICS(SchemaPhase.AFTER_LOAD),
    FUNCTIONS(SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD),
    VIEWS(SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    COMMENTS(SchemaPhase.AFTER_LOAD),
    FOREIGN_KEYS(SchemaPhase.CAUGHT_UP),
    VALID_FOREIGN_KEYS(SchemaPhase.CAUGHT_UP),
    TRIGGERS(SchemaPhase.CAUGHT_UP),
    RULES(SchemaPhase.CAUGHT_UP),
    MATERIALIZED_VIEWS(SchemaPhase.CAUGHT_UP),
    MATERIALIZED_VIEW_INDEXES(SchemaPhase.CAUGHT_UP),
    IDENTITY_ALWAYS(SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    NOT_NULL_CHECKS(SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    DOMAIN_CHECKS(SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    VALID_NOT_NULL_CHECKS(SchemaPhase.AFTER_SWITCH),
    NOT_NULL(SchemaPhase.AFTER_SWITCH),
    VALID_DOMAIN_CHECKS(SchemaPhase.AFTER_SWITCH),
    DOMAIN_NOT_NULL(SchemaPhase.AFTER_SWITCH);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<SchemaPhase> phases;

    SchemaKind(SchemaPhase... phases) {
        this.phases = List.of(phases);
    }

    static List<SchemaKind> of(SchemaPhase phase) {
        return Arrays.stream(values())
                .filter(kind -> kind.phases.contains(phase))
                .toList();
    }

    /** @return whether it is made by the operator's own login and not as the objects' owner */
    boolean needsTheMaster() {
        return this == EXTENSIONS || this == SCHEMAS;
    }

    /** @return whether its failure is told and holds nothing up in this phase: a later one tries again, or it is a comment */
    boolean mayFailIn(SchemaPhase phase) {
        return this == COMMENTS
                || (this == FUNCTIONS && phase == SchemaPhase.BEFORE_LOAD)
                || (this == VIEWS && phase == SchemaPhase.AFTER_LOAD)
                || phase == SchemaPhase.AT_SWITCH;
    }
}
