package dev.replatform.demo.app;

import java.util.List;

/**
 * One write of the application to one row or file, told so that others can look whether it is there.
 *
 * @param op what is done
 * @param table the table; {@link #FILES} for an uploaded image
 * @param id what tells the row from all others, as text
 * @param value what the row's telling column holds after it; empty for a deletion; an upload's SHA-256
 * @param sql the statement, with {@code ?} for the arguments; empty for an upload
 * @param arguments what stands for the {@code ?}
 */
public record Write(Op op, String table, String id, String value, String sql, List<Object> arguments) {
    public static final String FILES = "(files)";

    /** What a write does to its row. */
    public enum Op {
        INSERT,
        UPDATE,
        DELETE,
        UPLOAD
    }

    static Write insert(String table, Object id, String value, String sql, Object... arguments) {
        return new Write(Op.INSERT, table, id.toString(), value, sql, List.of(arguments));
    }

    static Write update(String table, Object id, String value, String sql, Object... arguments) {
        return new Write(Op.UPDATE, table, id.toString(), value, sql, List.of(arguments));
    }

    static Write delete(String table, Object id, String sql, Object... arguments) {
        return new Write(Op.DELETE, table, id.toString(), "", sql, List.of(arguments));
    }

    static Write upload(String name, String sha256) {
        return new Write(Op.UPLOAD, FILES, name, sha256, "", List.of());
    }
}
