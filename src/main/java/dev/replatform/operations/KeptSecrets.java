package dev.replatform.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Keeps out of the log what libraries write below INFO that handle credentials: bodies of Secrets and bearer tokens
 * (fabric8), session tokens and request members (AWS SDK), statements that set a password (pgjdbc). Levels cannot undo it:
 * it stands before them, and comes back when the configuration is loaded again.
 */
public final class KeptSecrets extends TurboFilter {
    private static final List<String> HANDLE_CREDENTIALS = List.of(
            "software.amazon.awssdk",
            "io.fabric8.kubernetes.client",
            "org.postgresql",
            "jdk.",
            "sun.",
            "java.net.http");

    /** Says only the id of a request, which AWS's support asks for. */
    private static final String REQUEST_IDS = "software.amazon.awssdk.requestId";

    private KeptSecrets() {}

    /** From now on, whatever the configuration says. To be called before anything else is done. */
    public static void install() {
        LogManager.getLogManager().reset(); // or a logging.properties would have handlers of its own
        SLF4JBridgeHandler.install();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var filter = new KeptSecrets();
        filter.putInPlace(context);
        context.addListener(filter.new ComesBack());
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
        return !level.isGreaterOrEqual(Level.INFO) && handlesCredentials(logger.getName())
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private static boolean handlesCredentials(String logger) {
        return HANDLE_CREDENTIALS.stream().anyMatch(logger::startsWith) && !logger.equals(REQUEST_IDS);
    }

    private void putInPlace(LoggerContext context) {
        setContext(context);
        start();
        context.addTurboFilter(this);
    }

    /** A reset drops all filters. */
    private final class ComesBack implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onReset(LoggerContext context) {
            putInPlace(context);
        }

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }
}
