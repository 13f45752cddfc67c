package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Later;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Tag;

/** Manual snapshots: their records. What was in the instance is not kept, since nothing restores it. */
final class DbSnapshots {
    private final Map<String, DBSnapshot> snapshots = new ConcurrentSkipListMap<>();
    private final Later later;
    private final RdsTags tags;

    DbSnapshots(Later later, RdsTags tags) {
        this.later = later;
        this.tags = tags;
    }

    synchronized DBSnapshot create(String id, DBInstance of, List<Tag> given) {
        if (!id.matches("[a-zA-Z](?:-?[a-zA-Z0-9]){0,254}")) {
            throw RdsFaults.invalidValue("The parameter DBSnapshotIdentifier is not a valid identifier.");
        }
        if (snapshots.containsKey(id)) {
            throw RdsFaults.snapshotExists(id);
        }
        var snapshot = DBSnapshot.builder()
                .dbSnapshotIdentifier(id)
                .dbSnapshotArn(Account.SANDBOX.arn("rds", "snapshot:" + id))
                .dbInstanceIdentifier(of.dbInstanceIdentifier())
                .dbiResourceId(of.dbiResourceId())
                .engine(of.engine())
                .engineVersion(of.engineVersion())
                .masterUsername(of.masterUsername())
                .allocatedStorage(of.allocatedStorage())
                .encrypted(of.storageEncrypted())
                .snapshotType("manual")
                .snapshotCreateTime(Instant.now())
                .percentProgress(0)
                .status("creating")
                .build();
        snapshots.put(id, snapshot);
        tags.create(snapshot.dbSnapshotArn(), given);
        later.after(
                Duration.ofMinutes(3),
                () -> snapshots.computeIfPresent(id, (key, taken) -> taken.toBuilder()
                        .status("available")
                        .percentProgress(100)
                        .build()));
        return shown(snapshot);
    }

    List<DBSnapshot> of(String instance) {
        return snapshots.values().stream()
                .filter(snapshot -> instance == null || instance.equals(snapshot.dbInstanceIdentifier()))
                .map(this::shown)
                .toList();
    }

    DBSnapshot one(String id) {
        var snapshot = snapshots.get(id);
        if (snapshot == null) {
            throw RdsFaults.snapshotNotFound(id);
        }
        return shown(snapshot);
    }

    synchronized DBSnapshot delete(String id) {
        var snapshot = one(id);
        snapshots.remove(id);
        tags.remove(snapshot.dbSnapshotArn());
        return snapshot.toBuilder().status("deleted").build();
    }

    private DBSnapshot shown(DBSnapshot snapshot) {
        return snapshot.toBuilder().tagList(tags.list(snapshot.dbSnapshotArn())).build();
    }
}
