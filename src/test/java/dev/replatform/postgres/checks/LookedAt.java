package dev.replatform.postgres.checks;

import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Set;

/** The two servers of a test, as the checks look at them. */
public final class LookedAt {
    static final TablePatterns PUBLIC = new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of());

    private static final int STORAGE_GIB = 20;

    private LookedAt() {}

    public static BothEnds of(TwoServers servers, TablePatterns patterns) {
        return of(servers, patterns, Set.of());
    }

    /** @param accepted differences of the schema */
    static BothEnds of(TwoServers servers, TablePatterns patterns, Set<String> accepted) {
        return new BothEnds(
                new BothEnds.Run("test/default/shop", 1, servers.sourceAddress()),
                servers.source(),
                servers.target(),
                new BothEnds.Logins(
                        List.of(servers.application.username()), servers.dms, servers.admin.username(), servers.master),
                new SourceCatalog(servers.source(), patterns).tables(),
                patterns,
                new BothEnds.Schema(true, accepted),
                STORAGE_GIB);
    }

    static BothEnds of(TwoServers servers) {
        return of(servers, PUBLIC);
    }

    /** @return what one check finds, as severity, code and object */
    static List<String> found(Check<BothEnds> check, BothEnds at) {
        return Check.all(List.of(check), at).stream().map(LookedAt::inShort).toList();
    }

    static String inShort(Finding finding) {
        return "%s %s %s".formatted(finding.severity().word(), finding.code(), finding.object());
    }
}
