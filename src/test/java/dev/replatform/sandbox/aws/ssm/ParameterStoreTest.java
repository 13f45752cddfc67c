package dev.replatform.sandbox.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.box.Boxes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.HierarchyLevelLimitExceededException;
import software.amazon.awssdk.services.ssm.model.HierarchyTypeMismatchException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.SsmException;
import software.amazon.awssdk.services.ssm.model.Tag;

class ParameterStoreTest {
    private final SandboxSsm sandbox = new SandboxSsm(new Boxes(), Delays.TESTS, (role, action, resource) -> false);
    private final SsmClient ssm = sandbox;

    @AfterEach
    void close() {
        ssm.close();
    }

    private void put(String name, String value, UnaryOperator<PutParameterRequest.Builder> more) {
        ssm.putParameter(more.apply(PutParameterRequest.builder().name(name).value(value))
                .build());
    }

    private static PutParameterRequest.Builder string(PutParameterRequest.Builder put) {
        return put.type(ParameterType.STRING);
    }

    private static void refused(ThrowingCallable call, String code, String text) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SsmException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(text);
        });
    }

    private String value(String name) {
        return ssm.getParameter(get -> get.name(name)).parameter().value();
    }

    @Test
    void anOverwriteMakesTheNextVersionAndKeepsTheType() {
        put("/a/host", "old", ParameterStoreTest::string);
        put("/a/host", "new", put -> put.overwrite(true));

        assertThat(value("/a/host")).isEqualTo("new");
        assertThat(value("/a/host:1")).isEqualTo("old");
        assertThat(ssm.getParameter(get -> get.name("/a/host")).parameter().version())
                .isEqualTo(2);
        assertThatThrownBy(() -> value("/a/host:3")).isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void anExistingParameterIsOverwrittenOnlyWhenAsked() {
        put("/a/host", "old", ParameterStoreTest::string);

        assertThatThrownBy(() -> put("/a/host", "new", ParameterStoreTest::string))
                .isInstanceOf(ParameterAlreadyExistsException.class)
                .hasMessageContaining("To overwrite this value, set the overwrite option in the request to true.");
        assertThat(value("/a/host")).isEqualTo("old");
    }

    @Test
    void aTypeNeverChanges() {
        put("/a/password", "v", ParameterStoreTest::string);

        assertThatThrownBy(
                        () -> put("/a/password", "v", put -> put.overwrite(true).type(ParameterType.SECURE_STRING)))
                .isInstanceOf(HierarchyTypeMismatchException.class);
    }

    @Test
    void tagsAndOverwriteExcludeEachOther() {
        var tag = Tag.builder().key("k").value("v").build();

        refused(
                () -> put("/a", "v", put -> string(put).overwrite(true).tags(tag)),
                "ValidationException",
                "tags and overwrite can't be used together");
    }

    @Test
    void aSecureStringIsReadInClearOnlyWhenAsked() {
        put("/a/password", "correct horse", put -> put.type(ParameterType.SECURE_STRING));

        assertThat(value("/a/password")).doesNotContain("correct horse");
        assertThat(ssm.getParameter(get -> get.name("/a/password").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("correct horse");
        assertThat(ssm.describeParameters().parameters())
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.keyId()).isEqualTo("alias/aws/ssm"));
    }

    @Test
    void manyAreReadByNameAndTheUnknownAreNamed() {
        put("/a/one", "1", ParameterStoreTest::string);

        var answer = ssm.getParameters(get -> get.names("/a/one", "/a/two"));

        assertThat(answer.parameters()).extracting("name").containsExactly("/a/one");
        assertThat(answer.invalidParameters()).containsExactly("/a/two");
    }

    @Test
    void aPathIsReadInPagesOfTen() {
        IntStream.range(0, 23).forEach(i -> put("/a/p" + i, "v", ParameterStoreTest::string));
        put("/ab/other", "v", ParameterStoreTest::string);
        put("/a/deep/er", "v", ParameterStoreTest::string);

        var pages = ssm.getParametersByPathPaginator(get -> get.path("/a")).stream()
                .map(page -> page.parameters().size())
                .toList();
        var all = ssm.getParametersByPathPaginator(get -> get.path("/a/").recursive(true)).stream()
                .flatMap(page -> page.parameters().stream())
                .toList();

        assertThat(pages).containsExactly(10, 10, 3);
        assertThat(all).hasSize(24).extracting("name").contains("/a/deep/er");
    }

    @Test
    void parametersAreFoundByTagAndBeginningOfTheirName() {
        var owner = Tag.builder().key("replatform.dev/owner").value("demo/a/b").build();
        put("/a/mine", "v", put -> string(put).tags(owner));
        put("/a/other", "v", ParameterStoreTest::string);

        assertThat(described("tag:replatform.dev/owner", "Equals", "demo/a/b")).containsExactly("/a/mine");
        assertThat(described("Name", "BeginsWith", "/a/")).containsExactly("/a/mine", "/a/other");
        assertThat(described("Path", "Recursive", "/b")).isEmpty();
    }

    private List<String> described(String key, String option, String value) {
        var filter = ParameterStringFilter.builder()
                .key(key)
                .option(option)
                .values(value)
                .build();
        return ssm.describeParameters(describe -> describe.parameterFilters(filter)).parameters().stream()
                .map(parameter -> parameter.name())
                .toList();
    }

    @Test
    void tagsAreAddedListedAndRemoved() {
        put("/a", "v", ParameterStoreTest::string);
        var one = Tag.builder().key("one").value("1").build();
        var two = Tag.builder().key("two").value("2").build();

        ssm.addTagsToResource(add -> add.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/a")
                .tags(one, two));
        ssm.removeTagsFromResource(remove -> remove.resourceType(ResourceTypeForTagging.PARAMETER)
                .resourceId("/a")
                .tagKeys("one"));

        assertThat(ssm.listTagsForResource(list -> list.resourceType(ResourceTypeForTagging.PARAMETER)
                                .resourceId("/a"))
                        .tagList())
                .containsExactly(two);
        assertThatThrownBy(() -> ssm.listTagsForResource(list ->
                        list.resourceType(ResourceTypeForTagging.PARAMETER).resourceId("/b")))
                .isInstanceOf(InvalidResourceIdException.class);
    }

    @Test
    void whatIsDeletedIsGone() {
        put("/a", "v", ParameterStoreTest::string);

        var answer = ssm.deleteParameters(delete -> delete.names("/a", "/b"));

        assertThat(answer.deletedParameters()).containsExactly("/a");
        assertThat(answer.invalidParameters()).containsExactly("/b");
        assertThatThrownBy(() -> value("/a")).isInstanceOf(ParameterNotFoundException.class);
        assertThatThrownBy(() -> ssm.deleteParameter(delete -> delete.name("/a")))
                .isInstanceOf(ParameterNotFoundException.class);
    }

    @Test
    void aStandardParameterHoldsFourKilobytesAndAnAdvancedOneEight() {
        refused(
                () -> put("/a", "x".repeat(4097), ParameterStoreTest::string),
                "ValidationException",
                "Standard tier parameters support a maximum parameter value of 4096 characters");
        put("/a", "x".repeat(8192), put -> string(put).tier(ParameterTier.ADVANCED));
        refused(
                () -> put("/a", "x", put -> put.overwrite(true).tier(ParameterTier.STANDARD)),
                "ValidationException",
                "You can't downgrade a parameter");
        put("/b", "x".repeat(4097), put -> string(put).tier(ParameterTier.INTELLIGENT_TIERING));

        assertThat(ssm.describeParameters().parameters())
                .extracting(parameter -> parameter.tier())
                .containsOnly(ParameterTier.ADVANCED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a/b         | ValidationException   | must be a fully qualified name
                    /a//b       | ValidationException   | can consist of sub-paths
                    /a/ä        | ValidationException   | can consist of sub-paths
                    /a/b/       | ValidationException   | can consist of sub-paths
                    /Ssm/a      | ValidationException   | can't be prefixed with "ssm"
                    /aws/a      | AccessDeniedException | No access to reserved parameter name: /aws/a.
                    """)
    void aNameThatBreaksTheRulesIsRefused(String name, String code, String text) {
        refused(() -> put(name, "v", ParameterStoreTest::string), code, text);
    }

    @Test
    void aHierarchyIsFifteenLevelsDeep() {
        put("/l".repeat(15), "v", ParameterStoreTest::string);

        assertThatThrownBy(() -> put("/l".repeat(16), "v", ParameterStoreTest::string))
                .isInstanceOf(HierarchyLevelLimitExceededException.class);
    }

    @Test
    void valuesAreCheckedToo() {
        refused(() -> put("/a", "", ParameterStoreTest::string), "ValidationException", "greater than or equal to 1");
        refused(() -> put("/a", "{{b}}", ParameterStoreTest::string), "ValidationException", "can't nest");
        refused(() -> put("/a", "v", put -> put), "ValidationException", "A parameter type is required");
    }

    @Test
    void onlyAHundredVersionsAreKept() {
        put("/a", "1", ParameterStoreTest::string);
        IntStream.rangeClosed(2, 101).forEach(i -> put("/a", "" + i, put -> put.overwrite(true)));

        assertThat(value("/a:2")).isEqualTo("2");
        assertThatThrownBy(() -> value("/a:1")).isInstanceOf(ParameterVersionNotFoundException.class);
    }

    @Test
    void putsAreThrottledWhereALimitIsSet() {
        var now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
        sandbox.parameters().limitPuts(3, now::get);
        Map.of("/a", "1", "/b", "2", "/c", "3").forEach((name, value) -> put(name, value, ParameterStoreTest::string));

        refused(() -> put("/d", "4", ParameterStoreTest::string), "ThrottlingException", "Rate exceeded");
        now.set(now.get().plusSeconds(1));
        put("/d", "4", ParameterStoreTest::string);
    }
}
