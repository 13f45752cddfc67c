package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list from which the image's class archive is made: a class that is not there any more is a list out of date. */
class ImageClassesTest {
    private static final Path LIST = Path.of("src/main/image/classes");

    @Test
    void everyClassOfTheListThatIsNotJavasOwnIsThere() throws IOException {
        var names = Files.readAllLines(LIST);

        assertThat(names).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(5_000);
        assertThat(names.stream().filter(name -> !isJavasOwn(name)).filter(name -> !isThere(name)))
                .as("CONTRIBUTING.md says how the list is made")
                .isEmpty();
    }

    @Test
    void whatEveryStartNeedsIsOnTheList() throws IOException {
        assertThat(Files.readAllLines(LIST))
                .containsAll(List.of(
                        "dev/replatform/ReplatformOperator",
                        "dev/replatform/aws/AwsRegions",
                        "dev/replatform/network/Network",
                        "io/javaoperatorsdk/operator/Operator",
                        "software/amazon/awssdk/services/sts/DefaultStsClient"));
    }

    private static boolean isJavasOwn(String name) {
        return name.matches("(java|javax|jdk|sun|com/sun|\\[).*");
    }

    private static boolean isThere(String name) {
        return ImageClassesTest.class.getClassLoader().getResource(name + ".class") != null;
    }
}
