package dev.replatform;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.replatform.migration.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms, and the arrows between them: they run downward only. CONTRIBUTING.md says what each room is for. */
class ArchitectureTest {
    private static final int LONGEST_CLASS = 450;
    private static final String AWS_SDK = "software.amazon.awssdk..";
    private static final String[] SQL = {"java.sql..", "javax.sql..", "org.postgresql.."};
    private static final String[] KINDS = {
        "dev.replatform.database..",
        "dev.replatform.migration..",
        "dev.replatform.imagestore..",
        "dev.replatform.appconfig.."
    };
    private static final String[] ROOMS_BELOW_KINDS = {
        "dev.replatform.operations..",
        "dev.replatform.network..",
        "dev.replatform.watch..",
        "dev.replatform.reconcile..",
        "dev.replatform.status..",
        "dev.replatform.preflight..",
        "dev.replatform.ownership..",
        "dev.replatform.secrets..",
        "dev.replatform.work..",
        "dev.replatform.aws..",
        "dev.replatform.postgres..",
        "dev.replatform.api.."
    };
    private static final String[] ROOMS_BELOW_STAGES = {
        "dev.replatform.migration.cutover..",
        "dev.replatform.migration.dms..",
        "dev.replatform.migration.preflight..",
        "dev.replatform.migration.proof..",
        "dev.replatform.migration.schema.."
    };

    private static final String[] OUTSIDE = {"dev.replatform.sandbox..", "dev.replatform.demo.."};
    private static final DescribedPredicate<JavaClass> PRODUCT_ITSELF =
            resideInAPackage("dev.replatform..").and(not(resideInAnyPackage(OUTSIDE)));

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.replatform");
    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages("dev.replatform");

    private static final SliceAssignment FILES = files(resideInAPackage("dev.replatform.."), "files");
    private static final SliceAssignment STAGES =
            files(resideInAPackage("dev.replatform.migration.stage").and(belongTo(implement(Stage.class))), "stages");

    @Test
    void whatRunsTheOperatorOnAClusterIsRunOnARealOneToo() {
        var untagged = TESTS.stream()
                .filter(test -> test.getSimpleName().endsWith("Test"))
                .filter(test -> test.getDirectDependenciesFromSelf().stream()
                        .anyMatch(it -> it.getTargetClass().getName().equals("dev.replatform.OperatorOnSandbox")))
                .filter(test -> test.tryGetAnnotationOfType(Tag.class)
                        .filter(tag -> Set.of("cluster", "kube").contains(tag.value()))
                        .isEmpty());

        assertThat(untagged).as("-Pkube chooses by the tags cluster and kube").isEmpty();
    }

    @Test
    void onlyTheRoomAwsKnowsTheAwsSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.replatform.aws..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(AWS_SDK)
                .check(PRODUCT);
    }

    @Test
    void onlyTheRoomPostgresSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.replatform.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(PRODUCT);
    }

    @Test
    void noKindKnowsAnother() {
        for (var kind : KINDS) {
            noClasses()
                    .that()
                    .resideInAPackage(kind)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(KINDS).and(not(resideInAPackage(kind))))
                    .check(PRODUCT);
        }
    }

    @Test
    void theRoomsBelowKnowNoKind() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOMS_BELOW_KINDS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(KINDS)
                .check(PRODUCT);
    }

    @Test
    void theVerbsKnowNeitherAwsNorSql() {
        noClasses()
                .that()
                .resideInAPackage("dev.replatform.reconcile..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.replatform.aws..", "dev.replatform.postgres..")
                .check(PRODUCT);
    }

    @Test
    void theApiKnowsNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("dev.replatform.api..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.replatform..").and(not(resideInAPackage("dev.replatform.api.."))))
                .check(PRODUCT);
    }

    @Test
    void noRoomStandsOnOneThatStandsOnIt() {
        slices().matching("dev.replatform.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void noRoomWithinARoomStandsOnOneThatStandsOnIt() {
        slices().matching("dev.replatform.(*.*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void noFileStandsOnOneThatStandsOnIt() {
        slices().assignedFrom(FILES).should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void theRoomsOfMigrationDoNotKnowItsStages() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOMS_BELOW_STAGES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.replatform.migration.stage..")
                .check(PRODUCT);
    }

    @Test
    void noStageOfAMigrationKnowsAnother() {
        slices().assignedFrom(STAGES).should().notDependOnEachOther().check(PRODUCT);
    }

    @Test
    void theProductKnowsNeitherSandboxNorDemo() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(OUTSIDE).check(PRODUCT);
    }

    @Test
    void sandboxAndDemoKnowNothingOfTheProduct() {
        noClasses()
                .that()
                .resideInAnyPackage(OUTSIDE)
                .should()
                .dependOnClassesThat(PRODUCT_ITSELF)
                .check(TESTS);
    }

    @Test
    void theSandboxDoesNotKnowTheDemo() {
        noClasses()
                .that()
                .resideInAPackage("dev.replatform.sandbox..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.replatform.demo..")
                .check(TESTS);
    }

    /** Surefire looks for *Test; a class of another name would never be run, and nobody would see it. */
    @Test
    void everyClassWithTestsIsFoundBySurefire() {
        assertThat(TESTS.stream()
                        .filter(ArchitectureTest::declaresTests)
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(ArchitectureTest::outermost))
                .isNotEmpty()
                .allMatch(name -> name.endsWith("Test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void noClassIsTooLongToRead(String sources) throws IOException {
        assertThat(filesLongerThan(LONGEST_CLASS, Path.of(sources))).isEmpty();
    }

    private static SliceAssignment files(DescribedPredicate<JavaClass> which, String description) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return which.test(type) ? SliceIdentifier.of(outermost(type)) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return description;
            }
        };
    }

    private static boolean declaresTests(JavaClass type) {
        return type.getMethods().stream().anyMatch(method -> method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("org.junit.jupiter")
                        && annotation.getRawType().getSimpleName().matches(".*Test|TestFactory|TestTemplate")));
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    private static List<String> filesLongerThan(int lines, Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lengthOf(file) > lines)
                    .map(file -> "%s has %d lines".formatted(file, lengthOf(file)))
                    .toList();
        }
    }

    private static int lengthOf(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
