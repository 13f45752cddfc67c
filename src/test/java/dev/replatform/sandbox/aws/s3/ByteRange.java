package dev.replatform.sandbox.aws.s3;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of an object that {@code Range: bytes=} asks for; both ends belong to it.
 * https://www.rfc-editor.org/rfc/rfc9110#name-byte-ranges
 */
record ByteRange(int first, int last, int size) {
    private static final Pattern HEADER = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** @return empty where the header is none that S3 heeds, and the whole object is meant */
    static Optional<ByteRange> parse(String header, int size) {
        var match = HEADER.matcher(header == null ? "" : header);
        if (!match.matches() || match.group().equals("bytes=-")) {
            return Optional.empty();
        }
        var from = match.group(1);
        var to = match.group(2);
        int first = from.isEmpty() ? Math.max(0, size - Integer.parseInt(to)) : Integer.parseInt(from);
        int last = from.isEmpty() || to.isEmpty() ? size - 1 : Math.min(Integer.parseInt(to), size - 1);
        if (first >= size || last < first) {
            throw S3Faults.plain(416, "InvalidRange", "The requested range is not satisfiable");
        }
        return Optional.of(new ByteRange(first, last, size));
    }

    byte[] of(byte[] content) {
        return Arrays.copyOfRange(content, first, last + 1);
    }

    String header() {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
