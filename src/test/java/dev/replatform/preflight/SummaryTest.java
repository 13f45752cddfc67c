package dev.replatform.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final List<String> CODES =
            IntStream.range(0, 60).mapToObj("ACodeOfSomeLength%d"::formatted).toList();

    @Test
    void aFewFindingsAreListedAsTheyAreTheGravestFirst() {
        var warning = finding(Severity.WARNING, "TimeZoneDiffers", "target");
        var unknown = finding(Severity.UNKNOWN_BLOCKER, "NoSelect", "-");
        var blocker = finding(Severity.BLOCKER, "NoRowIdentity", "public.log");

        assertThat(Summary.of(List.of(warning, unknown, blocker))).containsExactly(blocker, unknown, warning);
    }

    @Test
    void ofManyTablesTenAreListedAndTheNumberOfAll() {
        var findings = IntStream.range(0, 5_000)
                .mapToObj(table -> finding(Severity.BLOCKER, "NoRowIdentity", "public.t" + table))
                .toList();

        assertThat(Summary.of(findings)).hasSize(11).last().satisfies(more -> {
            assertThat(more.code()).isEqualTo("NoRowIdentity");
            assertThat(more.object()).isEqualTo("5000 in all");
            assertThat(more.blocks()).isTrue();
        });
    }

    @Test
    void tenThousandTablesWithEveryKindOfFindingTakeLessThan64Kilobytes() throws JsonProcessingException {
        var text = "x".repeat(600);
        var findings = new ArrayList<Finding>();
        for (int table = 0; table < 10_000; table++) {
            var name = "schema.table" + table;
            for (int code = 0; code < 60; code++) {
                findings.add(new Finding(Severity.BLOCKER, CODES.get(code), name, text, text));
            }
        }
        Collections.shuffle(findings);

        assertThat(new ObjectMapper().writeValueAsBytes(Summary.of(findings))).hasSizeLessThan(64 * 1024);
    }

    private static Finding finding(Severity severity, String code, String object) {
        return new Finding(severity, code, object, "text", "remedy");
    }
}
