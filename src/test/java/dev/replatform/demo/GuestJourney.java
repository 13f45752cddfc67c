package dev.replatform.demo;

import dev.replatform.sandbox.aws.Account;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The journey with a guest: an application in another language that lives in the account beside the witness, under the same
 * role. {@code run_application.py} brings the one of {@code examples/cloudtalents/app}.
 */
public final class GuestJourney {
    private static final int POSTGRES = 5432;

    private final Journey journey;
    private final PrintStream guest;

    private GuestJourney(Journey journey, PrintStream guest) {
        this.journey = journey;
        this.guest = guest;
    }

    /**
     * Comes to the proposed cutover and tells the guest how to reach AWS and its database, as {@code NAME=value} and then an
     * empty line; at a line of input goes on to the end of the journey and tells it again; lives until its input ends.
     */
    public static void main(String[] arguments) throws IOException, SQLException, InterruptedException {
        var journey = new Journey(Options.NONE, new Progress(System.err, 0));
        Runtime.getRuntime().addShutdownHook(new Thread(journey::close, "guest-journey-end"));
        try (journey) {
            new GuestJourney(journey, new PrintStream(System.out, true, StandardCharsets.UTF_8)).travel();
        }
    }

    private void travel() throws IOException, SQLException, InterruptedException {
        journey.begin();
        journey.box().database().thinOut();
        journey.applyExamples();
        journey.awaitProposal();
        tell();
        if (inputGoesOn()) {
            journey.approve();
            journey.awaitArrival();
            tell();
            inputGoesOn();
        }
    }

    /** Waits for a line of input, or its end. */
    private static boolean inputGoesOn() throws IOException {
        int read = System.in.read();
        while (read >= 0 && read != '\n') {
            read = System.in.read();
        }
        return read >= 0;
    }

    private void tell() throws IOException {
        environment().forEach((name, value) -> guest.println(name + "=" + value));
        guest.println();
    }

    /** What stands for the network, and for the identity that an instance has by its profile. */
    private Map<String, String> environment() throws IOException {
        var aws = journey.aws();
        var key = aws.accessKeyFor(OldBox.ROLE);
        var authorities = aws.certificates().trustStore().resolveSibling("authorities.pem");
        Files.writeString(authorities, aws.certificates().caPem());
        var environment = new LinkedHashMap<String, String>();
        environment.put("AWS_ENDPOINT_URL", aws.endpoint().toString());
        environment.put("AWS_DEFAULT_REGION", Account.SANDBOX.region());
        environment.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        environment.put("PGHOSTADDR", "127.0.0.1");
        environment.put("PGPORT", String.valueOf(databasePort()));
        environment.put("PGSSLROOTCERT", authorities.toString());
        environment.put("SOCKS_PORT", String.valueOf(aws.socksPort()));
        return environment;
    }

    /** @return where the database really listens that the settings name now */
    private int databasePort() {
        var aws = journey.aws();
        var host = aws.ssm()
                .getParameter(get -> get.name(OldBox.SETTINGS_PATH + "/database_endpoint"))
                .parameter()
                .value();
        return aws.addresses().lookUp(host, POSTGRES).orElseThrow().getPort();
    }
}
