package dev.replatform.sandbox.aws.dms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.replatform.sandbox.aws.dms.engine.Change.Delete;
import dev.replatform.sandbox.aws.dms.engine.Change.Insert;
import dev.replatform.sandbox.aws.dms.engine.Change.Truncate;
import dev.replatform.sandbox.aws.dms.engine.Change.Update;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
    private static final TableName T = new TableName("public", "t");

    @Test
    void anInsertTellsNamesAndValuesWhateverTheTypesAreCalled() {
        var insert = (Insert) ChangeText.parse("table public.t: INSERT: id[integer]:1 name[text]:'it''s [a] b: c'"
                + " \"odd \"\"name\"[integer[]]:'{1,2}' e[\"Sch\"\"]:\".\"odd]type\"]:'x' b[boolean]:true"
                + " bits[bit varying]:B'101' nothing[text]:null");
        assertThat(insert.table()).isEqualTo(T);
        assertThat(insert.row())
                .containsExactly(
                        entry("id", "1"),
                        entry("name", "it's [a] b: c"),
                        entry("odd \"name", "{1,2}"),
                        entry("e", "x"),
                        entry("b", "true"),
                        entry("bits", "101"),
                        entry("nothing", null));
    }

    @Test
    void anUpdateTellsTheOldKeyAndLeavesOutWhatDidNotChange() {
        var update = (Update) ChangeText.parse("table public.t: UPDATE: old-key: id[integer]:1 new-tuple: id[integer]:2"
                + " big[text]:unchanged-toast-datum said[text]:'unchanged-toast-datum'");
        assertThat(update.oldKey()).isEqualTo(Map.of("id", "1"));
        assertThat(update.row()).isEqualTo(Map.of("id", "2", "said", "unchanged-toast-datum"));
    }

    @Test
    void aDeleteFromATableWithoutAKeyTellsNoRow() {
        assertThat(ChangeText.parse("table public.t: DELETE: (no-tuple-data)")).isEqualTo(new Delete(T, Map.of()));
    }

    @Test
    void aTruncationNamesAllItsTables() {
        var truncate = (Truncate) ChangeText.parse("table public.t, \"S\".\"U u\": TRUNCATE: restart_seqs cascade");
        assertThat(truncate.tables()).containsExactly(T, new TableName("S", "U u"));
    }
}
