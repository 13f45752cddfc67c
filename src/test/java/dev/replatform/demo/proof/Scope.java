package dev.replatform.demo.proof;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What was to move: a proof looks at nothing else.
 *
 * @param schemas whether a schema's objects are made on the target
 * @param tables whether a table's rows move, by schema and name
 */
public record Scope(Predicate<String> schemas, BiPredicate<String, String> tables) {
    public static final Scope ALL = new Scope(schema -> true, (schema, table) -> true);
}
