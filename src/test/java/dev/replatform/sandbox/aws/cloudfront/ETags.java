package dev.replatform.sandbox.aws.cloudfront;

import java.util.ArrayDeque;
import java.util.Deque;

/** The ETag of a resource, and those that it had before. */
final class ETags {
    private final Deque<String> issued = new ArrayDeque<>();

    ETags() {
        renew();
    }

    synchronized String current() {
        return issued.getFirst();
    }

    synchronized void renew() {
        issued.addFirst(Ids.next());
    }

    /**
     * @param ifMatch null where the client forgot it
     * @throws software.amazon.awssdk.services.cloudfront.model.CloudFrontException {@code PreconditionFailed} for an old one,
     *     {@code InvalidIfMatchVersion} for what never was one
     */
    synchronized void check(String ifMatch) {
        var given = ifMatch == null ? "" : ifMatch.replace("\"", "");
        if (!issued.contains(given)) {
            throw CloudFrontFaults.invalidIfMatch();
        }
        if (!current().equals(given)) {
            throw CloudFrontFaults.preconditionFailed();
        }
    }
}
