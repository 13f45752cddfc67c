package dev.replatform.demo.app;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import javax.imageio.ImageIO;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the application puts an image: into the box's folder as long as it lives there, into S3 after. */
final class Uploads {
    private static final String KEY_PREFIX = "media/";

    private final Settings settings;
    private final S3Client s3;
    private final Random random = new Random();

    Uploads(Settings settings, S3Client s3) {
        this.settings = settings;
        this.s3 = s3;
    }

    /** An image that somebody is uploading. */
    static final class Upload {
        private final String name;
        private final byte[] content;

        private Upload(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        /** @return its path below {@code media/} */
        String name() {
            return name;
        }

        int bytes() {
            return content.length;
        }

        String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    Upload next() throws IOException {
        var picture = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1600; i++) {
            picture.setRGB(i % 40, i / 40, random.nextInt(0x1000000));
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return new Upload("user_image/uploads/neu %s.png".formatted(UUID.randomUUID()), bytes.toByteArray());
    }

    /** Returns when the image is stored whole: in the folder it appears at once, under its name, or not at all. */
    void store(Upload upload) throws IOException {
        if (settings.onTheBox()) {
            storeInFolder(upload);
        } else {
            s3.putObject(
                    put -> put.bucket(settings.bucket())
                            .key(KEY_PREFIX + upload.name())
                            .contentType("image/png"),
                    RequestBody.fromBytes(upload.content));
        }
    }

    private void storeInFolder(Upload upload) throws IOException {
        var file = settings.imageFolder().resolve(Path.of("user_image").relativize(Path.of(upload.name())));
        Files.createDirectories(file.getParent());
        var halfWritten = Files.createTempFile("upload", ".png");
        Files.write(halfWritten, upload.content);
        Files.move(halfWritten, file);
    }
}
