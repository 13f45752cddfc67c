package dev.replatform.sandbox.aws.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * One version of an object, or the marker that says it is deleted.
 *
 * @param versionId {@code null}, spelt out, for what was written without versioning
 * @param content null for a delete marker, and so are all below it but the time
 * @param eTag without quotes
 * @param parts empty where it was uploaded in one piece
 * @param lastModified whole seconds, as S3 tells it
 */
record StoredVersion(
        String key,
        String versionId,
        Path content,
        long size,
        String eTag,
        ObjectChecksum checksum,
        List<Part> parts,
        Headers headers,
        Encryption encryption,
        Instant lastModified) {
    /** The version id of what was written without versioning. */
    static final String UNVERSIONED = "null";

    /** @param checksum of the part alone */
    record Part(int number, long size, ObjectChecksum checksum) {}

    static StoredVersion deleteMarker(String key, String versionId, Instant now) {
        return new StoredVersion(key, versionId, null, 0, null, null, List.of(), null, null, now);
    }

    boolean isDeleteMarker() {
        return content == null;
    }

    String quotedETag() {
        return '"' + eTag + '"';
    }

    boolean hasETag(String given) {
        return given.equals("*") || given.replace("\"", "").equals(eTag);
    }

    /** @throws software.amazon.awssdk.services.s3.model.NoSuchKeyException where it was deleted meanwhile */
    byte[] read() {
        try {
            return Files.readAllBytes(content);
        } catch (NoSuchFileException e) {
            throw S3Faults.noSuchKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void discard() {
        try {
            if (content != null) {
                Files.deleteIfExists(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
