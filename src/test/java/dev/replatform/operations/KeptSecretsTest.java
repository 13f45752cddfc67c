package dev.replatform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class KeptSecretsTest {
    private static final LoggerContext CONTEXT = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = CONTEXT.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    static void install() {
        KeptSecrets.install();
    }

    @BeforeEach
    void hearAll() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void configureAsBefore() throws JoranException {
        CONTEXT.reset();
        new ContextInitializer(CONTEXT).autoConfig();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.fabric8.kubernetes.client.http.HttpLoggingInterceptor",
                "software.amazon.awssdk.request",
                "software.amazon.awssdk.core.interceptor.ExecutionInterceptorChain",
                "software.amazon.awssdk.http.auth.aws.internal.signer.util.SignerUtils",
                "org.postgresql.core.v3.QueryExecutorImpl"
            })
    void whoHandlesCredentialsIsNotHeardBelowInfo(String name) {
        // given what a user may try
        var library = CONTEXT.getLogger(name);
        library.setLevel(Level.TRACE);

        // when
        library.trace("canary");
        library.debug("canary");
        library.info("canary");

        // then
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
        assertThat(library.isDebugEnabled()).isFalse();
    }

    @Test
    void aConfigurationThatIsLoadedAgainDoesNotUndoIt() {
        CONTEXT.reset();
        hearAll();

        CONTEXT.getLogger("io.fabric8.kubernetes.client.http.HttpLoggingInterceptor")
                .trace("canary");

        assertThat(log.list).isEmpty();
    }

    @Test
    void theOperatorItselfTheFrameworkAndRequestIdsAreHeard() {
        for (var name :
                List.of("dev.replatform.database", "io.javaoperatorsdk.operator", "software.amazon.awssdk.requestId")) {
            var logger = CONTEXT.getLogger(name);
            logger.setLevel(Level.TRACE);
            logger.debug("heard");
        }

        assertThat(log.list).hasSize(3);
    }

    @Test
    void whatIsLoggedTheJdksWayStandsInTheSameLogUnderTheSameRule() {
        var driver = java.util.logging.Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
        driver.setLevel(java.util.logging.Level.ALL);

        driver.finest("ALTER ROLE mvp PASSWORD 'canary'");
        driver.warning("a warning");

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("a warning");
    }
}
