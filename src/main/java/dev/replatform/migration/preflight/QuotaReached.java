package dev.replatform.migration.preflight;

import dev.replatform.aws.DmsAccount.Quota;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Map;

/** What DMS grants to the account in a region, against what this Migration is going to make. */
final class QuotaReached implements Check<AwsView> {
    private static final int ENDPOINTS = 2;

    private static final About ABOUT = About.blocker(
                    "QuotaReached",
                    "DMS's quotas of replication instances, their storage and endpoints, and how much of each is used",
                    "DMS refuses to make the replication instance or an endpoint",
                    "ask for more in Service Quotas (AWS Database Migration Service), or delete what nobody needs",
                    "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Limits.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.isToBeMade()) {
            return List.of();
        }
        var needed = Map.of(
                "ReplicationInstances", 1L,
                "AllocatedStorage", (long) at.spec().allocatedStorageGiB(),
                "Endpoints", (long) ENDPOINTS);
        return at.quotas()
                .value()
                .map(all -> all.stream()
                        .filter(quota -> quota.used() + needed.getOrDefault(quota.name(), 0L) > quota.max())
                        .filter(quota -> needed.containsKey(quota.name()))
                        .map(QuotaReached::found)
                        .toList())
                .orElseGet(() -> Unseen.of(ABOUT, "DMS quotas", at.quotas(), "dms:DescribeAccountAttributes").stream()
                        .toList());
    }

    private static Finding found(Quota quota) {
        return ABOUT.found(
                quota.name(),
                "DMS grants the account %d, and %d are used".formatted(quota.max(), quota.used()),
                "ask for more in Service Quotas (AWS Database Migration Service), or delete what nobody needs");
    }
}
