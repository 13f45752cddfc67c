package dev.replatform.sandbox.aws;

import java.time.Duration;

/**
 * How long AWS takes, scaled: 1.0 is AWS's own pace (minutes), the demo runs at about 0.01 (seconds), tests at 0.0001
 * (milliseconds).
 *
 * @param scale what every AWS duration is multiplied with
 */
public record Delays(double scale) {
    /** AWS's pace in milliseconds, for tests. */
    public static final Delays TESTS = new Delays(0.0001);

    /** AWS's pace in seconds, for the demo. */
    public static final Delays DEMO = new Delays(0.01);

    /**
     * @param inAws what AWS takes for it
     * @return what the sandbox takes for it
     */
    public Duration of(Duration inAws) {
        return Duration.ofNanos((long) (inAws.toNanos() * scale));
    }
}
