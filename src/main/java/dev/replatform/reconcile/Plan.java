package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is due, by the rules, for what was seen.
 *
 * @param steps what is done now, in order
 * @param waits what has been started and needs time, or waits for somebody, in words
 * @param problems what keeps the object from being ready
 * @param drift what is declared and is something else in AWS, at most 20 fields
 * @param finished for an object that is being deleted: whether nothing is left to do, so that its finalizer may go
 * @param pause for how long a service wants to be left alone after these steps; zero for no time
 * @param <M> the means with which steps are done
 */
public record Plan<M>(
        List<Step<M>> steps,
        List<String> waits,
        List<Problem> problems,
        List<Drift> drift,
        boolean finished,
        Duration pause) {
    private static final int MOST_DRIFT = 20;

    public Plan {
        drift = List.copyOf(drift.subList(0, Math.min(drift.size(), MOST_DRIFT)));
        steps = List.copyOf(steps);
        waits = List.copyOf(waits);
        problems = List.copyOf(problems);
    }

    /** @return a plan without anything in it */
    public static <M> Plan<M> nothing() {
        return new Plan<>(List.of(), List.of(), List.of(), List.of(), false, Duration.ZERO);
    }

    /** @return a plan of one step */
    public static <M> Plan<M> of(Step<M> step) {
        return new Builder<M>().step(step).build();
    }

    /** @return a plan in which nothing is due but to wait */
    public static <M> Plan<M> waitFor(String sentence) {
        return new Builder<M>().waitFor(sentence).build();
    }

    /** @return a plan in which nothing is due, and why */
    public static <M> Plan<M> problem(Problem problem) {
        return new Builder<M>().problem(problem).build();
    }

    /** @return this plan, and then the other */
    public Plan<M> and(Plan<M> other) {
        return new Builder<M>().and(this).and(other).build();
    }

    /** @return whether everything is as declared */
    public boolean isEmpty() {
        return !isDue() && waits.isEmpty() && problems.isEmpty();
    }

    /** @return whether there is anything to do now */
    public boolean isDue() {
        return !steps.stream().allMatch(Step::isRoutine);
    }

    /** @return the same plan in words only: nothing of it is done, and the problem says why */
    public Plan<M> withheld(Problem why) {
        var problems = new ArrayList<>(List.of(why));
        problems.addAll(this.problems);
        return new Plan<>(List.of(), sentences(), problems, drift, false, pause);
    }

    /** @return what is left of it after these steps, with what there is to look at and what came in between */
    Plan<M> without(List<Step<M>> done, List<Problem> problems) {
        var left = new ArrayList<>(steps);
        left.removeAll(done);
        var waits = new ArrayList<>(this.waits);
        done.stream()
                .filter(step -> !step.isRoutine())
                .forEach(step -> waits.add("Look at the effect of: " + step.sentence()));
        return new Plan<>(left, waits, problems, drift, false, pause);
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
        private final List<Drift> drift = new ArrayList<>();
        private Duration pause = Duration.ZERO;

        public Builder<M> step(Step<M> step) {
            steps.add(step);
            return this;
        }

        public Builder<M> waitFor(String sentence) {
            waits.add(sentence);
            return this;
        }

        /** Leaves a service alone for so long after the steps: more of them would be refused. */
        public Builder<M> pause(Duration pause) {
            this.pause = pause;
            return this;
        }

        public Builder<M> problem(Problem problem) {
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return this;
        }

        /**
         * Compares one field, and hands what is declared to what puts it back. So a difference cannot be shown without
         * being put back, nor the other way round.
         *
         * @param field where it is declared, for example {@code spec.multiAZ}
         * @param declared null where nothing is declared: what is live is left alone then
         * @param live null where AWS has nothing there
         */
        public <T> Builder<M> compare(String field, T declared, T live, Consumer<T> putBack) {
            if (declared != null && !declared.equals(live)) {
                differs(new Drift(field, declared.toString(), live == null ? "nothing" : live.toString()));
                putBack.accept(declared);
            }
            return this;
        }

        /** Notes what differs where {@link #compare} would show too much or too little: a secret, a set. */
        public Builder<M> differs(Drift difference) {
            if (drift.stream().noneMatch(it -> it.field().equals(difference.field()))) {
                drift.add(difference);
            }
            return this;
        }

        /** Notes why a part could not be seen. */
        public Builder<M> unless(Seen<?> seen) {
            seen.problem().ifPresent(this::problem);
            return this;
        }

        /** Adds all of another plan behind what is here. */
        public Builder<M> and(Plan<M> other) {
            steps.addAll(other.steps());
            waits.addAll(other.waits());
            other.problems().forEach(this::problem);
            other.drift().forEach(this::differs);
            pause = pause.compareTo(other.pause()) < 0 ? other.pause() : pause;
            return this;
        }

        public boolean hasProblems() {
            return !problems.isEmpty();
        }

        public boolean isIdle() {
            return steps.isEmpty() && waits.isEmpty() && problems.isEmpty();
        }

        public Plan<M> build() {
            return new Plan<>(steps, waits, problems, drift, false, pause);
        }

        /** @return the plan of an object that is being deleted; finished where nothing was added */
        public Plan<M> buildForDeletion() {
            return new Plan<>(steps, waits, problems, drift, isIdle(), pause);
        }
    }
}
