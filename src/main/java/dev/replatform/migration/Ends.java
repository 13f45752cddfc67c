package dev.replatform.migration;

import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Fence;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.secrets.Login;
import java.time.Duration;

/**
 * The two databases and who the operator is there.
 *
 * @param run which run of the Migration this is; the journals keep them apart
 * @param admin the source's role that reads catalogs, keeps the journal and fences
 * @param dms DMS's own role on the source
 * @param master the target's master
 * @param app the application's login on the target
 */
public record Ends(
        Owner owner,
        int run,
        PostgresAddress source,
        Login admin,
        Login dms,
        PostgresAddress target,
        Login master,
        Login app) {
    public Session openSource(Duration statementTimeout) {
        return Session.open(source, admin, statementTimeout);
    }

    public Session openTarget(Duration statementTimeout) {
        return Session.open(target, master, statementTimeout);
    }

    public Journal journal(Session session) {
        return new Journal(session, owner.id(), run);
    }

    /** @return the fence of this run */
    public Fence fence(Session source) {
        return new Fence(source, owner.id(), run);
    }

    /** @return the same for another run */
    public Ends ofRun(int other) {
        return new Ends(owner, other, source, admin, dms, target, master, app);
    }

    /** @return changes when an address or a password does; no secret can be read from it */
    public String digest() {
        return Owner.sha256(source + "|" + target + "|" + admin.username() + "|" + Owner.sha256(admin.password())
                        + "|" + dms.username() + "|" + Owner.sha256(dms.password()) + "|" + master.username() + "|"
                        + Owner.sha256(master.password()) + "|" + app.username() + "|" + Owner.sha256(app.password()))
                .substring(0, 16);
    }
}
