package dev.replatform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.ReplatformOperator;
import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.aws.AwsRegions;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Faults;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.Tag;

/** The whole kind, look by look, against RDS of the sandbox. The tests share one instance, which each leaves in sync. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class DatabaseTest {
}
