package dev.replatform.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final About GRAVE = About.blocker("Grave", "the key", "rows are lost", "ADD PRIMARY KEY", "page");
    private static final About LIGHT = About.warning("Light", "the clock", "times differ", "SET timezone", "page");

    @Test
    void allFindingsAreToldAtOnce() {
        var found = look(check(GRAVE, () -> List.of(finding(GRAVE))), check(LIGHT, () -> List.of(finding(LIGHT))));

        assertThat(found).containsExactly(finding(GRAVE), finding(LIGHT));
        assertThat(found).extracting(Finding::blocks).containsExactly(true, false);
    }

    @Test
    void aCheckThatCannotLookIsNotAYesAndStopsNoOther() {
        var found = look(
                check(GRAVE, () -> {
                    throw new IllegalStateException("permission denied for pg_authid");
                }),
                check(LIGHT, () -> List.of(finding(LIGHT))));

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.UNKNOWN_BLOCKER, Severity.WARNING);
        assertThat(found.get(0).text())
                .isEqualTo("the check of the key could not look: permission denied for pg_authid");
    }

    @Test
    void whereNoRowDependsOnALookTheMigrationGoesOn() {
        var found = look(check(LIGHT, () -> {
            throw new IllegalStateException("canceled");
        }));

        assertThat(found).extracting(Finding::severity).containsExactly(Severity.UNKNOWN);
        assertThat(found.get(0).blocks()).isFalse();
    }

    private static Finding finding(About about) {
        return about.found("object", "text", "remedy");
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<Finding> look(Check<String>... checks) {
        return Check.all(List.of(checks), "both ends");
    }

    private static Check<String> check(About about, Supplier<List<Finding>> answer) {
        return new Check<>() {
            @Override
            public About about() {
                return about;
            }

            @Override
            public List<Finding> look(String at) {
                return answer.get();
            }
        };
    }
}
