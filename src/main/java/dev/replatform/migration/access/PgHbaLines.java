package dev.replatform.migration.access;

import dev.replatform.aws.DmsInstances.Instance;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of <a href="https://www.postgresql.org/docs/current/auth-pg-hba-conf.html">pg_hba.conf</a> that let a role in. A logical
 * replication connection is matched by its database's name: {@code replication} is for physical ones.
 */
public final class PgHbaLines {
    /** md5 takes SCRAM passwords as well. */
    private static final String METHOD = "md5";

    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** What means something else where it is not quoted. */
    private static final Set<String> KEYWORDS = Set.of("all", "sameuser", "samerole", "samegroup", "replication");

    private PgHbaLines() {}

    /** @return the lines of the source's file that let the replication instance in as DMS's role */
    public static List<String> of(EffectiveMigration spec, Ends ends, Instance instance) {
        return of(spec.sourceSslMode(), spec.sourceDatabase(), ends.dms().username(), instance.privateIps());
    }

    /**
     * @param sslMode of the connection, in DMS's words
     * @param addresses where it comes from
     * @return a line for each address
     */
    static List<String> of(String sslMode, String database, String user, List<String> addresses) {
        var type = "none".equals(sslMode) ? "host" : "hostssl";
        return addresses.stream()
                .map(address -> "%s %s %s %s/%d %s"
                        .formatted(type, quoted(database), quoted(user), address, bits(address), METHOD))
                .toList();
    }

    private static int bits(String address) {
        return address.contains(":") ? 128 : 32;
    }

    private static String quoted(String name) {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name)
                ? name
                : '"' + name.replace("\"", "\"\"") + '"';
    }
}
