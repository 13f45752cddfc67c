package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.Caller;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** Parameter Store. */
public final class Parameters {
    private static final int MOST_BY_PATH = 10;
    private static final int MOST_DESCRIBED = 50;
    private static final String DEFAULT_KEY = "alias/aws/ssm";

    private final Map<String, StoredParameter> byName = new TreeMap<>();
    private final Deque<Instant> recentPuts = new ArrayDeque<>();
    private int putsPerSecond = Integer.MAX_VALUE;
    private InstantSource timeOfPuts = InstantSource.system();

    /**
     * Puts a limit on PutParameter; AWS's own is 3 a second.
     * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
     */
    public void limitPuts(int perSecond) {
        limitPuts(perSecond, InstantSource.system());
    }

    /** @param time what the seconds are counted by */
    synchronized void limitPuts(int perSecond, InstantSource time) {
        putsPerSecond = perSecond;
        timeOfPuts = time;
    }

    synchronized StoredParameter.Version put(PutParameterRequest put) {
        throttle();
        var existing = find(put.name());
        ParameterRules.check(put, existing);
        var parameter = existing.orElseGet(() -> new StoredParameter(put.name()));
        var type = ParameterRules.type(put, existing);
        var secretKeyId = Optional.ofNullable(put.keyId()).orElse(DEFAULT_KEY);
        var version = new StoredParameter.Version(
                parameter.nextNumber(),
                type,
                ParameterRules.tier(put, existing),
                put.value(),
                type == ParameterType.SECURE_STRING ? secretKeyId : null,
                put.description(),
                put.allowedPattern(),
                Instant.now(),
                Caller.current().arn());
        parameter.add(version);
        put.tags().forEach(tag -> parameter.tags().put(tag.key(), tag.value()));
        byName.put(parameter.name(), parameter);
        return version;
    }

    private void throttle() {
        var now = timeOfPuts.instant();
        recentPuts.removeIf(put -> !put.isAfter(now.minusSeconds(1)));
        if (recentPuts.size() >= putsPerSecond) {
            throw SsmFaults.throttled();
        }
        recentPuts.add(now);
    }

    /**
     * @param selector a name, or {@code name:version}
     * @throws ParameterNotFoundException without a text, as SSM throws it
     */
    synchronized Parameter get(String selector, boolean decrypted) {
        int colon = selector.indexOf(':');
        var name = colon < 0 ? selector : selector.substring(0, colon);
        var parameter = find(name).orElseThrow(Parameters::notFound);
        var version = colon < 0 ? parameter.latest() : version(parameter, selector.substring(colon + 1));
        return parameter.read(version, decrypted);
    }

    private static StoredParameter.Version version(StoredParameter parameter, String number) {
        if (!number.matches("\\d{1,18}")) {
            throw new UnsupportedOperationException("labels are not served by the sandbox");
        }
        return parameter.version(Long.parseLong(number)).orElseThrow(() -> ParameterVersionNotFoundException.builder()
                .message("Systems Manager could not find version " + number + " of " + parameter.name()
                        + ". Verify the version and try again.")
                .build());
    }

    static ParameterNotFoundException notFound() {
        return ParameterNotFoundException.builder().build();
    }

    synchronized Optional<StoredParameter> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** @return whether there was one */
    synchronized boolean delete(String name) {
        return byName.remove(name) != null;
    }

    synchronized Page<Parameter> byPath(GetParametersByPathRequest get) {
        if (!get.path().startsWith("/")) {
            throw SsmFaults.validation(
                    "The parameter doesn't meet the parameter name requirements. The parameter name must"
                            + " begin with a forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\""
                            + " (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), -"
                            + " (hyphen), _ (underscore).");
        }
        boolean recursive = Boolean.TRUE.equals(get.recursive());
        boolean decrypted = Boolean.TRUE.equals(get.withDecryption());
        var found = byName.values().stream()
                .filter(parameter -> isBelow(get.path(), recursive, parameter.name()))
                .map(parameter -> parameter.read(parameter.latest(), decrypted))
                .toList();
        return Page.of(found, get.nextToken(), get.maxResults(), MOST_BY_PATH);
    }

    private static boolean isBelow(String path, boolean recursive, String name) {
        var folder = path.endsWith("/") ? path : path + "/";
        return name.startsWith(folder) && (recursive || name.indexOf('/', folder.length()) < 0);
    }

    synchronized Page<ParameterMetadata> describe(DescribeParametersRequest describe) {
        var found = byName.values().stream()
                .filter(all(describe.parameterFilters()))
                .map(StoredParameter::metadata)
                .toList();
        return Page.of(found, describe.nextToken(), describe.maxResults(), MOST_DESCRIBED);
    }

    private static Predicate<StoredParameter> all(List<ParameterStringFilter> filters) {
        return filters.stream().map(Parameters::filter).reduce(parameter -> true, Predicate::and);
    }

    private static Predicate<StoredParameter> filter(ParameterStringFilter filter) {
        var values = filter.values();
        var key = filter.key();
        if (key.startsWith("tag:")) {
            return parameter -> {
                var tag = parameter.tags().get(key.substring("tag:".length()));
                return tag != null && (values.isEmpty() || values.contains(tag));
            };
        }
        return switch (key) {
            case "Name" -> parameter -> values.stream().anyMatch(value -> named(parameter, filter.option(), value));
            case "Path" ->
                parameter -> values.stream()
                        .anyMatch(path -> isBelow(path, "Recursive".equals(filter.option()), parameter.name()));
            case "Type" ->
                parameter -> values.contains(parameter.latest().type().toString());
            default ->
                throw InvalidFilterKeyException.builder()
                        .message("The specified filter key isn't valid: " + key)
                        .build();
        };
    }

    private static boolean named(StoredParameter parameter, String option, String value) {
        return "BeginsWith".equals(option)
                ? parameter.name().startsWith(value)
                : parameter.name().equals(value);
    }
}
