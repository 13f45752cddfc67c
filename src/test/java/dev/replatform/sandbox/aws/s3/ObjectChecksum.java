package dev.replatform.sandbox.aws.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;

/**
 * The checksum that S3 keeps beside an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 *
 * @param value Base64, with {@code -N} behind it where it is composite
 */
record ObjectChecksum(ChecksumAlgorithm algorithm, String value, ChecksumType type) {
    /** What S3 computes where a client asks for nothing. */
    static final ChecksumAlgorithm DEFAULT = ChecksumAlgorithm.CRC64_NVME;

    static ObjectChecksum of(ChecksumAlgorithm algorithm, byte[] content) {
        return new ObjectChecksum(algorithm, base64(digest(algorithm, content)), ChecksumType.FULL_OBJECT);
    }

    /** @param digests of the parts one after another, as bytes */
    static ObjectChecksum composite(ChecksumAlgorithm algorithm, byte[] digests, int parts) {
        return new ObjectChecksum(algorithm, base64(digest(algorithm, digests)) + "-" + parts, ChecksumType.COMPOSITE);
    }

    /**
     * Computes the checksum that an upload sent, or asked for, and compares.
     *
     * @param upload a request with members {@code ChecksumCRC32} and so on
     * @param otherwise where it sent none
     */
    static ObjectChecksum checked(SdkPojo upload, ChecksumAlgorithm otherwise, byte[] content) {
        var sent = Arrays.stream(ChecksumAlgorithm.values())
                .filter(algorithm -> member(upload, algorithm).isPresent())
                .findFirst();
        var computed = of(sent.orElse(otherwise == null ? DEFAULT : otherwise), content);
        sent.flatMap(algorithm -> member(upload, algorithm)).ifPresent(value -> {
            if (!value.equals(computed.value)) {
                throw S3Faults.badRequest(
                        "BadDigest",
                        "The " + computed.algorithm + " you specified did not match the calculated checksum.");
            }
        });
        return computed;
    }

    byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }

    /** Fills {@code ChecksumSHA256} and the like, and {@code ChecksumType} where the answer has one. */
    void writeTo(SdkPojo answer) {
        for (var field : answer.sdkFields()) {
            if (field.memberName().equals(memberName(algorithm))) {
                field.set(answer, value);
            }
            if (field.memberName().equals("ChecksumType")) {
                field.set(answer, type.toString());
            }
        }
    }

    private static Optional<String> member(SdkPojo upload, ChecksumAlgorithm algorithm) {
        return upload.sdkFields().stream()
                .filter(field -> field.memberName().equals(memberName(algorithm)))
                .findAny()
                .map(field -> (String) field.getValueOrDefault(upload));
    }

    private static String memberName(ChecksumAlgorithm algorithm) {
        return "Checksum" + algorithm;
    }

    private static byte[] digest(ChecksumAlgorithm algorithm, byte[] content) {
        return switch (algorithm) {
            case CRC32 -> crc(new CRC32(), content);
            case CRC32_C -> crc(new CRC32C(), content);
            case CRC64_NVME ->
                ByteBuffer.allocate(Long.BYTES).putLong(Crc64Nvme.of(content)).array();
            case SHA1 -> digest("SHA-1", content);
            case SHA256 -> digest("SHA-256", content);
            default -> throw S3Faults.badRequest("InvalidRequest", "Checksum algorithm provided is unsupported.");
        };
    }

    private static byte[] crc(Checksum crc, byte[] content) {
        crc.update(content);
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }

    static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
