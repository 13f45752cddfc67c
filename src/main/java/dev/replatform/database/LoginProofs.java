package dev.replatform.database;

import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.secrets.Login;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs in as the master user: the only proof that a password is the one of the Secret, as RDS never tells it. What came of
 * it is remembered for a while, so that a quiet instance is asked every five minutes; a refusal is not, and another
 * password or another wish to look is asked at once.
 */
final class LoginProofs {
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Asked> byUid = new ConcurrentHashMap<>();

    private record Asked(PostgresAddress address, Login login, String lookedAtFor, Instant at, LoginProof proof) {
        boolean answers(PostgresAddress address, Login login, String lookedAtFor, Instant now) {
            return this.address.equals(address)
                    && this.login.equals(login)
                    && java.util.Objects.equals(this.lookedAtFor, lookedAtFor)
                    && now.isBefore(at.plus(REMEMBERED));
        }
    }

    LoginProofs(Clock clock) {
        this.clock = clock;
    }

    /** @param lookedAtFor changes where the object is to be looked at now; null where nobody asked */
    LoginProof of(String uid, PostgresAddress address, Login login, String lookedAtFor) {
        var earlier = byUid.get(uid);
        if (earlier != null && earlier.answers(address, login, lookedAtFor, clock.instant())) {
            return earlier.proof();
        }
        var proof = login(address, login);
        if (proof.is(LoginProof.Outcome.REFUSED)) {
            forget(uid);
        } else {
            byUid.put(uid, new Asked(address, login, lookedAtFor, clock.instant(), proof));
        }
        return proof;
    }

    void forget(String uid) {
        byUid.remove(uid);
    }

    private static LoginProof login(PostgresAddress address, Login login) {
        try (var session = Session.open(address, login, Session.SHORT)) {
            return LoginProof.LOGGED_IN;
        } catch (SqlFailure e) {
            return e.kind() == SqlFailure.Kind.LOGIN_REFUSED
                    ? LoginProof.REFUSED
                    : LoginProof.unknown(new Problem(
                            FailureReason.DATABASE_UNREACHABLE,
                            "The operator could not log in to %s, so the password is not proved: %s"
                                    .formatted(address.inWords(), e.getMessage())));
        }
    }
}
