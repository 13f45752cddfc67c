package dev.replatform.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody may or may not do in a cluster, as {@code kubectl auth can-i} names it.
 *
 * @param resource for example {@code databases.replatform.dev/status}
 * @param namespace empty where it is about the whole cluster
 */
public record Right(String verb, String resource, String namespace) {
    /**
     * The only text that says that it is a right that is missing: an admission policy or a quota refuses with 403 too.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go">forbiddenMessage</a>
     */
    private static final Pattern REFUSAL = Pattern.compile(
            "cannot (\\S+) resource \"([^\"/]+)(/[^\"]+)?\" in API group \"([^\"]*)\"(?: in the namespace \"([^\"]+)\")?");

    /** @param subresource empty, or for example {@code /status} */
    public static Right of(String verb, String group, String resource, String subresource, String namespace) {
        return new Right(verb, resource + (group.isEmpty() ? "" : "." + group) + subresource, namespace);
    }

    /** @return the right for whose lack the API server refused a request; empty where something else failed */
    public static Optional<Right> missing(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var right = cause instanceof KubernetesClientException
                    ? missing(String.valueOf(cause.getMessage()))
                    : Optional.<Right>empty();
            if (right.isPresent()) {
                return right;
            }
        }
        return Optional.empty();
    }

    /** @return the right that the API server's refusal names; empty where it says something else */
    public static Optional<Right> missing(String refusal) {
        var named = REFUSAL.matcher(refusal);
        return named.find()
                ? Optional.of(of(
                        named.group(1), named.group(4), named.group(2), textOf(named.group(3)), textOf(named.group(5))))
                : Optional.empty();
    }

    /** @return why a request failed, in words that may stand in a status */
    public static String whyFailed(KubernetesClientException failure) {
        return missing(failure).map(it -> "the operator may not " + it).orElseGet(() -> "HTTP %d"
                .formatted(failure.getCode()));
    }

    private static String textOf(String group) {
        return group == null ? "" : group;
    }

    /** @return for example {@code get secrets in namespace shop} */
    @Override
    public String toString() {
        return verb + " " + resource + (namespace.isEmpty() ? " in the whole cluster" : " in namespace " + namespace);
    }
}
