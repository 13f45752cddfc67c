package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What is done to partitions is not in the change stream. */
public final class PartitionedTables implements Check<BothEnds> {
    private static final About ABOUT = About.note(
            "PartitionedTables",
            "partitioned tables whose partitions move",
            "a partition that is attached, detached or dropped meanwhile is not so on the target",
            "attach, detach and drop no partition until the switch",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT DISTINCT n.nspname || '.' || root.relname FROM moved
                JOIN pg_class leaf ON leaf.oid = moved.oid AND leaf.relispartition
                JOIN pg_class root ON root.oid = pg_partition_root(leaf.oid) JOIN pg_namespace n ON n.oid = root.relnamespace ORDER BY 1
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        "DMS follows the rows of its partitions and not what is done to the partitions themselves",
                        "attach, detach and drop none until the switch; pg_partman and its like have to rest"));
    }
}
