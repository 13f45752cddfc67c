package dev.replatform.imagestore;

import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the box says it has copied: records that end with a zero byte, the one that no file name can hold. The first is
 * {@code replatform-1 <pass> <partial|complete>}, the others are {@code <state> <size> <ctime> <md5> <sha256> <path>}.
 *
 * @param pass which pass wrote it
 * @param complete false where that pass was cut off, or is under way
 */
record Manifest(String pass, boolean complete, List<File> files) {
    private static final String FORMAT = "replatform-1";
    private static final int FIELDS = 6;

    /**
     * One file.
     *
     * @param record as the box wrote it
     * @param copied false for one that was kept back, as somebody else wrote its object
     * @param path below the folder
     */
    record File(String record, boolean copied, long bytes, String md5, String sha256, String path) {
        private static File parse(String record) {
            var fields = record.split(" ", FIELDS);
            if (fields.length < FIELDS) {
                throw unreadable();
            }
            return new File(
                    record, fields[0].equals("copied"), Long.parseLong(fields[1]), fields[3], fields[4], fields[5]);
        }
    }

    /**
     * @throws ProblemException where it is none, or names a file that is no UTF-8
     */
    static Manifest parse(byte[] content) {
        var records = decoded(content).split("\0", -1);
        var header = records[0].split(" ", -1);
        if (header.length != 3 || !header[0].equals(FORMAT)) {
            throw unreadable();
        }
        var files = new ArrayList<File>(records.length);
        for (int at = 1; at < records.length - 1; at++) {
            files.add(File.parse(records[at]));
        }
        return new Manifest(header[1], header[2].equals("complete"), List.copyOf(files));
    }

    /** @return the same without those paths, marked as partial: the next pass copies them afresh */
    byte[] without(Set<String> paths) {
        var text = new StringBuilder("%s %s partial\0".formatted(FORMAT, pass));
        files.stream().filter(file -> !paths.contains(file.path())).forEach(file -> text.append(file.record())
                .append('\0'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String decoded(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    FailureReason.COMMAND_FAILED,
                    "the folder has a file whose name is not UTF-8, which no S3 key can be: rename it");
        }
    }

    private static ProblemException unreadable() {
        return new ProblemException(
                FailureReason.COMMAND_FAILED,
                "the import's manifest in the bucket cannot be read: remove the objects below .replatform/ and it is made again");
    }
}
