package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.iam.PolicyEvaluation;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Amazon S3: buckets with their configuration, objects with their versions. The index lives in memory, the bytes below a folder; a
 * new sandbox begins empty. Bucket configuration holds at once, where AWS's takes a moment to spread.
 */
public final class SandboxS3 implements S3Client {
    private final Authorization authorization;
    private final Buckets buckets;
    private final BucketConfiguration configuration;
    private final Objects objects;
    private final Attributes attributes;
    private final Deletions deletions;
    private final Multipart multipart;
    private final Listing listing;

    /**
     * @param folder for the objects' bytes
     * @param roles what callers with a role may do
     * @param addresses get the names of S3 and of each bucket, port 443
     * @param edge what answers there
     */
    public SandboxS3(Path folder, PolicyEvaluation roles, Addresses addresses, InetSocketAddress edge) {
        authorization = new Authorization(roles);
        buckets = new Buckets(folder, authorization, addresses, edge);
        configuration = new BucketConfiguration(buckets, authorization);
        objects = new Objects(buckets, authorization);
        attributes = new Attributes(buckets, authorization, objects);
        deletions = new Deletions(buckets, authorization);
        multipart = new Multipart(objects);
        listing = new Listing(buckets, authorization);
    }

    /** @param name from now on a bucket of another account has it */
    public void bucketOfAnotherAccount(String name) {
        buckets.foreign(name);
    }

    /**
     * Reads an object as a service or a browser does, without an SDK call.
     *
     * @throws S3Exception {@code NoSuchBucket}, {@code AccessDenied}, {@code NoSuchKey}
     */
    public ObjectRead read(Requester requester, String bucketName, String key) {
        var bucket = buckets.open(bucketName, null);
        if (!authorization.mayRead(requester, bucket, key)) {
            throw S3Faults.accessDenied();
        }
        var version = bucket.current(key).orElseThrow(() -> authorization.missing(requester, bucket));
        var headers = version.headers();
        return new ObjectRead(
                version.read(),
                headers.contentType(),
                headers.cacheControl(),
                version.quotedETag(),
                version.lastModified(),
                headers.metadata());
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
        return objects.put(put, body);
    }

    @Override
    public <T> T getObject(GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
        return objects.get(get, transformer);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest put, RequestBody body) {
        return multipart.upload(put, body);
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest create) {
        return buckets.create(create);
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest head) {
        return buckets.head(head);
    }

    @Override
    public DeleteBucketResponse deleteBucket(DeleteBucketRequest delete) {
        return buckets.delete(delete);
    }

    @Override
    public GetBucketLocationResponse getBucketLocation(GetBucketLocationRequest get) {
        return buckets.location(get);
    }

    @Override
    public ListBucketsResponse listBuckets(ListBucketsRequest list) {
        return buckets.list(list);
    }

    @Override
    public PutBucketPolicyResponse putBucketPolicy(PutBucketPolicyRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeleteBucketPolicyResponse deleteBucketPolicy(DeleteBucketPolicyRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public PutPublicAccessBlockResponse putPublicAccessBlock(PutPublicAccessBlockRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetPublicAccessBlockResponse getPublicAccessBlock(GetPublicAccessBlockRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeletePublicAccessBlockResponse deletePublicAccessBlock(DeletePublicAccessBlockRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public PutBucketOwnershipControlsResponse putBucketOwnershipControls(PutBucketOwnershipControlsRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketOwnershipControlsResponse getBucketOwnershipControls(GetBucketOwnershipControlsRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeleteBucketOwnershipControlsResponse deleteBucketOwnershipControls(
            DeleteBucketOwnershipControlsRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public PutBucketVersioningResponse putBucketVersioning(PutBucketVersioningRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketVersioningResponse getBucketVersioning(GetBucketVersioningRequest get) {
        return configuration.get(get);
    }

    @Override
    public PutBucketEncryptionResponse putBucketEncryption(PutBucketEncryptionRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketEncryptionResponse getBucketEncryption(GetBucketEncryptionRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeleteBucketEncryptionResponse deleteBucketEncryption(DeleteBucketEncryptionRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public PutBucketLifecycleConfigurationResponse putBucketLifecycleConfiguration(
            PutBucketLifecycleConfigurationRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketLifecycleConfigurationResponse getBucketLifecycleConfiguration(
            GetBucketLifecycleConfigurationRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeleteBucketLifecycleResponse deleteBucketLifecycle(DeleteBucketLifecycleRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public PutBucketTaggingResponse putBucketTagging(PutBucketTaggingRequest put) {
        return configuration.put(put);
    }

    @Override
    public GetBucketTaggingResponse getBucketTagging(GetBucketTaggingRequest get) {
        return configuration.get(get);
    }

    @Override
    public DeleteBucketTaggingResponse deleteBucketTagging(DeleteBucketTaggingRequest delete) {
        return configuration.delete(delete);
    }

    @Override
    public ListObjectsV2Response listObjectsV2(ListObjectsV2Request list) {
        return listing.objects(list);
    }

    @Override
    public ListObjectVersionsResponse listObjectVersions(ListObjectVersionsRequest list) {
        return listing.versions(list);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest head) {
        return objects.head(head);
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest copy) {
        return objects.copy(copy);
    }

    @Override
    public GetObjectAttributesResponse getObjectAttributes(GetObjectAttributesRequest get) {
        return attributes.get(get);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest delete) {
        return deletions.delete(delete);
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest delete) {
        return deletions.delete(delete);
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest create) {
        return multipart.create(create);
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest complete) {
        return multipart.complete(complete);
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest abort) {
        return multipart.abort(abort);
    }

    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest list) {
        return multipart.list(list);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // It holds nothing but files.
    }
}
