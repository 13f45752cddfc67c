package dev.replatform.imagestore;

import java.time.Instant;

/**
 * What came of asking for objects from outside.
 *
 * @param sampled how many objects were asked for
 * @param served how many came through the CDN as S3 has them
 * @param directAccessDenied whether S3 refused the same objects to an anonymous caller
 * @param unreachable whether the way to the CDN or to S3 is closed to the operator
 * @param problem what was wrong first; null where nothing was
 */
record Served(int sampled, int served, boolean directAccessDenied, boolean unreachable, String problem, Instant at) {
    boolean isProved() {
        return problem == null;
    }
}
