package dev.replatform.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleImagesTest {
    @Test
    void thePicturesAreManyAndOfEverySizeTypeAndName(@TempDir Path folder) {
        var images = SampleImages.writeTo(folder, 7);

        assertThat(images).hasSizeGreaterThanOrEqualTo(300);
        assertThat(images).anyMatch(image -> image.bytes() < 1_000).anyMatch(image -> image.bytes() > 1_500_000);
        assertThat(images).anyMatch(image -> image.name().contains(" "));
        assertThat(images).anyMatch(image -> image.name().contains("さくら"));
        assertThat(images.stream()
                        .map(image -> image.name().substring(image.name().lastIndexOf('.') + 1))
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("jpg", "jpeg", "png", "gif", "webp", "svg", "pdf"));
    }

    @Test
    void thePicturesCanBeSeen(@TempDir Path folder) throws IOException {
        for (var image : SampleImages.writeTo(folder, 7)) {
            if (image.name().matches(".*\\.(jpe?g|png|gif)")) {
                assertThat(ImageIO.read(folder.resolve(image.name()).toFile()))
                        .as(image.name())
                        .isNotNull();
            }
        }
    }

    @Test
    void theSameSeedMakesTheSameFiles(@TempDir Path one, @TempDir Path other) throws IOException {
        var images = SampleImages.writeTo(one, 7);

        assertThat(SampleImages.writeTo(other, 7)).isEqualTo(images);
        for (var image : images) {
            assertThat(Files.mismatch(one.resolve(image.name()), other.resolve(image.name())))
                    .as(image.name())
                    .isEqualTo(-1);
        }
    }
}
