package dev.replatform.sandbox.aws.dms.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Extra connection attributes of a PostgreSQL endpoint, those that the engine honors. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source.PostgreSQL.ConnectionAttrib">User
 * guide</a>.
 *
 * @param mapUnboundedNumericAsString whether a numeric without precision goes as text; it counts only where both ends say so
 * @param unboundedVarcharMaxSize bytes of a varchar without a length
 */
public record EndpointAttributes(boolean mapUnboundedNumericAsString, int unboundedVarcharMaxSize) {
    private static final int DEFAULT_VARCHAR = 8000;
    private static final int LARGEST_VARCHAR = 10_485_760;

    /**
     * @param attributes {@code name=value;name=value}; null for none
     * @throws InvalidTask where one is not honored here
     */
    public static EndpointAttributes parse(String attributes) {
        var given = attributes == null
                ? Map.<String, String>of()
                : Arrays.stream(attributes.split(";", -1))
                        .filter(it -> !it.isEmpty())
                        .map(it -> it.split("=", 2))
                        .collect(Collectors.toMap(it -> it[0], it -> it[it.length - 1]));
        given.keySet().forEach(EndpointAttributes::check);
        var size = Integer.parseInt(given.getOrDefault("unboundedVarcharMaxSize", String.valueOf(DEFAULT_VARCHAR)));
        if (size < 1 || size > LARGEST_VARCHAR) {
            throw new InvalidTask("unboundedVarcharMaxSize cannot be " + size);
        }
        return new EndpointAttributes("true".equals(given.get("MapUnboundedNumericAsString")), size);
    }

    private static void check(String name) {
        if (!name.equals("MapUnboundedNumericAsString") && !name.equals("unboundedVarcharMaxSize")) {
            throw new InvalidTask("extra connection attribute " + name + " is not served by the sandbox");
        }
    }
}
