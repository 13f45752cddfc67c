package dev.replatform.migration.preflight;

import dev.replatform.preflight.Check;
import java.util.List;

/** The checks of the AWS account, in the order in which they are told. */
public final class AwsChecks {
    /** All of them. */
    public static final List<Check<AwsView>> ALL = List.of(
            new NoDmsVpcRole(),
            new NotOrderable(),
            new DmsEngineTooOld(),
            new QuotaReached(),
            new SubnetsDoNotFit(),
            new NoFreeAddress(),
            new NoWayToSource(),
            new NoWayToTarget(),
            new BoxNotReachable(),
            new AssessmentNotPossible());

    private AwsChecks() {}
}
