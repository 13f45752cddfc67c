package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.secrets.Login;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A DMS endpoint does not take every password. The password itself is never quoted. */
public final class PasswordCharset implements Check<BothEnds> {
    private static final Pattern REFUSED = Pattern.compile("[;.:+{}*&,%\\\\]");

    private static final About ABOUT = About.blocker(
            "PasswordCharset",
            "the passwords of DMS's role and of the target's master",
            "DMS refuses to make the endpoint",
            "ALTER ROLE ... PASSWORD of letters, digits, hyphen and underscore, and put it into the Secret",
            Pages.DMS_ENDPOINT);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return Stream.concat(
                        refused("source", at.logins().dms()),
                        refused("target", at.logins().master()))
                .toList();
    }

    private static Stream<Finding> refused(String end, Login login) {
        return Stream.of(login)
                .filter(it -> REFUSED.matcher(it.password()).find())
                .map(it -> ABOUT.found(
                        end,
                        "the password of %s holds one of ; . : + { } * & , %% \\ which a DMS endpoint refuses"
                                .formatted(it.username()),
                        "choose a password of letters, digits, hyphen and underscore"));
    }
}
