package dev.replatform.reconcile;

import dev.replatform.status.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What is due, by the rules, for what was seen.
 *
 * @param steps what is done now, in order
 * @param waits what has been started and needs time, or waits for somebody, in words
 * @param problems what keeps the object from being ready
 * @param finished for an object that is being deleted: whether nothing is left to do, so that its finalizer may go
 * @param <M> the means with which steps are done
 */
public record Plan<M>(List<Step<M>> steps, List<String> waits, List<Problem> problems, boolean finished) {
    public Plan {
        steps = List.copyOf(steps);
        waits = List.copyOf(waits);
        problems = List.copyOf(problems);
    }

    /** @return whether everything is as declared */
    public boolean isEmpty() {
        return steps.stream().allMatch(Step::isRoutine) && waits.isEmpty() && problems.isEmpty();
    }

    /** @return what is left to do or to wait for, in words */
    public List<String> sentences() {
        var sentences = new ArrayList<String>();
        steps.stream().filter(step -> !step.isRoutine()).forEach(step -> sentences.add(step.sentence()));
        sentences.addAll(waits);
        return List.copyOf(sentences);
    }

    /** Collects a plan. */
    public static final class Builder<M> {
        private final List<Step<M>> steps = new ArrayList<>();
        private final List<String> waits = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();

        public Builder<M> step(Step<M> step) {
            steps.add(step);
            return this;
        }

        public Builder<M> waitFor(String sentence) {
            waits.add(sentence);
            return this;
        }

        public Builder<M> problem(Problem problem) {
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return this;
        }

        /** Notes why a part could not be seen. */
        public Builder<M> unless(Seen<?> seen) {
            seen.problem().ifPresent(this::problem);
            return this;
        }

        public boolean hasProblems() {
            return !problems.isEmpty();
        }

        public boolean isIdle() {
            return steps.isEmpty() && waits.isEmpty() && problems.isEmpty();
        }

        public Plan<M> build() {
            return new Plan<>(steps, waits, problems, false);
        }

        /** @return the plan of an object that is being deleted; finished where nothing was added */
        public Plan<M> buildForDeletion() {
            return new Plan<>(steps, waits, problems, isIdle());
        }
    }
}
