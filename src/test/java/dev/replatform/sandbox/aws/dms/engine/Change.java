package dev.replatform.sandbox.aws.dms.engine;

import java.util.List;
import java.util.Map;

/** One message of the slot, as test_decoding prints it. Values are text; null is SQL's null. */
sealed interface Change {
    /** A transaction of the source begins. */
    record Begin() implements Change {}

    /** It ends; its position is that of the message. */
    record Commit() implements Change {}

    record Insert(TableName table, Map<String, String> row) implements Change {}

    /**
     * @param oldKey what told the row apart before; empty where that did not change
     * @param row the new values; a long value that did not change is missing
     */
    record Update(TableName table, Map<String, String> oldKey, Map<String, String> row) implements Change {}

    /** @param key what tells the row apart; empty where the table has no key */
    record Delete(TableName table, Map<String, String> key) implements Change {}

    record Truncate(List<TableName> tables) implements Change {}

    /** A message that carries no row. */
    record Other() implements Change {}
}
