package dev.replatform.sandbox.aws;

import dev.replatform.sandbox.aws.codec.ConnectionReset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The plan of what fails, for calls over the wire:
 *
 * <pre>{@code faults.on("rds", "CreateDBInstance").nth(2).afterItsEffect().fail(Failure.CONNECTION_RESET);}</pre>
 */
public final class Faults {
    /** Every operation of a service. */
    public static final String ANY_OPERATION = "*";

    /** How a call fails. Codes and statuses are the called service's own. */
    public enum Failure {
        THROTTLING,
        INTERNAL_ERROR,
        ACCESS_DENIED,
        /** The caller's session token is over. */
        EXPIRED_CREDENTIALS,
        /** The account has as many as it may have. */
        QUOTA_EXCEEDED,
        /** As right after a creation, when not every part of a service knows of it yet. */
        NOT_FOUND,
        WRONG_STATE,
        CONNECTION_RESET;

        private static final Map<String, Refusal> THROTTLED = Map.of(
                "s3", new Refusal(503, "SlowDown", "Please reduce your request rate."),
                "ec2", new Refusal(503, "RequestLimitExceeded", "Request limit exceeded."),
                "ssm", new Refusal(400, "ThrottlingException", "Rate exceeded"),
                "dms", new Refusal(400, "ThrottlingException", "Rate exceeded"));
        private static final Map<String, Refusal> DENIED = Map.of(
                "ec2", new Refusal(403, "UnauthorizedOperation", "You are not authorized to perform this operation."),
                "ssm", new Refusal(400, "AccessDeniedException", "User is not authorized to perform this action"),
                "dms", new Refusal(400, "AccessDeniedException", "User is not authorized to perform this action"));

        private static final String EXPIRED = "The security token included in the request is expired";
        private static final Map<String, Refusal> OVER = Map.of(
                "ec2", new Refusal(400, "RequestExpired", "Request has expired."),
                "s3", new Refusal(400, "ExpiredToken", "The provided token has expired."),
                "ssm", new Refusal(400, "ExpiredTokenException", EXPIRED),
                "dms", new Refusal(400, "ExpiredTokenException", EXPIRED));

        private static final Map<String, Refusal> FULL = Map.of(
                "rds",
                        new Refusal(
                                400,
                                "InstanceQuotaExceeded",
                                "The request cannot be processed because it would exceed the maximum number of DB instances."),
                "dms",
                        new Refusal(
                                400,
                                "ResourceQuotaExceededFault",
                                "The quota for this resource quota has been exceeded."),
                "s3", new Refusal(400, "TooManyBuckets", "You have attempted to create more buckets than allowed"),
                "cloudfront",
                        new Refusal(
                                400,
                                "TooManyDistributions",
                                "Processing your request would cause you to exceed the maximum number of distributions allowed."),
                "ssm",
                        new Refusal(
                                400,
                                "ParameterLimitExceeded",
                                "You have exceeded the number of parameters for this AWS account."));

        private static final Map<String, Refusal> NOT_THERE = Map.of(
                "rds", new Refusal(404, "DBInstanceNotFound", "DBInstance not found."),
                "s3", new Refusal(404, "NoSuchBucket", "The specified bucket does not exist"),
                "dms", new Refusal(400, "ResourceNotFoundFault", "Resource not found."));
        private static final Map<String, Refusal> BUSY = Map.of(
                "rds", new Refusal(400, "InvalidDBInstanceState", "Instance is not in available state."),
                "dms", new Refusal(400, "InvalidResourceStateFault", "The resource is in the wrong state."));

        private RuntimeException of(String service) {
            return switch (this) {
                case THROTTLING ->
                    THROTTLED
                            .getOrDefault(service, new Refusal(400, "Throttling", "Rate exceeded"))
                            .exception();
                case INTERNAL_ERROR ->
                    new Refusal(500, "InternalFailure", "An internal error has occurred").exception();
                case ACCESS_DENIED ->
                    DENIED.getOrDefault(service, new Refusal(403, "AccessDenied", "Access Denied"))
                            .exception();
                case EXPIRED_CREDENTIALS ->
                    OVER.getOrDefault(service, new Refusal(403, "ExpiredToken", EXPIRED))
                            .exception();
                case QUOTA_EXCEEDED ->
                    FULL.getOrDefault(service, new Refusal(409, "LimitExceeded", "The limit is exceeded."))
                            .exception();
                case NOT_FOUND ->
                    NOT_THERE
                            .getOrDefault(service, new Refusal(404, "NotFound", "Not Found"))
                            .exception();
                case WRONG_STATE ->
                    BUSY.getOrDefault(
                                    service, new Refusal(409, "OperationAborted", "Another operation is in progress."))
                            .exception();
                case CONNECTION_RESET -> new ConnectionReset();
            };
        }
    }

    private record Refusal(int status, String code, String message) {
        AwsServiceException exception() {
            return AwsServiceException.builder()
                    .statusCode(status)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(code)
                            .errorMessage(message)
                            .build())
                    .build();
        }
    }

    private final List<Plan> plans = new CopyOnWriteArrayList<>();

    /** @param operation as AWS writes it, or {@link #ANY_OPERATION} */
    public Plan on(String service, String operation) {
        return new Plan(service, operation);
    }

    /** Nothing fails any more. */
    public void clear() {
        plans.clear();
    }

    <T> T around(String service, String operation, Supplier<T> effect) {
        for (var plan : plans) {
            if (plan.strikes(service, operation)) {
                if (plan.afterEffect) {
                    var unused = effect.get();
                }
                throw plan.failure.of(service);
            }
        }
        return effect.get();
    }

    /** Which calls fail, counted from now; the next one, before its effect, unless said otherwise. */
    public final class Plan {
        private final String service;
        private final String operation;
        private final AtomicInteger seen = new AtomicInteger();
        private int first = 1;
        private int times = 1;
        private boolean afterEffect;
        private Failure failure = Failure.INTERNAL_ERROR;

        private Plan(String service, String operation) {
            this.service = service;
            this.operation = operation;
        }

        /** @param call 1 is the next one */
        public Plan nth(int call) {
            first = call;
            return this;
        }

        /** So many in a row. */
        public Plan times(int calls) {
            times = calls;
            return this;
        }

        public Plan always() {
            return times(Integer.MAX_VALUE);
        }

        /** AWS does what was asked and the caller does not hear of it. */
        public Plan afterItsEffect() {
            afterEffect = true;
            return this;
        }

        /** Puts the plan into force, after the ones that are. */
        public Plan fail(Failure how) {
            failure = how;
            plans.add(this);
            return this;
        }

        /** What it made fail goes well from now on, as far as no other plan is about it. */
        public void end() {
            plans.remove(this);
        }

        private boolean strikes(String calledService, String calledOperation) {
            boolean meant = service.equals(calledService)
                    && (operation.equals(ANY_OPERATION) || operation.equals(calledOperation));
            if (!meant) {
                return false;
            }
            int call = seen.incrementAndGet();
            return call >= first && call - first < times;
        }
    }
}
