package dev.replatform.sandbox.aws.codec;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.RequiredTrait;

/**
 * Finds the operation behind method, path and query. Where several share them (PUT of a key is PutObject, CopyObject,
 * UploadPart and UploadPartCopy) the one wins that asks for most and gets it.
 */
final class RestRouter {
    /** An operation and the values of its path's labels. */
    record Match(Operation operation, Map<String, String> labels) {}

    private record Route(Operation operation, RestPattern pattern, boolean ofBucket, List<SdkField<?>> required) {
        static Route to(Operation operation) {
            var members = ((SdkPojo) operation.newRequest()).sdkFields();
            return new Route(
                    operation,
                    RestPattern.of(operation.binding().requestUri()),
                    members.stream().anyMatch(RestRouter::isBucket),
                    members.stream().filter(Route::isRequiredOutsideTheBody).toList());
        }

        private static boolean isRequiredOutsideTheBody(SdkField<?> field) {
            boolean outside =
                    field.location() == MarshallLocation.QUERY_PARAM || field.location() == MarshallLocation.HEADER;
            return outside && field.containsTrait(RequiredTrait.class);
        }

        Stream<Match> match(HttpCall call, RestTarget target) {
            boolean fits = operation.binding().httpMethod().name().equals(call.method())
                    && ofBucket == target.bucket().isPresent()
                    && required.stream().allMatch(field -> isSent(field, call));
            return fits
                    ? pattern.match(target.path(), call.query()).stream().map(labels -> new Match(operation, labels))
                    : Stream.empty();
        }

        private static boolean isSent(SdkField<?> field, HttpCall call) {
            return field.location() == MarshallLocation.HEADER
                    ? call.header(field.locationName()).isPresent()
                    : call.query().containsKey(field.locationName());
        }

        int constraints() {
            return required.size()
                    + pattern.literals()
                    + pattern.fixedQuery().size()
                    - pattern.labels().size();
        }
    }

    private final List<Route> routes;

    /** The routes that ask for most stand first. */
    RestRouter(Stream<Operation> operations) {
        routes = operations
                .map(Route::to)
                .sorted(Comparator.comparingInt(Route::constraints).reversed())
                .toList();
    }

    /** @throws UnsupportedOperationException where nothing fits */
    Match route(HttpCall call, RestTarget target) {
        return routes.stream()
                .flatMap(route -> route.match(call, target))
                .findFirst()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "no operation is known for " + call.method() + " " + call.path()));
    }

    static boolean isBucket(SdkField<?> field) {
        return field.location() == MarshallLocation.PATH && field.locationName().equals("Bucket");
    }
}
