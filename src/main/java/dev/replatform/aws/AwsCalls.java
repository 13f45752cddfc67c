package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns what the SDK throws into what the operator says: a reason, and a stable sentence without a request id. */
final class AwsCalls {
    private static final Logger LOG = LoggerFactory.getLogger(AwsCalls.class);
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private static final Set<String> THROTTLES = Set.of(
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "TooManyUpdates",
            "SlowDown",
            "TooManyRequestsException",
            "RequestThrottled");
    private static final Set<String> DENIALS = Set.of(
            "AccessDenied", "AccessDeniedException", "AccessDeniedFault", "UnauthorizedOperation", "AllAccessDisabled");

    /** They are over, or are none: whatever is asked is refused. */
    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "InvalidToken",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "AuthFailure",
            "UnrecognizedClientException",
            "SignatureDoesNotMatch");

    /** Somebody, or AWS itself, has changed the thing meanwhile: the next look sees it as it is. */
    private static final Set<String> OVERTAKEN =
            Set.of("OperationAborted", "PreconditionFailed", "InvalidIfMatchVersion", "BucketNotEmpty");

    /** In place of the code that an answer to a HEAD does not have. */
    private static final String WITHOUT_A_BODY = "NoCode";

    private AwsCalls() {}

    /** Reads. */
    static <T> Seen<T> see(String call, Supplier<T> read, Class<?>... notFound) {
        try {
            return Seen.present(read.get());
        } catch (SdkException e) {
            for (var absent : notFound) {
                if (absent.isInstance(e)) {
                    return Seen.absent();
                }
            }
            return Seen.unknown(problem(call, e));
        }
    }

    /** Reads, where the service has no exception of its own for not-found but only an error code. */
    static <T> Seen<T> seeByCode(String call, Supplier<T> read, Set<String> notFound) {
        try {
            return Seen.present(read.get());
        } catch (AwsServiceException e) {
            var details = e.awsErrorDetails();
            return details != null && details.errorCode() != null && notFound.contains(details.errorCode())
                    ? Seen.absent()
                    : Seen.unknown(problem(call, e));
        } catch (SdkException e) {
            return Seen.unknown(problem(call, e));
        }
    }

    /**
     * Writes.
     *
     * @throws ProblemException where AWS refuses, or does not answer
     */
    static <T> T act(String call, Supplier<T> write) {
        try {
            return write.get();
        } catch (SdkException e) {
            throw new ProblemException(problem(call, e));
        }
    }

    /** Writes, where an answer that it is done already is as good. */
    static void actUnless(Class<? extends SdkException> alreadyDone, String call, Runnable write) {
        try {
            write.run();
        } catch (SdkException e) {
            if (!alreadyDone.isInstance(e)) {
                throw new ProblemException(problem(call, e));
            }
        }
    }

    /** @return whether the operator's own credentials are why */
    static boolean isAboutCredentials(AwsServiceException e) {
        return e.awsErrorDetails() != null
                && e.awsErrorDetails().errorCode() != null
                && CREDENTIALS.contains(e.awsErrorDetails().errorCode());
    }

    static Problem problem(String call, SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return problem(call, service);
        }
        if (e instanceof CallBudget.Spent) {
            LOG.debug("{}: {}", call, e.getMessage());
            return new Problem(FailureReason.THROTTLED, call + ": waits until AWS takes more calls");
        }
        LOG.warn("{}: {}", call, e.getMessage());
        return new Problem(FailureReason.AWS_UNAVAILABLE, call + ": AWS did not answer");
    }

    private static Problem problem(String call, AwsServiceException e) {
        var code = Objects.requireNonNullElse(e.awsErrorDetails().errorCode(), WITHOUT_A_BODY);
        var text = stable(e.awsErrorDetails().errorMessage());
        LOG.atWarn().addKeyValue("awsRequestId", e.requestId()).log("{}: {} {}", call, code, text);
        var sentence = "%s: %s (%s)".formatted(call, text, code);
        if (THROTTLES.contains(code) || e.isThrottlingException()) {
            return new Problem(FailureReason.THROTTLED, call + ": asked too often");
        }
        if (DENIALS.contains(code) || CREDENTIALS.contains(code)) {
            return new Problem(FailureReason.ACCESS_DENIED, sentence);
        }
        if (e.statusCode() >= SERVER_ERROR && e.statusCode() != NOT_IMPLEMENTED) {
            return new Problem(FailureReason.AWS_UNAVAILABLE, call + ": AWS answered with an error of its own");
        }
        if (code.contains("Quota") || code.contains("LimitExceeded") || code.startsWith("TooMany")) {
            return new Problem(FailureReason.QUOTA_EXCEEDED, sentence);
        }
        if (code.contains("State") || code.contains("InUse") || OVERTAKEN.contains(code)) {
            return new Problem(FailureReason.WRONG_STATE, sentence);
        }
        return new Problem(FailureReason.REFUSED_BY_AWS, sentence);
    }

    private static String stable(String message) {
        return message == null
                ? "refused"
                : message.replaceAll("(?i)\\s*\\(?request ?id:? [0-9a-zA-Z-]+\\)?", "")
                        .strip();
    }
}
