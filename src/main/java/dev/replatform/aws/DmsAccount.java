package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/**
 * What DMS offers and grants to the account in a region. It is the same for all objects, and DMS takes few calls: it is asked
 * once a minute.
 */
public final class DmsAccount {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Remembered<Orderable> offers;
    private final Remembered<Quota> quotas;

    DmsAccount(DatabaseMigrationClient dms) {
        offers = new Remembered<>(() -> AwsCalls.see("DescribeOrderableReplicationInstances", () -> orderable(dms)));
        quotas = new Remembered<>(() -> AwsCalls.see("DescribeAccountAttributes", () -> quotas(dms)));
    }

    /**
     * What can be ordered.
     *
     * @param minStorageGiB the smallest disk
     * @param maxStorageGiB the largest disk
     */
    public record Orderable(String instanceClass, String engineVersion, int minStorageGiB, int maxStorageGiB) {}

    /**
     * A limit of the account in the region.
     *
     * @param name in DMS's words, for example {@code ReplicationInstances}, {@code AllocatedStorage} (GiB) or {@code Endpoints}
     */
    public record Quota(String name, long used, long max) {}

    /** @return one option for each class and engine version; as of the last minute */
    public Seen<List<Orderable>> orderable() {
        return offers.get();
    }

    /** @return the limits and how much of each is used; as of the last minute */
    public Seen<List<Quota>> quotas() {
        return quotas.get();
    }

    private static List<Orderable> orderable(DatabaseMigrationClient dms) {
        return dms.describeOrderableReplicationInstancesPaginator().stream()
                .flatMap(page -> page.orderableReplicationInstances().stream())
                .map(option -> new Orderable(
                        option.replicationInstanceClass(),
                        option.engineVersion(),
                        option.minAllocatedStorage() == null ? 0 : option.minAllocatedStorage(),
                        option.maxAllocatedStorage() == null ? Integer.MAX_VALUE : option.maxAllocatedStorage()))
                .toList();
    }

    private static List<Quota> quotas(DatabaseMigrationClient dms) {
        return dms.describeAccountAttributes(request -> {}).accountQuotas().stream()
                .map(quota -> new Quota(quota.accountQuotaName(), quota.used(), quota.max()))
                .toList();
    }

    /** An answer for a while; one that could not be had is asked for again. */
    private static final class Remembered<T> {
        private final Supplier<Seen<List<T>>> ask;
        private Seen<List<T>> answer;
        private long at;

        Remembered(Supplier<Seen<List<T>>> ask) {
            this.ask = ask;
        }

        synchronized Seen<List<T>> get() {
            if (answer == null || !answer.isPresent() || System.nanoTime() - at > REMEMBERED.toNanos()) {
                answer = ask.get();
                at = System.nanoTime();
            }
            return answer;
        }
    }
}
