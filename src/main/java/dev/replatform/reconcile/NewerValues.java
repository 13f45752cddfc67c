package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds a value that only a newer CRD knows. It is read as the enum's {@code UNKNOWN}, so that it stops nothing but its own
 * object; of that one nothing is done, as nothing is guessed.
 */
final class NewerValues {
    private static final String UNKNOWN = "UNKNOWN";

    private NewerValues() {}

    /** @throws ProblemException where there is one, named as people write it */
    static void refuseIn(KindSpec spec) {
        find("spec", spec).ifPresent(field -> {
            throw new ProblemException(
                    FailureReason.WRITTEN_FOR_NEWER_VERSION,
                    field + " has a value that this operator does not know: set one that it knows, or update it");
        });
    }

    private static Optional<String> find(String field, Object value) {
        if (value instanceof Enum<?> constant && constant.name().equals(UNKNOWN)) {
            return Optional.of(field);
        } else if (value instanceof Record part) {
            return first(Arrays.stream(part.getClass().getRecordComponents())
                    .map(component -> find(field + "." + component.getName(), read(part, component))));
        } else if (value instanceof List<?> items) {
            return first(IntStream.range(0, items.size())
                    .mapToObj(index -> find("%s[%d]".formatted(field, index), items.get(index))));
        } else {
            return Optional.empty();
        }
    }

    private static Optional<String> first(Stream<Optional<String>> found) {
        return found.flatMap(Optional::stream).findFirst();
    }

    private static Object read(Record part, RecordComponent component) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }
}
