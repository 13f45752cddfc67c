package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Locale;

/** Texts are sorted by the database's collation. */
public final class CollationDiffers implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "CollationDiffers",
            "the default collations of both databases",
            "ORDER BY, upper() and LIKE answer otherwise on the target",
            "CREATE DATABASE ... LC_COLLATE ... LC_CTYPE ... TEMPLATE template0 on the target",
            Pages.manual("collation"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var source = collation(at.source());
        var target = collation(at.target());
        return normal(source).equals(normal(target))
                ? List.of()
                : List.of(
                        ABOUT.found(
                                "target",
                                "the source sorts by %s, the target by %s".formatted(source, target),
                                "accept it; or choose an empty database that was made with the source's LC_COLLATE and LC_CTYPE"));
    }

    private static String collation(Session session) {
        var hasProviders = session.first(
                        "SELECT current_setting('server_version_num')::int >= 150000", row -> row.getBoolean(1))
                .orElseThrow();
        var provider = hasProviders
                ? "CASE datlocprovider WHEN 'c' THEN '' WHEN 'i' THEN ' of ICU' ELSE ' built in' END"
                : "''";
        return session.first(
                        "SELECT datcollate || ' and ' || datctype || %s FROM pg_database WHERE datname = current_database()"
                                .formatted(provider),
                        row -> row.getString(1))
                .orElseThrow();
    }

    /** en_US.UTF-8 and en_US.utf8 are the same. */
    private static String normal(String collation) {
        return collation.toLowerCase(Locale.ROOT).replace("utf-8", "utf8");
    }
}
