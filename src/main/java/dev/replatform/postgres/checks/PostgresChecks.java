package dev.replatform.postgres.checks;

import dev.replatform.preflight.Check;
import java.util.List;
import java.util.stream.Stream;

/** The checks of this room, in the order in which they are told. */
public final class PostgresChecks {
    /** Of the servers and their settings. */
    public static final List<Check<BothEnds>> SERVER = List.of(
            new SourceIsStandby(),
            new SourceVersion(),
            new TargetOlder(),
            new NoLogicalReplication(),
            new NoFreeSlots(),
            new NoFreeSenders(),
            new WalSenderTimeout(),
            new SlotRefused(),
            new PreparedTransactions(),
            new OpenTransactions(),
            new OrphanedSlots(),
            new SlotWalLimit(),
            new DiskForSlots(),
            new ConnectionLimits(),
            new EncodingDiffers(),
            new CollationDiffers(),
            new TimeZoneDiffers());

    /** Of roles and their rights. */
    public static final List<Check<BothEnds>> ROLES = List.of(
            new NoReplicationRight(),
            new DmsRolePassword(),
            new DmsRoleTimeouts(),
            new PasswordCharset(),
            new AdminRights(),
            new MasterRights(),
            new AppRoleMissing(),
            new SharedRole(),
            new FenceRefused(),
            new RolesUsedElsewhere());

    /** Of what the databases hold besides the tables that move. */
    public static final List<Check<BothEnds>> DATABASE = List.of(
            new LargeObjects(),
            new ExtensionsNotOnTarget(),
            new ExtensionTables(),
            new NamesNotCarried(),
            new OutsideInclude());

    /** Of what the schema copy leaves different. */
    public static final List<Check<BothEnds>> SCHEMA = List.of(
            new ObjectsNotCopied(),
            new UsesNotCopied(),
            new RolesNotOnTarget(),
            new CollationsNotOnTarget(),
            new SettingsOfSuperusers(),
            new ForcedRowSecurity());

    /** Of the tables that move; asked again of tables that are added later. */
    public static final List<Check<BothEnds>> TABLES = List.of(
            new NoSelect(),
            new AdminCannotRead(),
            new RowSecurity(),
            new NoRowIdentity(),
            new TypesNotCarried(),
            new GeneratedKeys(),
            new UnloggedTables(),
            new NamesThatDifferByCase(),
            new InheritedTables(),
            new PartitionedTables(),
            new TriggersThatFireAlways(),
            new ForeignKeysToUnmoved(),
            new UsedFromOutside(),
            new CollationVersions(),
            new WritersOutsideTheFence(),
            new TargetStorage(),
            new TargetNotEmpty(),
            new TargetInUse());

    /** Of the rows themselves: they take their time. */
    public static final List<Check<RowsOfTables>> ROWS = List.of(new ValuesNotCarried());

    private PostgresChecks() {}

    /** @return those that need no table */
    public static List<Check<BothEnds>> withoutTables() {
        return Stream.of(SERVER, ROLES, DATABASE, SCHEMA).flatMap(List::stream).toList();
    }

    /** @return all of them */
    public static List<Check<BothEnds>> all() {
        return Stream.concat(withoutTables().stream(), TABLES.stream()).toList();
    }
}
