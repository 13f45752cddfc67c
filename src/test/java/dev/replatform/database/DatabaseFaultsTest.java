package dev.replatform.database;

import static dev.replatform.database.DatabaseLab.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Database that is made while AWS refuses or does not answer, call by call: each is told, and it ends right. */
@TestMethodOrder(OrderAnnotation.class)
class DatabaseFaultsTest {
    /** Of one call by the SDK: an error of AWS is answered by its own retries. */
    private static final int ATTEMPTS = 4;

    @TempDir
    private static Path folder;

    private static DatabaseLab lab;

    @BeforeAll
    static void declare() throws IOException {
        lab = new DatabaseLab(folder);
        lab.secret("mvp-db", "mvp", "first-password");
        lab.database("mvp", """
                instanceClass: db.t3.micro
                credentials: {secretRef: {name: mvp-db}}
                """);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource(textBlock = """
            EXPIRED_CREDENTIALS, DescribeDBInstances,    AccessDenied
            INTERNAL_ERROR,      DescribeDBInstances,    AwsUnavailable
            CONNECTION_RESET,    CreateDBSubnetGroup,    AwsUnavailable
            ACCESS_DENIED,       CreateDBParameterGroup, AccessDenied
            QUOTA_EXCEEDED,      CreateDBInstance,       QuotaExceeded
            THROTTLING,          CreateDBInstance,       Throttled
            CONNECTION_RESET,    CreateDBInstance,       AwsUnavailable
            """)
    void whatAwsDoesNotDoIsToldAndNotAskedForWithoutEnd(Failure failure, String operation, String reason) {
        // given
        lab.aws.faults().on("rds", operation).always().fail(failure);

        // then
        lab.until("mvp", status -> reason(status).equals(reason));

        // when it is looked at again
        var mark = lab.aws.calls().mark();
        var status = lab.look("mvp");

        // then
        assertThat(reason(status)).isEqualTo(reason);
        assertThat(status.isTrue("Ready")).isFalse();
        assertThat(lab.aws.calls().since(mark).count("rds", operation)).isLessThanOrEqualTo(ATTEMPTS);
        assertThat(lab.aws.rds().describeDBInstances().dbInstances()).isEmpty();
        lab.aws.faults().clear();
    }

    @Test
    @Order(2)
    void whatIsMadeWithoutAnAnswerIsFoundAndNotMadeAgain() {
        lab.aws
                .faults()
                .on("rds", "CreateDBInstance")
                .afterItsEffect()
                .times(ATTEMPTS)
                .fail(Failure.CONNECTION_RESET);

        lab.untilReady("mvp");

        assertThat(lab.aws.rds().describeDBInstances().dbInstances()).hasSize(1);
        assertThat(lab.aws.rds().describeDBSubnetGroups().dbSubnetGroups()).hasSize(1);
    }

    private static String reason(DatabaseStatus status) {
        return condition(status, "Ready").reason();
    }
}
