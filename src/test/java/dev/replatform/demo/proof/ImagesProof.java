package dev.replatform.demo.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Every image of the box's folder, and every one that was uploaded after the switch, comes out of the CDN with its bytes and
 * its type; S3 itself refuses each to an anonymous caller.
 */
public final class ImagesProof implements Proof {
    private static final int BROWSERS = 4;
    private static final Map<String, String> CONTENT_TYPES = Map.of(
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "png", "image/png",
            "gif", "image/gif",
            "webp", "image/webp",
            "svg", "image/svg+xml",
            "pdf", "application/pdf");

    private final Path folder;
    private final String prefix;
    private final Map<String, String> uploads;
    private final Web web;
    private final Origin origin;

    /**
     * Where images are asked for.
     *
     * @param cdn the distribution's domain
     * @param bucket the bucket's own host, which must refuse
     * @param keys what the bucket's owner finds in it: an edge goes on serving what is there no more
     */
    public record Origin(String cdn, String bucket, Set<String> keys) {}

    /**
     * @param folder the box's image folder
     * @param prefix the key that stands for the folder, with a slash at its end
     * @param uploads images uploaded after the switch: SHA-256 by key
     */
    public ImagesProof(Path folder, String prefix, Map<String, String> uploads, Web web, Origin origin) {
        this.folder = folder;
        this.prefix = prefix;
        this.uploads = uploads;
        this.web = web;
        this.origin = origin;
    }

    @Override
    public Verdict look() throws IOException, InterruptedException {
        var images = new TreeMap<>(uploads);
        images.putAll(imagesOfFolder());
        return Verdict.of(
                lookAtAll(images),
                "%d through the CDN with their bytes and types (%d uploaded after the switch), S3 refuses each"
                        .formatted(images.size(), uploads.size()));
    }

    private List<String> lookAtAll(Map<String, String> images) throws IOException, InterruptedException {
        var browsers = Executors.newFixedThreadPool(BROWSERS);
        try {
            List<Future<String>> answers = images.entrySet().stream()
                    .map(image -> browsers.submit(() -> lookAt(image.getKey(), image.getValue())))
                    .toList();
            var wrongs = Stream.<String>builder();
            for (var answer : answers) {
                wrongs.add(answer.get());
            }
            return wrongs.build().filter(wrong -> !wrong.isEmpty()).toList();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            browsers.shutdownNow();
        }
    }

    /** @return what is wrong with it; empty if nothing is */
    private String lookAt(String key, String sha256) throws IOException {
        if (!origin.keys().contains(key)) {
            return key + ": it is not in the bucket";
        }
        var served = web.get(origin.cdn(), key);
        if (served.status() != 200) {
            return key + ": the CDN answers " + served.status();
        }
        if (!served.sha256().equals(sha256)) {
            return key + ": the CDN serves other bytes";
        }
        if (!contentType(key).equals(served.contentType())) {
            return key + ": the CDN says it is " + served.contentType() + ", not " + contentType(key);
        }
        var direct = web.get(origin.bucket(), key);
        return direct.status() == 403 ? "" : key + ": S3 answers an anonymous caller " + direct.status();
    }

    private Map<String, String> imagesOfFolder() throws IOException {
        var images = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = folder.relativize(file).toString().replace('\\', '/');
                images.put(prefix + name, sha256(Files.readAllBytes(file)));
            }
        }
        return images;
    }

    private static String contentType(String key) {
        var suffix = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return CONTENT_TYPES.getOrDefault(suffix, "binary/octet-stream");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
