package dev.replatform.imagestore;

import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the box says it has copied: records that end with a zero byte, the one that no file name can hold. The first is
 * {@code replatform-1 <pass> <partial|complete>}, the others are {@code <state> <size> <ctime> <md5> <sha256> <path>} or
 * {@code skipped <reason> <path>}.
 *
 * @param pass which pass wrote it
 * @param complete false where that pass was cut off, or is under way
 * @param skipped files of the folder that are not copied
 */
record Manifest(String pass, boolean complete, List<File> files, List<Skipped> skipped) {
    private static final String FORMAT = "replatform-1";
    private static final int FIELDS = 6;
    private static final int FIELDS_OF_SKIPPED = 3;
    private static final String SKIPPED = "skipped ";
    private static final int LONGEST_SHOWN = 120;
    private static final Pattern CONTROL_CHARACTER = Pattern.compile("\\p{Cntrl}");

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
     * One file that the pass does not copy.
     *
     * @param reason as {@code import.sh} says it, in one word
     * @param path below the folder; quoted as bash quotes it where it is not UTF-8
     */
    record Skipped(String reason, String path) {
        private static Skipped parse(String record) {
            var fields = record.split(" ", FIELDS_OF_SKIPPED);
            if (fields.length < FIELDS_OF_SKIPPED) {
                throw unreadable();
            }
            return new Skipped(fields[1], fields[2]);
        }
    }

    /**
     * @throws ProblemException where it is none
     */
    static Manifest parse(byte[] content) {
        var records = decoded(content).split("\0", -1);
        var header = records[0].split(" ", -1);
        if (header.length != 3 || !header[0].equals(FORMAT)) {
            throw unreadable();
        }
        var files = new ArrayList<File>(records.length);
        var skipped = new ArrayList<Skipped>();
        for (int at = 1; at < records.length - 1; at++) {
            if (records[at].startsWith(SKIPPED)) {
                skipped.add(Skipped.parse(records[at]));
            } else {
                files.add(File.parse(records[at]));
            }
        }
        return new Manifest(header[1], header[2].equals("complete"), List.copyOf(files), List.copyOf(skipped));
    }

    /** @return the same without those paths, marked as partial: the next pass copies them afresh */
    byte[] without(Set<String> paths) {
        var text = new StringBuilder("%s %s partial\0".formatted(FORMAT, pass));
        files.stream().filter(file -> !paths.contains(file.path())).forEach(file -> text.append(file.record())
                .append('\0'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @return a path, which may have any character and 4,096 bytes, as a status and a terminal can show it */
    static String shown(String path) {
        var printable = CONTROL_CHARACTER.matcher(path).replaceAll("?");
        if (printable.length() <= LONGEST_SHOWN) {
            return printable;
        }
        var half = LONGEST_SHOWN / 2;
        return printable.substring(0, half) + "..." + printable.substring(printable.length() - half);
    }

    private static String decoded(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
    }

    private static ProblemException unreadable() {
        return new ProblemException(
                FailureReason.COMMAND_FAILED,
                "the import's manifest in the bucket cannot be read: remove the objects below .replatform/ and it is made again");
    }
}
