package dev.replatform.migration.preflight;

import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.preflight.Summary;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the status says of the preflight. */
public final class PreflightReport {
    private static final Set<String> CODES = PreflightCatalogue.sections().stream()
            .flatMap(section -> section.checks().stream())
            .map(check -> check.about().code())
            .collect(Collectors.toUnmodifiableSet());

    private PreflightReport() {}

    /** @return what was found now; once rows may be loaded it is looked at no more, and stands as it was until the switch */
    public static List<MigrationStatus.Finding> findings(ObservedMigration seen, MigrationStatus before) {
        var now = seen.preflight().flatMap(facts -> facts.findings().value());
        if (now.isPresent()) {
            return Summary.of(now.get()).stream()
                    .map(it -> new MigrationStatus.Finding(
                            it.severity().word(), it.code(), it.object(), it.text(), it.remedy()))
                    .toList();
        }
        return seen.reached(Step.SWITCHED)
                ? List.of()
                : Objects.requireNonNullElse(before.findings(), List.<MigrationStatus.Finding>of()).stream()
                        .filter(it -> CODES.contains(it.code()))
                        .toList();
    }
}
