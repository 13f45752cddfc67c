package dev.replatform.sandbox.aws.box;

/** {@code s3://bucket/key}, where the key may be empty or a prefix. */
record S3Location(String bucket, String key) {
    private static final String SCHEME = "s3://";

    static boolean isOne(String path) {
        return path.startsWith(SCHEME);
    }

    static S3Location parse(String path) {
        if (!isOne(path)) {
            throw new UsageError("Error: Invalid argument type");
        }
        var parts = path.substring(SCHEME.length()).split("/", 2);
        return new S3Location(parts[0], parts.length < 2 ? "" : parts[1]);
    }

    /** @return the prefix of what lies below */
    S3Location asFolder() {
        return key.isEmpty() || key.endsWith("/") ? this : new S3Location(bucket, key + "/");
    }

    S3Location below(String relative) {
        return new S3Location(bucket, key + relative);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
