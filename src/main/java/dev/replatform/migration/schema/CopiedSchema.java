package dev.replatform.migration.schema;

import java.util.Map;

/** What the schema copy before the load came to. */
public record CopiedSchema(PreparedTables tables, NotCopied notCopied) {
    /** @return what the journal keeps */
    public Map<String, String> detail() {
        var detail = tables.detail();
        detail.putAll(notCopied.detail());
        return detail;
    }
}
