package dev.replatform.postgres.checks;

import dev.replatform.postgres.Journal;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Two Migrations into the same tables would each overwrite what the other proves. */
public final class TargetInUse implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "TargetInUse",
            "the journals of other Migrations on the target",
            "two Migrations load from the same database or into the same tables",
            "move all tables with one Migration, wait for the other, or choose another target",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var tables = String.join(
                "\n", at.tables().stream().map(table -> table.name().inWords()).toList());
        return new Journal(at.target(), at.run().owner(), at.run().number())
                .othersInTheWay(at.run().source().inWords(), tables).stream()
                        .map(
                                other -> ABOUT.found(
                                        other,
                                        "this Migration loads from the same database or into the same tables of the target, and is not completed",
                                        "move all tables with one Migration, wait for it, or choose another target; if it is long gone, delete its rows from replatform.journal there"))
                        .toList();
    }
}
