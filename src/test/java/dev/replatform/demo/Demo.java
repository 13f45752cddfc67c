package dev.replatform.demo;

import dev.replatform.demo.dump.UnusableDump;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

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

    private int travel(Journey journey, Progress progress) throws SQLException, IOException, InterruptedException {
        return options.dump().isPresent() ? rehearse(journey, progress) : move(journey, progress);
    }

    private int move(Journey journey, Progress progress) throws SQLException, IOException, InterruptedException {
        journey.applyExamples();
        journey.awaitProposal();
        if (options.manual()) {
            journey.awaitApproval();
        } else {
            journey.approve();
        }
        journey.awaitArrival();
        var table = journey.prove(BEARABLE_DOWNTIME);
        journey.situation().findings().stream().map(Object::toString).forEach(progress::say);
        print(table, progress);
        if (options.keep()) {
            journey.box().app().start();
            new Visit(journey, out).tell();
            Visit.stay();
        }
        return table.isGreen() ? 0 : FAILED;
    }

    private int rehearse(Journey journey, Progress progress) throws SQLException, IOException, InterruptedException {
        var rehearsal = new Rehearsal(journey, options, progress, out);
        var report = rehearsal.travel(BEARABLE_DOWNTIME);
        rehearsal.tell(report, Path.of("").toAbsolutePath());
        if (options.keep()) {
            journey.box().app().start();
            Visit.stay();
        }
        return report.isGood() ? 0 : FAILED;
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
}
