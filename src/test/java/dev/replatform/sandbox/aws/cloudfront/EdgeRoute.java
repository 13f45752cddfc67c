package dev.replatform.sandbox.aws.cloudfront;

/**
 * How the edge answers for a distribution.
 *
 * @param distributionArn in whose name requests to the bucket are signed
 * @param originPath stands before every path; empty or {@code /x}
 * @param signs whether an origin access control signs them at all
 * @param rootObject the key for {@code /}; empty where there is none
 */
record EdgeRoute(
        String distributionArn,
        S3Origin origin,
        String originPath,
        boolean signs,
        CachePolicy cachePolicy,
        String rootObject) {}
