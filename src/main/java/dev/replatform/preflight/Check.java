package dev.replatform.preflight;

import java.util.ArrayList;
import java.util.List;

/**
 * One look before anything costs money. It changes nothing.
 *
 * @param <W> what it looks at
 */
public interface Check<W> {
    About about();

    /**
     * @return what stands in the way, in a stable order; empty where nothing does
     * @throws RuntimeException where it cannot look; its message says why, and holds no secret
     */
    List<Finding> look(W at);

    /** @return what all the checks find: one that cannot look says so and does not keep the next from looking */
    static <W> List<Finding> all(List<? extends Check<W>> checks, W at) {
        var found = new ArrayList<Finding>();
        for (var check : checks) {
            try {
                found.addAll(check.look(at));
            } catch (RuntimeException e) {
                found.add(check.about()
                        .unseen("-", String.valueOf(e.getMessage()), "see to it that the operator may look"));
            }
        }
        return List.copyOf(found);
    }
}
