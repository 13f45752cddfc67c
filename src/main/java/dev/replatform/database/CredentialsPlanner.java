package dev.replatform.database;

import dev.replatform.database.DatabaseSteps.GenerateCredentials;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets.Written;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.regex.Pattern;

/** The rules of a Database's Secrets, as far as they hold whether there is an instance or not. */
final class CredentialsPlanner {
    /** What RDS takes: 8 to 128 printable ASCII characters but slash, quote, at sign and space. */
    private static final Pattern RDS_PASSWORD = Pattern.compile("[!#-.0-?A-~]{8,128}");

    private static final Pattern RDS_USERNAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,15}");

    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Plan.Builder<Means> plan;

    CredentialsPlanner(EffectiveDatabase spec, ObservedDatabase observed, Plan.Builder<Means> plan) {
        this.spec = spec;
        this.observed = observed;
        this.plan = plan;
    }

    void plan() {
        refuseForeign(observed.connectionSecret(), spec.connectionSecretName(), "spec.connectionSecretName");
        if (spec.credentials().generate() != null) {
            refuseForeign(
                    observed.generated(),
                    spec.credentials().generate().secretName(),
                    "spec.credentials.generate.secretName");
            if (observed.generated().isAbsent() && !plan.hasProblems()) {
                generate();
            }
        }
        observed.credentials().value().ifPresent(this::check);
    }

    /** Once only: a password that is made again would be another one than the instance's. */
    private void generate() {
        var generate = spec.credentials().generate();
        if (observed.instance().isAbsent()) {
            plan.step(new GenerateCredentials(spec.owner(), generate.secretName(), generate.username()));
        } else {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "Secret %s was generated once and is gone: make it again with the keys username and password; another password is then set in RDS"
                            .formatted(generate.secretName())));
        }
    }

    private void refuseForeign(Seen<Written> seen, String name, String field) {
        seen.value()
                .filter(secret -> !spec.owner().id().equals(secret.ownerId()))
                .ifPresent(secret -> plan.problem(new Problem(
                        FailureReason.CONFLICT,
                        "Secret %s exists and was not made for this Database: choose another %s"
                                .formatted(name, field))));
    }

    private void check(Login login) {
        var secret = spec.credentials().login().name();
        if (!RDS_USERNAME.matcher(login.username()).matches()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SECRET,
                    "the user name in Secret %s is not one that RDS takes: 1 to 16 letters, digits or underscores, a letter first"
                            .formatted(secret)));
        }
        if (!RDS_PASSWORD.matcher(login.password()).matches()) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SECRET,
                    "the password in Secret %s is not one that RDS takes: 8 to 128 printable ASCII characters without / \" @ and space"
                            .formatted(secret)));
        }
    }
}
