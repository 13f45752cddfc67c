package dev.replatform.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.ownership.Owner;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class JobsTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Owner OWNER = new Owner("demo", "shop", "mvp", "uid-1");
    private static final Problem BUSY = new Problem(FailureReason.DATABASE_BUSY, "busy");

    private final BlockingQueue<Owner> woken = new ArrayBlockingQueue<>(10);
    private final Jobs jobs = new Jobs("test", 2, Clock.fixed(NOW, ZoneOffset.UTC), woken::add);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        release.countDown();
        jobs.close();
    }

    @Test
    void aJobThatEndsWakesItsObjectWhichThenSeesTheResult() throws Exception {
        assertThat(state("a")).isInstanceOf(JobState.NotStarted.class);
        jobs.start(OWNER, "compare", "a", progress -> "equal");

        assertThat(wake()).isEqualTo(OWNER);
        assertThat(state("a").result(String.class)).contains("equal");
        assertThat(state("b")).isInstanceOf(JobState.NotStarted.class);
    }

    @Test
    void whoEndsTheJobsMayWaitForWhatTheyPutRight() {
        var begun = new CountDownLatch(1);
        var fence = new AtomicInteger(1);
        jobs.start(OWNER, "cutover", "a", progress -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                fence.decrementAndGet();
            }
            return "lifted";
        });
        assertThat(begun).satisfies(CountDownLatch::await);

        jobs.close(Duration.ofSeconds(10));

        assertThat(fence).hasValue(0);
    }

    @Test
    void whatAJobLogsNamesTheObjectOfTheLookThatStartedIt() throws Exception {
        MDC.put("resource.name", "mvp");
        try {
            jobs.start(OWNER, "compare", "a", progress -> MDC.get("resource.name"));
        } finally {
            MDC.clear();
        }

        wake();
        assertThat(state("a").result(String.class)).contains("mvp");
    }

    @Test
    void aJobThatRunsOrHasEndedWellIsNotStartedTwice() throws Exception {
        startOneThatWaits("a");
        startOneThatWaits("a");
        release.countDown();
        wake();
        startOneThatWaits("a");

        assertThat(runs).hasValue(1);
        assertThat(woken).isEmpty();
    }

    @Test
    void aJobWhoseInputsChangedIsCutOffForTheNewOne() throws Exception {
        var interrupted = new CountDownLatch(1);
        var started = new CountDownLatch(1);
        jobs.start(OWNER, "compare", "old", progress -> {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "old";
        });
        started.await();
        jobs.start(OWNER, "compare", "new", progress -> "new");

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        wake();
        wake();
        assertThat(state("new").result(String.class)).contains("new");
        assertThat(state("old")).isInstanceOf(JobState.NotStarted.class);
    }

    @Test
    void aJobThatFailedIsDueAgainAfterAWhileAndShowsWhyItFailedUntilItEndsWell() throws Exception {
        jobs.start(OWNER, "compare", "a", progress -> {
            throw new ProblemException(BUSY);
        });
        wake();
        assertThat(state("a")).isEqualTo(new JobState.Failed(BUSY, NOW));
        assertThat(state("a").isDue(NOW.plusSeconds(14), Duration.ofSeconds(15)))
                .isFalse();
        assertThat(state("a").isDue(NOW.plusSeconds(15), Duration.ofSeconds(15)))
                .isTrue();

        startOneThatWaits("a");
        assertThat(state("a").isRunning()).isTrue();
        assertThat(state("a").problem()).contains(BUSY);
        assertThat(jobs.lastProblem(OWNER, "compare")).contains(BUSY);

        release.countDown();
        wake();
        assertThat(state("a").problem()).isEmpty();
    }

    @Test
    void aDefectIsToldWithoutItsText() throws Exception {
        jobs.start(OWNER, "compare", "a", progress -> {
            throw new IllegalStateException("a secret, perhaps");
        });
        wake();
        assertThat(state("a").problem()).hasValueSatisfying(problem -> {
            assertThat(problem.reason()).isEqualTo(FailureReason.INTERNAL_ERROR);
            assertThat(problem.message()).contains("IllegalStateException").doesNotContain("secret");
        });
    }

    @Test
    void progressIsSeen() throws Exception {
        var told = new CountDownLatch(1);
        jobs.start(OWNER, "compare", "a", progress -> {
            progress.at(3, 10);
            told.countDown();
            return awaitRelease();
        });
        told.await();
        assertThat(state("a")).isEqualTo(new JobState.Running(3, 10, null));
    }

    @Test
    void aRestartShowsTheEarlierResultUntilTheNextIsThere() throws Exception {
        jobs.start(OWNER, "compare", "a", progress -> "first");
        wake();
        jobs.restart(OWNER, "compare", "a", progress -> awaitRelease());
        assertThat(state("a").result(String.class)).contains("first");

        release.countDown();
        wake();
        assertThat(state("a").result(String.class)).contains("released");
    }

    @Test
    void anObjectThatIsGoneIsForgotten() throws Exception {
        jobs.start(OWNER, "compare", "a", progress -> "equal");
        wake();
        jobs.forget(OWNER.uid());
        assertThat(state("a")).isInstanceOf(JobState.NotStarted.class);
    }

    private void startOneThatWaits(String inputs) {
        jobs.start(OWNER, "compare", inputs, progress -> {
            runs.incrementAndGet();
            return awaitRelease();
        });
    }

    private Object awaitRelease() {
        try {
            release.await();
            return "released";
        } catch (InterruptedException e) {
            throw new ProblemException(BUSY);
        }
    }

    private JobState state(String inputs) {
        return jobs.state(OWNER, "compare", inputs);
    }

    private Owner wake() throws InterruptedException {
        return woken.poll(10, TimeUnit.SECONDS);
    }
}
