package dev.replatform.postgres;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;

/**
 * A statement or a login that PostgreSQL refused. The message is PostgreSQL's own, on one line, and holds no secret: no
 * statement of ours has a password in it but role passwords, which are sent as SCRAM verifiers.
 */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, as far as it decides what comes next. */
    public enum Kind {
        UNREACHABLE,
        LOGIN_REFUSED,
        NO_PG_HBA_LINE,
        NO_SUCH_DATABASE,
        PERMISSION_DENIED,
        BUSY,
        OTHER
    }

    private final Kind kind;
    private final String sqlState;

    SqlFailure(String what, SQLException e) {
        super(what + ": " + oneLine(e), e);
        this.sqlState = Objects.requireNonNullElse(e.getSQLState(), "");
        this.kind = kind(sqlState, getMessage().toLowerCase(Locale.ROOT));
    }

    public Kind kind() {
        return kind;
    }

    /** @return five characters; empty where PostgreSQL did not answer */
    public String sqlState() {
        return sqlState;
    }

    private static String oneLine(SQLException e) {
        var text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return text.lines().findFirst().orElse("").strip();
    }

    /** See <a href="https://www.postgresql.org/docs/16/errcodes-appendix.html">PostgreSQL's error codes</a>. */
    private static Kind kind(String sqlState, String message) {
        if (message.contains("no pg_hba.conf entry")) {
            return Kind.NO_PG_HBA_LINE;
        }
        if (sqlState.startsWith("28")) {
            return Kind.LOGIN_REFUSED;
        }
        return switch (sqlState) {
            case "3D000" -> Kind.NO_SUCH_DATABASE;
            case "42501" -> Kind.PERMISSION_DENIED;
            case "57014", "55006", "55P03", "40001", "40P01", "53300", "57P03" -> Kind.BUSY;
            default -> sqlState.startsWith("08") || sqlState.startsWith("57P") ? Kind.UNREACHABLE : Kind.OTHER;
        };
    }
}
