package dev.replatform.migration.preflight;

import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.preflight.Check;
import java.util.List;

/** Every check there is. {@code docs/preflight.md} is made from it. */
public final class PreflightCatalogue {
    /** Checks of the same kind of thing, in order. */
    public record Section(String title, List<? extends Check<?>> checks) {}

    private PreflightCatalogue() {}

    /** @return the sections of the page */
    public static List<Section> sections() {
        return List.of(
                new Section("The two servers", PostgresChecks.SERVER),
                new Section("Roles and rights", PostgresChecks.ROLES),
                new Section("The database", PostgresChecks.DATABASE),
                new Section("The schema", PostgresChecks.SCHEMA),
                new Section("The tables that move", PostgresChecks.TABLES),
                new Section("Their rows", PostgresChecks.ROWS),
                new Section("The AWS account", AwsChecks.ALL));
    }
}
