package dev.replatform;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operator's settings, read once from the environment.
 *
 * @param clusterName part of every owner tag and derived name; required, as two clusters in one account must not meet
 * @param region where objects live that name none
 * @param requireAllowTag whether a role or instance must carry {@code replatform.dev/allow}
 * @param parameterPrefix what SSM paths begin with; {@code {namespace}} stands for the namespace
 * @param namespaces the namespaces that are watched; empty for all
 * @param port where health and metrics are asked for; 0 for any that is free
 * @param leaseNamespace where several operators agree by a Lease which of them acts; empty for one that is alone
 * @param leaseName the Lease's name, the same for those that agree
 */
public record OperatorConfig(
        String clusterName,
        String region,
        boolean requireAllowTag,
        String parameterPrefix,
        Set<String> namespaces,
        int port,
        String leaseNamespace,
        String leaseName) {
    /** The Lease's name where none is set. */
    static final String LEASE = "replatform-operator";

    private static final Pattern CLUSTER_NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    /** A DNS subdomain name: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
    private static final Pattern LEASE_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException naming the variable and what it must be
     */
    public static OperatorConfig fromEnvironment(Map<String, String> environment) {
        var clusterName = required(environment, "REPLATFORM_CLUSTER_NAME", "the cluster's name in owner tags");
        if (!CLUSTER_NAME.matcher(clusterName).matches()) {
            throw new IllegalArgumentException(
                    "REPLATFORM_CLUSTER_NAME must be 1 to 40 lower-case letters, digits and hyphens");
        }
        var prefix = environment.getOrDefault("REPLATFORM_PARAMETER_PREFIX", "/{namespace}/");
        if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
            throw new IllegalArgumentException("REPLATFORM_PARAMETER_PREFIX must begin and end with a slash");
        }
        var format = environment.getOrDefault("REPLATFORM_LOG_FORMAT", "json");
        if (!format.equals("json") && !format.equals("text")) {
            throw new IllegalArgumentException("REPLATFORM_LOG_FORMAT must be json or text");
        }
        return new OperatorConfig(
                clusterName,
                required(environment, "AWS_REGION", "the AWS region, for example eu-west-1"),
                bool(environment, "REPLATFORM_REQUIRE_ALLOW_TAG", true),
                prefix,
                Arrays.stream(environment
                                .getOrDefault("REPLATFORM_WATCH_NAMESPACES", "")
                                .split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                port(environment),
                environment
                        .getOrDefault("REPLATFORM_LEADER_ELECTION_NAMESPACE", "")
                        .strip(),
                leaseName(environment));
    }

    /** @return whether this operator is one of several, of which one acts */
    public boolean isOneOfSeveral() {
        return !leaseNamespace.isEmpty();
    }

    private static String required(Map<String, String> environment, String name, String what) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be set: " + what);
        }
        return value;
    }

    private static String leaseName(Map<String, String> environment) {
        var name = environment.getOrDefault("REPLATFORM_LEASE_NAME", LEASE).strip();
        if (!LEASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "REPLATFORM_LEASE_NAME must be a DNS name: lower-case letters, digits, hyphens and dots");
        }
        return name;
    }

    private static int port(Map<String, String> environment) {
        var value = environment.getOrDefault("REPLATFORM_PORT", "8080");
        if (!PORT.matcher(value).matches() || Integer.parseInt(value) > HIGHEST_PORT) {
            throw new IllegalArgumentException("REPLATFORM_PORT must be a port, or 0 for any that is free");
        }
        return Integer.parseInt(value);
    }

    private static boolean bool(Map<String, String> environment, String name, boolean otherwise) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false");
        }
        return value.equals("true");
    }
}
