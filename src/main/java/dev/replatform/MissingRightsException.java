package dev.replatform;

import dev.replatform.status.Right;
import io.javaoperatorsdk.operator.LeaderElectionManager;
import io.javaoperatorsdk.operator.OperatorException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator lacks a right without which it cannot begin. */
final class MissingRightsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MissingRightsException(String what, Throwable cause) {
        super(
                what
                        + ": give the operator's service account the roles of its installation there; \"Rights\" in docs/operating.md lists them",
                cause);
    }

    /**
     * @param refused what the API server refused meanwhile; of a watch the failure does not say it
     * @return what a failed start was about, if it was about rights
     */
    static Optional<MissingRightsException> of(OperatorException failure, List<Right> refused) {
        var missing = Stream.concat(Right.missing(failure).stream(), refused.stream())
                .map(Right::toString)
                .distinct()
                .collect(Collectors.joining(", nor "));
        return Optional.of(missing)
                .filter(it -> !it.isEmpty())
                .map(it -> "it may not " + it)
                .or(() -> whyItCannotLead(failure))
                .map(what -> new MissingRightsException(what, failure));
    }

    /** The framework looks at its rights to the Lease before it uses them. */
    private static Optional<String> whyItCannotLead(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(it -> String.valueOf(it.getMessage()))
                .filter(it -> it.startsWith(LeaderElectionManager.NO_PERMISSION_TO_LEASE_RESOURCE_MESSAGE))
                .findFirst();
    }
}
