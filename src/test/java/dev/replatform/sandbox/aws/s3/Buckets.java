package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.ServedMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The buckets of the account, and the names that other accounts hold. */
final class Buckets {
    private static final int HTTPS = 443;

    private final Path folder;
    private final Authorization authorization;
    private final Addresses addresses;
    private final InetSocketAddress edge;
    private final String region = Account.SANDBOX.region();
    private final Map<String, Bucket> buckets = new ConcurrentSkipListMap<>();
    private final Set<String> foreign = ConcurrentHashMap.newKeySet();

    Buckets(Path folder, Authorization authorization, Addresses addresses, InetSocketAddress edge) {
        this.folder = folder;
        this.authorization = authorization;
        this.addresses = addresses;
        this.edge = edge;
        addresses.publish("s3." + region + ".amazonaws.com", HTTPS, edge);
    }

    void foreign(String name) {
        foreign.add(name);
    }

    Optional<Bucket> find(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    /**
     * @param expectedOwner null where the caller does not ask
     * @throws S3Exception {@code NoSuchBucket}, or {@code AccessDenied} where it is another account's
     */
    Bucket open(String name, String expectedOwner) {
        if (foreign.contains(name)) {
            throw S3Faults.accessDenied();
        }
        var bucket = find(name).orElseThrow(S3Faults::noSuchBucket);
        if (expectedOwner != null && !expectedOwner.equals(Account.SANDBOX.id())) {
            throw S3Faults.accessDenied();
        }
        return bucket;
    }

    CreateBucketResponse create(CreateBucketRequest create) {
        ServedMembers.only(create, "Bucket", "CreateBucketConfiguration", "ObjectOwnership");
        var name = create.bucket();
        BucketName.check(name);
        var wanted = Optional.ofNullable(create.createBucketConfiguration())
                .orElse(CreateBucketConfiguration.builder().build());
        ServedMembers.only(wanted, "LocationConstraint", "Tags");
        checkLocation(wanted.locationConstraintAsString());
        if (foreign.contains(name)) {
            throw S3Faults.bucketOfAnother();
        }
        var bucket = new Bucket(name, folder.resolve(name), Instant.now());
        authorization.require(bucket, "s3:CreateBucket");
        bucket.ownership = Optional.of(
                Optional.ofNullable(create.objectOwnership()).orElse(ObjectOwnership.BUCKET_OWNER_ENFORCED));
        bucket.tags = BucketTags.checked(wanted.tags());
        if (buckets.putIfAbsent(name, bucket) != null && !isClassicRegion()) {
            throw S3Faults.bucketOfYours();
        }
        makeFolder(name);
        addresses.publish(hostOf(name), HTTPS, edge);
        return CreateBucketResponse.builder().location("/" + name).build();
    }

    HeadBucketResponse head(HeadBucketRequest head) {
        ServedMembers.only(head, "Bucket", "ExpectedBucketOwner");
        authorization.require(open(head.bucket(), head.expectedBucketOwner()), "s3:ListBucket");
        return HeadBucketResponse.builder().bucketRegion(region).build();
    }

    GetBucketLocationResponse location(GetBucketLocationRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        authorization.require(open(get.bucket(), get.expectedBucketOwner()), "s3:GetBucketLocation");
        return GetBucketLocationResponse.builder()
                .locationConstraint(isClassicRegion() ? null : region)
                .build();
    }

    ListBucketsResponse list(ListBucketsRequest list) {
        ServedMembers.only(list, "Prefix", "MaxBuckets", "BucketRegion");
        if (!Caller.current().isAdministrator()) {
            throw S3Faults.accessDenied();
        }
        var found = buckets.values().stream()
                .filter(bucket -> list.prefix() == null || bucket.name.startsWith(list.prefix()))
                .map(bucket -> software.amazon.awssdk.services.s3.model.Bucket.builder()
                        .name(bucket.name)
                        .creationDate(bucket.created)
                        .bucketRegion(region)
                        .build())
                .toList();
        return ListBucketsResponse.builder()
                .buckets(found)
                .owner(owner -> owner.id(Account.SANDBOX.id()))
                .build();
    }

    DeleteBucketResponse delete(DeleteBucketRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        var bucket = open(delete.bucket(), delete.expectedBucketOwner());
        authorization.require(bucket, "s3:DeleteBucket");
        if (!bucket.isEmpty()) {
            // Delete markers count as well.
            throw S3Faults.plain(
                    409,
                    "BucketNotEmpty",
                    bucket.versioning.isPresent()
                            ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
                            : "The bucket you tried to delete is not empty");
        }
        buckets.remove(bucket.name);
        addresses.withdraw(hostOf(bucket.name), HTTPS);
        return DeleteBucketResponse.builder().build();
    }

    private void makeFolder(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hostOf(String name) {
        return name + ".s3." + region + ".amazonaws.com";
    }

    /** Older than location constraints: it wants none, and lets a bucket be made twice. */
    private boolean isClassicRegion() {
        return region.equals("us-east-1");
    }

    private void checkLocation(String asked) {
        var given = Optional.ofNullable(asked);
        if (given.filter(place ->
                        Region.regions().stream().noneMatch(known -> known.id().equals(place)))
                .isPresent()) {
            throw S3Faults.badRequest("InvalidLocationConstraint", "The specified location-constraint is not valid");
        }
        var expected = Optional.of(region).filter(unused -> !isClassicRegion());
        if (!given.equals(expected)) {
            throw S3Faults.badRequest(
                    "IllegalLocationConstraintException",
                    "The " + given.orElse("unspecified")
                            + " location constraint is incompatible for the region specific endpoint this request was "
                            + "sent to.");
        }
    }
}
