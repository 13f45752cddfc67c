package dev.replatform.preflight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Findings as a status has room for them: whatever the number of tables, it stays far below what etcd takes. */
public final class Summary {
    private static final int LISTED = 50;
    private static final int LISTED_OF_A_CODE = 10;
    private static final int LONGEST_OBJECT = 130;
    private static final int LONGEST_TEXT = 250;

    private Summary() {}

    /**
     * @return the gravest first, at most fifty and ten of a code; then a line for each code of which there are more, with
     *     their number
     */
    public static List<Finding> of(List<Finding> findings) {
        var listed = new ArrayList<Finding>();
        var ofCode = new LinkedHashMap<String, Integer>();
        var more = new LinkedHashMap<String, Finding>();
        var inOrder = findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
        for (var finding : inOrder) {
            var number = ofCode.merge(finding.code(), 1, Integer::sum);
            if (listed.size() < LISTED && number <= LISTED_OF_A_CODE) {
                listed.add(shortened(finding));
            } else {
                more.putIfAbsent(finding.code(), finding);
            }
        }
        more.forEach((code, first) -> listed.add(new Finding(
                first.severity(),
                code,
                "%d in all".formatted(ofCode.get(code)),
                "there are more of this kind than are listed",
                "mend those that are listed, or all by one statement: the others follow at the next look")));
        return List.copyOf(listed);
    }

    private static Finding shortened(Finding finding) {
        return new Finding(
                finding.severity(),
                finding.code(),
                cut(finding.object(), LONGEST_OBJECT),
                cut(finding.text(), LONGEST_TEXT),
                cut(finding.remedy(), LONGEST_TEXT));
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "...";
    }
}
