package dev.replatform.demo.proof;

import java.time.Duration;

/** How long the application could write nothing, by its own ledger. */
public final class DowntimeProof implements Proof {
    private final Testimony testimony;
    private final Duration bearable;

    /** @param bearable what is too long: the switch would have been no switch but an outage */
    public DowntimeProof(Testimony testimony, Duration bearable) {
        this.testimony = testimony;
        this.bearable = bearable;
    }

    @Override
    public Verdict look() {
        return testimony
                .downtime()
                .map(downtime -> new Verdict(
                        downtime.compareTo(bearable) <= 0,
                        "%.1f s, as the application saw it".formatted(downtime.toMillis() / 1000.0)))
                .orElse(Verdict.red("the application never wrote to both databases"));
    }
}
