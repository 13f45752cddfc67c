package dev.replatform.postgres.checks;

import dev.replatform.postgres.Fence;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The very statements of the fence are run in a transaction that is taken back. */
public final class FenceRefused implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "FenceRefused",
            "the statements of the fence, run and taken back, and the right to end the application's sessions",
            "the cutover fails when everything else is done and paid for",
            "ALTER ROLE \"admin\" CREATEROLE and GRANT each of the application's roles TO \"admin\" WITH ADMIN OPTION; GRANT the database's owner TO \"admin\"; GRANT pg_signal_backend TO \"admin\"",
            Pages.manual("sql-alterrole"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return new Fence(at.source(), at.run().owner(), at.run().number())
                .rehearse(at.logins().application()).stream()
                        .map(refusal -> ABOUT.found(
                                refusal.statement(),
                                "the fence needs it, and PostgreSQL refuses it to the operator's role: "
                                        + refusal.why(),
                                remedy(at, refusal.statement())))
                        .toList();
    }

    private static String remedy(BothEnds at, String statement) {
        var helps =
                switch (statement.split(" ", 3)[0] + " " + statement.split(" ", 3)[1]) {
                    case "CREATE SCHEMA" -> "SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), ?)";
                    case "ALTER DATABASE" ->
                        "SELECT format('GRANT %s TO %I', datdba::regrole, ?) FROM pg_database WHERE datname = current_database()";
                    case "ALTER ROLE" ->
                        "SELECT format('ALTER ROLE %1$I CREATEROLE, and GRANT the role TO %1$I WITH ADMIN OPTION; a superuser takes ALTER ROLE %1$I SUPERUSER', ?)";
                    default ->
                        "SELECT format('GRANT pg_signal_backend TO %1$I; a superuser takes ALTER ROLE %1$I SUPERUSER', ?)";
                };
        return at.source()
                .first(helps, row -> row.getString(1), at.logins().admin())
                .orElse(ABOUT.remedy());
    }
}
