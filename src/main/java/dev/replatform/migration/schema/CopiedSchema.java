package dev.replatform.migration.schema;

import java.util.List;
import java.util.Map;

/**
 * What a schema copy came to.
 *
 * @param unhandled objects that are not copied
 */
public record CopiedSchema(PreparedTables tables, List<String> unhandled) {
    /** Journal detail: objects that are not copied, a line each. */
    public static final String UNHANDLED = "unhandled";

    /** @return what the journal keeps */
    public Map<String, String> detail() {
        var detail = tables.detail();
        detail.put(UNHANDLED, String.join("\n", unhandled));
        return detail;
    }
}
