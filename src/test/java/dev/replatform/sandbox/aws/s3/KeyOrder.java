package dev.replatform.sandbox.aws.s3;

import java.util.Comparator;

/** S3 lists keys in the order of their UTF-8 bytes, which is the order of code points; Java compares UTF-16 units. */
enum KeyOrder implements Comparator<String> {
    UTF_8;

    @Override
    public int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            if (left.charAt(i) != right.charAt(i)) {
                return Integer.compare(rank(left.charAt(i)), rank(right.charAt(i)));
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Surrogates stand for the highest code points, though U+E000 to U+FFFF have the higher units. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
