package dev.replatform.migration;

import dev.replatform.aws.AwsClients;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Peers;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.util.function.Function;

/**
 * With what a stage sees. It never writes.
 *
 * @param source null where the source did not let the operator in, or need not be asked
 * @param target null where the target did not let the operator in
 */
public record Sight(AwsClients aws, Peers peers, Jobs jobs, Jobs cutovers, Session source, Session target) {
    /** @return what the source answers */
    public <T> Seen<T> ofSource(Function<Session, T> question) {
        return ask(source, "source", question);
    }

    /** @return what the target answers */
    public <T> Seen<T> ofTarget(Function<Session, T> question) {
        return ask(target, "target", question);
    }

    /** @return what is known of a job */
    public JobState job(dev.replatform.ownership.Owner owner, String work, String inputs) {
        return jobs.state(owner, work, inputs);
    }

    /** @return the reason and a stable sentence for what PostgreSQL refused */
    public static Problem problem(String where, SqlFailure failure) {
        var reason =
                switch (failure.kind()) {
                    case UNREACHABLE, NO_SUCH_DATABASE -> FailureReason.DATABASE_UNREACHABLE;
                    case LOGIN_REFUSED -> FailureReason.LOGIN_REFUSED;
                    case NO_PG_HBA_LINE -> FailureReason.NO_PG_HBA_LINE;
                    case PERMISSION_DENIED -> FailureReason.PERMISSION_DENIED;
                    case BUSY -> FailureReason.DATABASE_BUSY;
                    case OTHER -> FailureReason.DATABASE_UNREACHABLE;
                };
        return new Problem(reason, "%s: %s".formatted(where, failure.getMessage()));
    }

    private static <T> Seen<T> ask(Session session, String where, Function<Session, T> question) {
        if (session == null) {
            return Seen.unknown(FailureReason.DATABASE_UNREACHABLE, "The %s could not be asked".formatted(where));
        }
        try {
            return Seen.present(question.apply(session));
        } catch (SqlFailure e) {
            return Seen.unknown(problem(where, e));
        }
    }
}
