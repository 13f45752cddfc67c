package dev.replatform.database;

import dev.replatform.api.v1alpha1.Adoption;
import dev.replatform.api.v1alpha1.DatabaseSpec.RebootPolicy;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsModification;
import dev.replatform.database.DatabaseSteps.Means;
import dev.replatform.database.DatabaseSteps.ModifyInstance;
import dev.replatform.database.DatabaseSteps.ModifySubnetGroup;
import dev.replatform.database.DatabaseSteps.RebootInstance;
import dev.replatform.database.DatabaseSteps.TagInstance;
import dev.replatform.database.DatabaseSteps.WriteConnectionSecret;
import dev.replatform.database.LoginProof.Outcome;
import dev.replatform.ownership.Claim.Standing;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Step;
import dev.replatform.secrets.Login;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What becomes of an instance that is there and ours, or about to be. */
final class InstancePlanner {
    /** So long RDS may take to show what it was asked for. */
    private static final Duration UNTIL_SHOWN = Duration.ofMinutes(1);

    private final EffectiveDatabase spec;
    private final ObservedDatabase observed;
    private final Instance live;
    private final Plan.Builder<Means> plan;
    private final Instant now;
    private boolean changes;

    InstancePlanner(
            EffectiveDatabase spec, ObservedDatabase observed, Instance live, Plan.Builder<Means> plan, Instant now) {
        this.spec = spec;
        this.observed = observed;
        this.live = live;
        this.plan = plan;
        this.now = now;
    }

    /** @return whether anything in AWS is to be changed, now or when the instance allows it */
    boolean wouldChange() {
        return changes || plan.hasProblems();
    }

    void planChanges(Login login) {
        if (live.hasFailed()) {
            plan.problem(new Problem(
                    FailureReason.RESOURCE_FAILED,
                    "RDS instance %s is in state %s".formatted(live.identifier(), live.status())));
        }
        if (!live.isUsable()) {
            planParameters();
            waitForInstance();
            return;
        }
        refuseWhatCannotChange(login);
        planTags();
        planSubnets();
        planParameters();
        planModification();
        planPassword(login);
        planReboot();
    }

    /** The Secret that applications read, once its password is known to be the instance's, as far as one can know. */
    void planConnection(Login login) {
        if (!live.isUsable() || isPasswordDue(login) || plan.hasProblems()) {
            return;
        }
        var connection = connection(login);
        if (!observed.connectionSecret().is(secret -> secret.data().equals(connection))) {
            plan.step(new WriteConnectionSecret(spec.owner(), spec.connectionSecretName(), connection));
        }
    }

    private void due(Step<Means> step) {
        changes = true;
        plan.step(step);
    }

    private void waitForInstance() {
        plan.waitFor("Wait for RDS instance %s (%s)".formatted(live.identifier(), live.status()));
    }

    private void refuseWhatCannotChange(Login login) {
        if (!login.username().equals(live.masterUsername())) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SECRET,
                    "the master user of RDS instance %s is %s and cannot be changed: put this name into Secret %s"
                            .formatted(
                                    live.identifier(),
                                    live.masterUsername(),
                                    spec.credentials().login().name())));
        }
        if (!spec.makesSubnetGroup() && !spec.subnetGroup().equals(live.subnetGroup())) {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "RDS instance %s stands in DB subnet group %s and is not moved: declare it as spec.network.subnetGroupName"
                            .formatted(live.identifier(), live.subnetGroup())));
        }
    }

    private void planTags() {
        var missing = new HashMap<>(spec.tags());
        missing.entrySet().removeAll(live.tags().entrySet());
        missing.remove(dev.replatform.ownership.Owner.TAG);
        if (!missing.isEmpty()) {
            var there = new TreeMap<>(live.tags());
            there.keySet().retainAll(missing.keySet());
            plan.differs(new Drift("spec.tags", new TreeMap<>(missing).toString(), there.toString()));
            due(new TagInstance(live.identifier(), live.arn(), Map.copyOf(missing)));
        }
    }

    private void planSubnets() {
        if (!spec.makesSubnetGroup() || live.subnetIds().equals(Set.copyOf(spec.subnetIds()))) {
            return;
        }
        if (spec.subnetGroup().equals(live.subnetGroup())) {
            plan.differs(new Drift(
                    "spec.network.subnetIds",
                    spec.subnetIds().stream().sorted().toList().toString(),
                    live.subnetIds().stream().sorted().toList().toString()));
            due(new ModifySubnetGroup(spec.subnetGroup(), spec.subnetIds()));
        } else {
            plan.problem(new Problem(
                    FailureReason.INVALID_SPEC,
                    "RDS instance %s stands in DB subnet group %s, which is not this object's to change: declare it as spec.network.subnetGroupName"
                            .formatted(live.identifier(), live.subnetGroup())));
        }
    }

    private void planParameters() {
        new ParametersPlanner(spec, observed, live).steps(plan).forEach(this::due);
    }

    private void planModification() {
        var differences = new InstanceDifferences(spec, observed.versions(), live, plan);
        differences.compare();
        new ParametersPlanner(spec, observed, live).group().ifPresent(differences::compareParameterGroup);
        if (!differences.modification().isEmpty()) {
            modify(differences.modification(), differences.changes());
        } else if (!live.isModifiable() && !InstanceDifferences.pending(live).isEmpty()) {
            waitForInstance();
        }
    }

    private void modify(RdsModification modification, List<String> words) {
        changes = true;
        if (!live.isModifiable()) {
            waitForInstance();
        } else if (wasJustAskedFor(modification)) {
            plan.waitFor("Wait until RDS shows: " + String.join(", ", words));
        } else {
            plan.step(new ModifyInstance(spec.owner(), live.identifier(), modification, words));
        }
    }

    private boolean wasJustAskedFor(RdsModification modification) {
        return observed.lastModification()
                .filter(last -> last.what().equals(modification))
                .filter(last -> now.isBefore(last.at().plus(UNTIL_SHOWN)))
                .isPresent();
    }

    private void planPassword(Login login) {
        if (live.pending().masterPassword()) {
            plan.waitFor("Wait until RDS has set the master password");
        } else if (isPasswordDue(login) && wasSet(login) && !wasJustAskedFor(password(login))) {
            plan.problem(new Problem(
                    FailureReason.LOGIN_REFUSED,
                    "the password of Secret %s was set in RDS and is refused all the same: look whether role %s may log in"
                            .formatted(spec.credentials().login().name(), login.username())));
        } else if (isPasswordDue(login)) {
            modify(password(login), List.of("master password"));
        }
    }

    /**
     * A refused login is the proof. Where nobody can log in from here, the password that was published last is the one that
     * was set last.
     */
    private boolean isPasswordDue(Login login) {
        return observed.login().is(Outcome.REFUSED)
                || (observed.login().is(Outcome.UNKNOWN)
                        && observed.connectionSecret().is(secret -> !login.password()
                                .equals(secret.data().get("password")))
                        && !wasSet(login));
    }

    private boolean wasSet(Login login) {
        return observed.lastModification()
                .filter(last -> last.what().equals(password(login)))
                .isPresent();
    }

    private RdsModification password(Login login) {
        var modification = new RdsModification(live.identifier(), spec.applyImmediately());
        modification.masterPassword(login.password());
        return modification;
    }

    private void planReboot() {
        var nobodyRelies = spec.claim().adoption() == Adoption.Never
                && spec.claim().on(live.tags()) == Standing.OURS
                && observed.holdsRows().is(holds -> !holds);
        if ("pending-reboot".equals(live.parameterStatus())
                && (spec.rebootPolicy() == RebootPolicy.WhenPending || nobodyRelies)) {
            if (live.isModifiable()) {
                due(new RebootInstance(live.identifier()));
            } else {
                waitForInstance();
            }
        }
    }

    private Map<String, String> connection(Login login) {
        var url = "%s:%d/%s".formatted(live.host(), live.port(), spec.databaseName());
        return Map.of(
                "host", live.host(),
                "port", String.valueOf(live.port()),
                "database", spec.databaseName(),
                "username", login.username(),
                "password", login.password(),
                "uri", "postgresql://%s:%s@%s".formatted(encoded(login.username()), encoded(login.password()), url),
                "jdbc-url", "jdbc:postgresql://" + url);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
