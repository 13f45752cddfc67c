package dev.replatform.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** All that is logged in this process while it is open, every logger at TRACE, as text and event by event. */
public final class WholeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final PatternLayout layout = new PatternLayout();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<ILoggingEvent> ours = new ConcurrentLinkedQueue<>();

    private WholeLog() {}

    /** Opens it, under the rule that the operator's main puts into force. */
    public static WholeLog open() {
        KeptSecrets.install();
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.ALL);
        var log = new WholeLog();
        log.layout.setContext(log.logback);
        log.layout.setPattern("%level %logger %msg %mdc %kvp%n%ex");
        log.layout.start();
        log.setContext(log.logback);
        log.start();
        log.logback.getLoggerList().forEach(logger -> logger.setLevel(Level.TRACE));
        var root = log.logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(log);
        return log;
    }

    /** @return every line, stack traces included */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** @return what the operator itself said */
    public List<ILoggingEvent> ours() {
        return List.copyOf(ours);
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(layout.doLayout(event));
        if (event.getLoggerName().startsWith("dev.replatform")) {
            event.prepareForDeferredProcessing();
            ours.add(event);
        }
    }

    /** Logs as before. */
    @Override
    public void close() throws JoranException {
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.INFO);
        logback.reset();
        new ContextInitializer(logback).autoConfig();
    }
}
