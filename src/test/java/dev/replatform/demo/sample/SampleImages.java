package dev.replatform.demo.sample;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The sample application's image folder: real pictures of every type that its users upload, from a hundred bytes to two
 * megabytes, in folders and under names as people give them (spaces, umlauts, kanji, emoji, {@code +}, {@code %},
 * {@code #}). The same seed makes the same files.
 */
public final class SampleImages {
    private static final int FILES = 340;

    /** A lossless WebP of one pixel: the JDK writes none itself. */
    private static final byte[] ONE_PIXEL_WEBP =
            Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    private static final List<String> NAMES = List.of(
            "holiday",
            "Übersicht Mai 2024",
            "été à la plage",
            "さくら (1)",
            "a+b & c=d",
            "100% real",
            "sunrise 🌅",
            "#selfie",
            "O'Brien's dog",
            "Łódź",
            "IMG_0001",
            "smörgåsbord, table 7");

    private final Random random;

    private SampleImages(long seed) {
        this.random = new Random(seed);
    }

    /**
     * One file of the folder.
     *
     * @param name its path below the folder, with {@code /}
     * @param bytes its size
     */
    public record Image(String name, long bytes) {}

    /**
     * @param folder the image folder; made if it is missing
     * @return the files written, ordered by name
     */
    public static List<Image> writeTo(Path folder, long seed) {
        ImageIO.setUseCache(false);
        var images = new SampleImages(seed);
        try {
            var written = new ArrayList<Image>();
            for (int number = 0; number < FILES; number++) {
                written.add(images.write(folder, number));
            }
            written.sort((one, other) -> one.name().compareTo(other.name()));
            return List.copyOf(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Image write(Path folder, int number) throws IOException {
        var type = typeOf(number);
        var name = "%s/%s %d.%s"
                .formatted(folderOf(number), NAMES.get(number % NAMES.size()), number, type)
                .strip();
        var content = content(type, number);
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return new Image(name, content.length);
    }

    private static String folderOf(int number) {
        return number % 10 == 9 ? "%04d/旅行 %d".formatted(number % 23, number % 3) : "%04d".formatted(number % 23);
    }

    private static String typeOf(int number) {
        return switch (number % 12) {
            case 1, 7 -> "png";
            case 2 -> "gif";
            case 3 -> "webp";
            case 4 -> "svg";
            case 5 -> "pdf";
            case 6 -> "jpeg";
            default -> "jpg";
        };
    }

    private byte[] content(String type, int number) throws IOException {
        return switch (type) {
            case "png" -> picture("png", number % 61 == 1 ? 790 : 20 + number % 150);
            case "gif" -> picture("gif", 30 + number % 200);
            case "webp" -> webp(200 + random.nextInt(90_000));
            case "svg" -> svg(1 + number % 40);
            case "pdf" -> pdf(1 + number % 25);
            default -> picture("jpg", 60 + number % 400);
        };
    }

    /** Noise, which no encoder makes small. */
    private byte[] picture(String format, int side) throws IOException {
        // A GIF has a palette: given one, the encoder need not look for the best, which takes it a second.
        int type = format.equals("gif") ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_3BYTE_BGR;
        var picture = new BufferedImage(side, side, type);
        random.nextBytes(((DataBufferByte) picture.getRaster().getDataBuffer()).getData());
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }

    /** One pixel and a metadata chunk of the size asked for, which readers pass over. */
    private byte[] webp(int metadata) {
        int even = metadata + metadata % 2;
        var exif = new byte[even];
        random.nextBytes(exif);
        var whole = ByteBuffer.allocate(ONE_PIXEL_WEBP.length + 8 + even).order(ByteOrder.LITTLE_ENDIAN);
        whole.put(ONE_PIXEL_WEBP).put("EXIF".getBytes(StandardCharsets.US_ASCII));
        whole.putInt(even).put(exif);
        whole.putInt(4, whole.capacity() - 8);
        return whole.array();
    }

    private byte[] svg(int circles) {
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">\n");
        for (int i = 0; i < circles; i++) {
            svg.append("  <circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>\n"
                    .formatted(random.nextInt(100), random.nextInt(100), 1 + random.nextInt(30)));
        }
        return svg.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] pdf(int pages) {
        var pdf = new StringBuilder("%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n");
        pdf.append("2 0 obj <</Type /Pages /Kids [");
        for (int i = 0; i < pages; i++) {
            pdf.append(3 + i).append(" 0 R ");
        }
        pdf.append("] /Count ").append(pages).append(">> endobj\n");
        for (int i = 0; i < pages; i++) {
            pdf.append("%d 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d]>> endobj\n"
                    .formatted(3 + i, 100 + random.nextInt(500), 100 + random.nextInt(500)));
        }
        return pdf.append("trailer <</Root 1 0 R>>\n%%EOF\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
