package dev.replatform.postgres.checks;

import dev.replatform.preflight.Check;
import java.util.List;
import java.util.stream.Stream;

/** The checks of this room, in the order in which they are told. */
public final class PostgresChecks {
    /** Of the servers and their settings. */
    public static final List<Check<BothEnds>> SERVER =
            List.of(new NoLogicalReplication(), new NoFreeSlots(), new NoFreeSenders(), new PreparedTransactions());

    /** Of roles and their rights. */
    public static final List<Check<BothEnds>> ROLES =
            List.of(new NoReplicationRight(), new SharedRole(), new PasswordCharset());

    /** Of what the databases hold besides the tables that move. */
    public static final List<Check<BothEnds>> DATABASE = List.of(new LargeObjects());

    /** Of the tables that move; asked again of tables that are added later. */
    public static final List<Check<BothEnds>> TABLES = List.of(
            new RowSecurity(),
            new NoSelect(),
            new NoRowIdentity(),
            new UnloggedTables(),
            new TargetNotEmpty(),
            new TargetInUse());

    private PostgresChecks() {}

    /** @return all of them */
    public static List<Check<BothEnds>> all() {
        return Stream.of(SERVER, ROLES, DATABASE, TABLES).flatMap(List::stream).toList();
    }
}
