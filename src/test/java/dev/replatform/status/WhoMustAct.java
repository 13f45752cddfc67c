package dev.replatform.status;

import dev.replatform.status.FailureReason.Move;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes {@code docs/who-must-act.md} from the reasons. Run its main after a change of {@link FailureReason}. */
public final class WhoMustAct {
    static final Path FILE = Path.of("docs", "who-must-act.md");

    private static final String INTRODUCTION = """
            # Who must act

            Made from `FailureReason` by WhoMustAct: do not edit. The reason of `Ready` (and of `Stalled` or `Reconciling`) says
            why an object is not ready; its message names what it is about. Whoever changes the spec, or a Secret that it
            names, need not wait: the object is looked at again at once, or within 15 seconds.
            """;

    private WhoMustAct() {}

    public static void main(String[] args) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, generate());
    }

    static String generate() {
        var text = new StringBuilder(INTRODUCTION);
        for (var move : Move.values()) {
            text.append("\n## ").append(title(move)).append("\n\n| reason | how the object comes back |\n|---|---|\n");
            Arrays.stream(FailureReason.values())
                    .filter(reason -> reason.move() == move)
                    .forEach(reason ->
                            text.append("| `%s` | %s |\n".formatted(reason.conditionReason(), reason.wayBack())));
        }
        return text.toString();
    }

    private static String title(Move move) {
        return switch (move) {
            case USER -> "You: `Stalled=True`, it goes no further until you do";
            case AWS -> "AWS: it is tried again and again";
            case NOBODY -> "Nobody: it goes on by itself";
        };
    }
}
