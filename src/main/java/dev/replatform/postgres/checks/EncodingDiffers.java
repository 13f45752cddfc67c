package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.List;

/** The bytes of a text are the encoding's. */
public final class EncodingDiffers implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "EncodingDiffers",
            "the encodings of both databases",
            "bytes that the target's encoding does not have stop the load",
            "see to it that every text is valid UTF-8, and restore a dump of the source into a database with ENCODING 'UTF8'",
            Pages.manual("multibyte"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var source = encoding(at.source());
        var target = encoding(at.target());
        if (source.equals(target)) {
            return List.of();
        }
        return source.equals("SQL_ASCII")
                ? List.of(
                        ABOUT.found(
                                "source",
                                "the source is SQL_ASCII: nobody knows what its bytes mean, and what is no valid %s stops the load"
                                        .formatted(target),
                                "find texts that are not valid with convert_from(convert_to(COLUMN, 'SQL_ASCII'), 'UTF8'), mend them, and restore a dump into a UTF8 database"))
                : List.of(ABOUT.found(
                        target.equals("UTF8") ? Severity.WARNING : Severity.BLOCKER,
                        "target",
                        "the source is %s, the target %s: texts are converted, and take other numbers of bytes"
                                .formatted(source, target),
                        "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0 on the target, where it is another"));
    }

    private static String encoding(Session session) {
        return session.first("SELECT current_setting('server_encoding')", row -> row.getString(1))
                .orElseThrow();
    }
}
