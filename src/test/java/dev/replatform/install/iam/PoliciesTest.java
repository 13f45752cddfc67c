package dev.replatform.install.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.iam.Access;
import dev.replatform.sandbox.aws.iam.PolicyDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies against each call that the operator can make, and against what AWS says of every action in them. */
class PoliciesTest {
    @TempDir
    static Path folder;

    private static EveryCall calls;

    @BeforeAll
    static void makeEveryCallOnce() throws InterruptedException {
        calls = new EveryCall(folder);
        calls.all();
    }

    @AfterAll
    static void close() {
        calls.close();
    }

    @Test
    void everyCallInTheOperatorsByteCodeWasMade() {
        var made = calls.aws.calls().all().by(EveryCall.KEY).byOperation().keySet();

        assertThat(OperatorCalls.inByteCode()).isNotEmpty().allSatisfy(call -> assertThat(made)
                .as("EveryCall makes each call of the operator, also a new one")
                .contains(call));
    }

    @Test
    void noCallIsRefused() {
        assertThat(calls.refused).isEmpty();
    }

    @Test
    void withoutAnyOneActionSomeCallIsRefused() throws IOException {
        var superfluous = new ArrayList<String>();
        for (var policy : Policies.all()) {
            for (var statement : policy.statements()) {
                for (var action : statement.allows() ? statement.actions() : List.<String>of()) {
                    if (allowsAll(with(policy, statement, statement.without(action)))) {
                        superfluous.add("%s of %s in %s".formatted(action, statement.sid(), policy.name()));
                    }
                }
            }
        }
        assertThat(superfluous).isEmpty();
    }

    @Test
    void noResourceOfAStatementIsThereForNothing() throws IOException {
        var superfluous = new ArrayList<String>();
        for (var policy : Policies.all()) {
            for (var statement : policy.statements()) {
                for (var resource : statement.allows() ? statement.resources() : List.<String>of()) {
                    if (allowsAll(with(policy, statement, statement.withoutResource(resource)))) {
                        superfluous.add("%s of %s in %s".formatted(resource, statement.sid(), policy.name()));
                    }
                }
            }
        }
        assertThat(superfluous).isEmpty();
    }

    @Test
    void whatAwsAsksIsWhatItsReferenceKnows() {
        for (var access : calls.caller.asked()) {
            assertThat(ServiceAuthorization.actions()).contains(access.action());
            if (!access.resource().equals("*")) {
                assertThat(ServiceAuthorization.knows(access.action(), access.resource()))
                        .as("%s about %s", access.action(), access.resource())
                        .isTrue();
            }
            assertThat(generic(access.context().keySet()))
                    .as("%s about %s", access.action(), access.resource())
                    .isSubsetOf(lowerCase(ServiceAuthorization.keys(access.action(), access.resource())));
        }
    }

    @Test
    void aStatementAsksOnlyForWhatItsActionsKnow() {
        for (var policy : Policies.all()) {
            for (var statement : policy.statements()) {
                for (var action : statement.actions()) {
                    checkAgainstReference(statement, action);
                }
            }
        }
    }

    @Test
    void everythingStandsForAResourceOnlyWhereAwsKnowsNone() {
        var wide = Policies.all().stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.allows() && statement.resources().contains("*"))
                .flatMap(statement -> statement.actions().stream())
                .filter(ServiceAuthorization::hasResources);

        assertThat(wide).isEmpty();
    }

    @Test
    void noActionHasAWildcard() {
        assertThat(Policies.all().stream()
                        .flatMap(policy -> policy.statements().stream())
                        .flatMap(statement -> statement.actions().stream()))
                .isNotEmpty()
                .noneMatch(action -> action.contains("*"));
    }

    @Test
    void everyReasonWhyNoTagIsAskedForIsNeeded() {
        assertThat(Unconditioned.superfluous(Policies.all())).isEmpty();
    }

    private static void checkAgainstReference(Statement statement, String action) {
        if (!statement.resources().contains("*")) {
            assertThat(statement.resources())
                    .as("%s in %s", action, statement.sid())
                    .anyMatch(resource -> ServiceAuthorization.knows(action, resource));
        }
        var known = statement.resources().stream()
                .flatMap(resource -> ServiceAuthorization.keys(action, resource).stream())
                .collect(Collectors.toSet());
        var asked = statement.conditions().entrySet().stream()
                .filter(condition -> !condition.getKey().endsWith("IfExists"))
                .flatMap(condition -> condition.getValue().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(generic(asked)).as("%s in %s", action, statement.sid()).isSubsetOf(lowerCase(known));
    }

    private static List<PolicyDocument> with(Policy policy, Statement statement, Statement other) throws IOException {
        return filledIn(Policies.all().stream().map(it -> it.equals(policy) ? it.with(statement, other) : it));
    }

    private static List<PolicyDocument> filledIn(Stream<Policy> policies) throws IOException {
        var documents = new ArrayList<PolicyDocument>();
        for (var policy : policies.filter(it -> !it.statements().isEmpty()).toList()) {
            documents.add(PolicyDocument.parse(EveryCall.FILES.fill(IamFiles.json(policy))));
        }
        return documents;
    }

    private static boolean allowsAll(List<PolicyDocument> policies) {
        return calls.caller.asked().stream().allMatch((Access access) -> BoundCaller.isAllowed(policies, access));
    }

    /** {@code aws:ResourceTag/replatform.dev/owner} is {@code aws:ResourceTag/${TagKey}} in the reference. */
    private static Set<String> generic(Collection<String> keys) {
        return lowerCase(keys.stream()
                .map(key -> key.replaceFirst("(?i)(tag)/.*", "$1/\\${TagKey}"))
                .toList());
    }

    private static Set<String> lowerCase(Collection<String> keys) {
        return keys.stream()
                .map(key -> key.replace("/tag-key", "/${TagKey}").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
