package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The kinds of objects that are copied, in the order in which they are made. Each has a catalog query of its own (a file of
 * its name in lower case) that gives a key and the statement that makes it, both printed by PostgreSQL; the same query on
 * the target says what is there.
 */
enum SchemaKind {
    EXTENSIONS("Extension", SchemaPhase.BEFORE_LOAD),
    SCHEMAS("Schema", SchemaPhase.BEFORE_LOAD),
    COLLATIONS("Collation", SchemaPhase.BEFORE_LOAD),
    TYPES("Type", SchemaPhase.BEFORE_LOAD),
    FUNCTIONS("Function", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    AGGREGATES("Aggregate", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    OPERATORS("Operator", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    CASTS("Cast", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    CONVERSIONS("Conversion", SchemaPhase.BEFORE_LOAD),
    TEXT_SEARCH_DICTIONARIES("TextSearchDictionary", SchemaPhase.BEFORE_LOAD),
    TEXT_SEARCH_CONFIGURATIONS("TextSearchConfiguration", SchemaPhase.BEFORE_LOAD),
    SEQUENCES("Sequence", SchemaPhase.BEFORE_LOAD),
    TABLES("Table", SchemaPhase.BEFORE_LOAD),
    COLUMN_OPTIONS("ColumnOption", SchemaPhase.BEFORE_LOAD, SchemaPhase.CAUGHT_UP),
    OWNED_SEQUENCES("SequenceOwner", SchemaPhase.BEFORE_LOAD),
    KEYS("Key", SchemaPhase.BEFORE_LOAD),
    PARTITIONS("Partition", SchemaPhase.BEFORE_LOAD),
    INDEXES("Index", SchemaPhase.AFTER_LOAD),
    CONSTRAINTS("Constraint", SchemaPhase.AFTER_LOAD),
    ATTACHED_INDEXES("PartitionIndex", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD),
    INDEX_OPTIONS("IndexOption", SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    REPLICA_IDENTITIES("ReplicaIdentity", SchemaPhase.AFTER_LOAD),
    STATISTICS("Statistics", SchemaPhase.AFTER_LOAD),
    VIEWS("View", SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP),
    FOREIGN_KEYS("ForeignKey", SchemaPhase.CAUGHT_UP),
    VALID_FOREIGN_KEYS("ValidForeignKey", SchemaPhase.CAUGHT_UP),
    TRIGGERS("Trigger", SchemaPhase.CAUGHT_UP),
    RULES("Rule", SchemaPhase.CAUGHT_UP),
    MATERIALIZED_VIEWS("MaterializedView", SchemaPhase.CAUGHT_UP),
    MATERIALIZED_VIEW_INDEXES("MaterializedViewIndex", SchemaPhase.CAUGHT_UP),
    POLICIES("Policy", SchemaPhase.CAUGHT_UP),
    ROW_SECURITY("RowSecurity", SchemaPhase.CAUGHT_UP),
    GRANTS("Grant", SchemaPhase.CAUGHT_UP),
    SCHEMA_GRANTS("Grant", SchemaPhase.CAUGHT_UP),
    REVOKES("Revoke", SchemaPhase.CAUGHT_UP),
    SCHEMA_REVOKES("Revoke", SchemaPhase.CAUGHT_UP),
    DEFAULT_PRIVILEGES("DefaultPrivilege", SchemaPhase.CAUGHT_UP),
    ROLE_SETTINGS("RoleSetting", SchemaPhase.CAUGHT_UP),
    PUBLICATIONS("Publication", SchemaPhase.CAUGHT_UP),
    COMMENTS("Comment", SchemaPhase.CAUGHT_UP, SchemaPhase.AFTER_SWITCH),
    DATABASE_SETTINGS("DatabaseSetting", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    TRIGGER_STATES("TriggerState", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    RULE_STATES("RuleState", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    IDENTITY_ALWAYS("IdentityAlways", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    NOT_NULL_CHECKS("NotNullCheck", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    WAITING_CHECKS("Check", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    DOMAIN_CONSTRAINTS("DomainConstraint", SchemaPhase.AT_SWITCH, SchemaPhase.AFTER_SWITCH),
    OWNER_REVOKES("OwnerRevoke", SchemaPhase.AFTER_SWITCH),
    FORCED_ROW_SECURITY("ForcedRowSecurity", SchemaPhase.AFTER_SWITCH),
    VALID_NOT_NULL_CHECKS("ValidNotNullCheck", SchemaPhase.AFTER_SWITCH),
    VALID_CHECKS("ValidCheck", SchemaPhase.AFTER_SWITCH),
    VALID_DOMAIN_CONSTRAINTS("ValidDomainConstraint", SchemaPhase.AFTER_SWITCH),
    NOT_NULL("NotNull", SchemaPhase.AFTER_SWITCH),
    DOMAIN_NOT_NULL("DomainNotNull", SchemaPhase.AFTER_SWITCH);

    /** Made by who owns the database or the other objects that are named, and not as the objects' owner. */
    private static final Set<SchemaKind> OF_THE_MASTER = EnumSet.of(
            EXTENSIONS,
            SCHEMAS,
            SCHEMA_GRANTS,
            SCHEMA_REVOKES,
            ROLE_SETTINGS,
            DATABASE_SETTINGS,
            PUBLICATIONS,
            COMMENTS);

    /** Without them the application sees the same: told, and nothing waits for them. */
    private static final Set<SchemaKind> HARMLESS = EnumSet.of(
            COLUMN_OPTIONS,
            INDEX_OPTIONS,
            STATISTICS,
            GRANTS,
            SCHEMA_GRANTS,
            DEFAULT_PRIVILEGES,
            ROLE_SETTINGS,
            PUBLICATIONS,
            COMMENTS);

    /** What stands before them in the phase must stand first: a partition brings indexes of its own to where keys miss. */
    private static final Set<SchemaKind> AFTER_THE_OTHERS = EnumSet.of(KEYS, PARTITIONS);

    /** PostgreSQL takes what it does not do with a warning: looked at again. */
    private static final Set<SchemaKind> MAY_BE_IGNORED = EnumSet.of(REVOKES, SCHEMA_REVOKES, OWNER_REVOKES);

    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<SchemaPhase> phases;

    SchemaKind(String code, SchemaPhase... phases) {
        this.code = code;
        this.phases = List.of(phases);
    }

    /** @return the kinds of a phase in groups: of each group all must stand before the next is begun */
    static List<List<SchemaKind>> groups(SchemaPhase phase) {
        var groups = new ArrayList<List<SchemaKind>>();
        groups.add(new ArrayList<>());
        Arrays.stream(values()).filter(kind -> kind.phases.contains(phase)).forEach(kind -> {
            if (AFTER_THE_OTHERS.contains(kind)) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(kind);
        });
        return groups;
    }

    /** @return what one object of the kind is called in findings and in spec.schema.accept */
    String code() {
        return code;
    }

    /** @return the name of its catalog query */
    String file() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return whether a statement that was not refused may still have done nothing */
    boolean mayBeIgnored() {
        return MAY_BE_IGNORED.contains(this);
    }

    /** @return whether it is made by the operator's own login and not as the objects' owner */
    boolean needsTheMaster() {
        return OF_THE_MASTER.contains(this);
    }

    /** @return whether nothing waits for it: a later phase tries again, or the application sees the same without */
    boolean mayFailIn(SchemaPhase phase) {
        return isTriedAgainAfter(phase) || HARMLESS.contains(this);
    }

    /** @return whether a later phase tries what could not be made in this one */
    boolean isTriedAgainAfter(SchemaPhase phase) {
        return phases.indexOf(phase) < phases.size() - 1;
    }
}
