package dev.replatform.demo;

import dev.replatform.demo.dump.UnusableDump;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code ./demo}: the journey once, with what a person wants to see of it. */
public final class Demo {
    private static final Duration BEARABLE_DOWNTIME = Duration.ofMinutes(1);
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final Options options;

    private Demo(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** Exit codes: {@link Options#HELP}. */
    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            var options = Options.parse(List.of(arguments));
            if (options.help()) {
                out.print(Options.HELP);
                return;
            }
            System.exit(new Demo(out, options).run());
        } catch (IllegalArgumentException e) {
            out.println("demo: " + e.getMessage());
            System.exit(USAGE);
        }
    }

    private int run() {
        var progress = new Progress(out, Integer.getInteger("replatform.columns", 0));
        try (var journey = new Journey(options, progress)) {
            Runtime.getRuntime().addShutdownHook(new Thread(journey::close, "demo-end"));
            try {
                journey.begin();
                return travel(journey, progress);
            } catch (UnusableDump e) {
                out.println("demo: " + e.getMessage());
                return USAGE;
            } catch (InterruptedException | SQLException | IOException | RuntimeException e) {
                // After Ctrl-C the ground is taken away under the journey's feet; what it says then means nothing.
                if (!journey.isClosed()) {
                    out.printf("%nThe journey failed: %s%n", e.getMessage());
                }
                return FAILED;
            }
        }
    }

    private int travel(Journey journey, Progress progress) throws SQLException, InterruptedException {
        journey.applyExamples();
        journey.awaitProposal();
        journey.approve();
        journey.awaitArrival();
        var table = journey.prove(BEARABLE_DOWNTIME);
        journey.situation().findings().forEach(progress::say);
        print(table, progress);
        if (options.keep()) {
            keep(journey);
        }
        return table.isGreen() ? 0 : FAILED;
    }

    private void print(Table table, Progress progress) {
        out.printf("""

                Real: PostgreSQL, rows, files, the operator, AWS SDK calls on the wire.
                Simulated: the DMS engine, the RDS control plane, IAM and OAC evaluation, the CDN, delays.
                The downtime shown is the operator's share.

                %s
                %s after %s.
                """, table, table.isGreen() ? "All holds" : "NOT all holds", progress.elapsed());
    }

    /** The application goes on, and whoever likes looks round, until Ctrl-C. */
    private void keep(Journey journey) throws InterruptedException {
        journey.box().app().start();
        out.println("\nStaying up until Ctrl-C. To look round:\n");
        journey.environment().forEach((name, value) -> out.printf("export %s=%s%n", name, value));
        new CountDownLatch(1).await();
    }
}
