package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.iam.PolicyDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;

/**
 * A bucket: its configuration, with the defaults that AWS gives a new one today, and an index of its objects, whose bytes lie in
 * files of meaningless names. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
final class Bucket {
    final String name;
    final Instant created;

    volatile Optional<PolicyDocument> policy = Optional.empty();
    volatile Optional<PublicAccessBlockConfiguration> publicAccessBlock =
            Optional.of(PublicAccessBlockConfiguration.builder()
                    .blockPublicAcls(true)
                    .ignorePublicAcls(true)
                    .blockPublicPolicy(true)
                    .restrictPublicBuckets(true)
                    .build());
    volatile Optional<ObjectOwnership> ownership = Optional.of(ObjectOwnership.BUCKET_OWNER_ENFORCED);
    volatile Optional<BucketVersioningStatus> versioning = Optional.empty();
    volatile ServerSideEncryptionConfiguration encryption = Encryption.DEFAULT;
    volatile List<LifecycleRule> lifecycle = List.of();
    volatile TransitionDefaultMinimumObjectSize smallestToMove =
            TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K;
    volatile List<Tag> tags = List.of();

    private final Path folder;
    private final TreeMap<String, Deque<StoredVersion>> versions = new TreeMap<>(KeyOrder.UTF_8);

    Bucket(String name, Path folder, Instant now) {
        this.name = name;
        this.folder = folder;
        this.created = now;
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }

    /** @return where the bytes are now; not yet part of any object */
    Path keep(byte[] content) {
        try {
            return Files.write(folder.resolve(UUID.randomUUID().toString()), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the newest version; empty where there is none or it is a delete marker */
    synchronized Optional<StoredVersion> current(String key) {
        return newest(key).filter(version -> !version.isDeleteMarker());
    }

    synchronized Optional<StoredVersion> newest(String key) {
        return Optional.ofNullable(versions.get(key)).map(Deque::peekFirst);
    }

    synchronized Optional<StoredVersion> version(String key, String versionId) {
        return Optional.ofNullable(versions.get(key)).stream()
                .flatMap(Deque::stream)
                .filter(version -> version.versionId().equals(versionId))
                .findAny();
    }

    /** Puts a version on top if the conditions hold of the one that is there; if not, its content goes. */
    synchronized void add(StoredVersion version, Conditions conditions) {
        try {
            conditions.beforeWriteOver(current(version.key()));
        } catch (RuntimeException e) {
            version.discard();
            throw e;
        }
        add(version);
    }

    /** Puts a version on top, in place of the one that has the same id: only {@code null} can. */
    synchronized void add(StoredVersion version) {
        removeVersion(version.key(), version.versionId());
        versions.computeIfAbsent(version.key(), unused -> new ArrayDeque<>()).addFirst(version);
    }

    /** @return what was removed, for good; empty where it was not there */
    synchronized Optional<StoredVersion> removeVersion(String key, String versionId) {
        var removed = version(key, versionId);
        removed.ifPresent(version -> {
            version.discard();
            var others = versions.get(key);
            others.remove(version);
            if (others.isEmpty()) {
                versions.remove(key);
            }
        });
        return removed;
    }

    /** @return all versions of the keys that come after {@code after} and begin with {@code prefix}, newest first */
    synchronized List<StoredVersion> versionsFrom(String prefix, String after) {
        var from = KeyOrder.UTF_8.compare(prefix, after) > 0 ? prefix : after;
        var found = new ArrayList<StoredVersion>();
        for (var entry : versions.tailMap(from, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            found.addAll(entry.getValue());
        }
        return found;
    }

    synchronized boolean isEmpty() {
        return versions.isEmpty();
    }

    /** @return the id of a version that is written now */
    String newVersionId() {
        return isVersioned() ? UUID.randomUUID().toString().replace("-", "") : StoredVersion.UNVERSIONED;
    }

    boolean isVersioned() {
        return versioning.filter(BucketVersioningStatus.ENABLED::equals).isPresent();
    }

    /** @return what a response tells of a version: nothing before versioning was ever switched on */
    String shownVersionId(StoredVersion version) {
        return versioning.isPresent() ? version.versionId() : null;
    }
}
