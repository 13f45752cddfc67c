package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the status says of an import. */
final class ImportReport {
    static final String WAITING = "Waiting";
    static final String COPYING = "Copying";
    static final String IN_SYNC = "InSync";
    static final String FINISHED = "Finished";
    static final String FAILED = "Failed";

    private static final Set<FailureReason> FAILURES = Set.of(
            FailureReason.AGENT_OFFLINE,
            FailureReason.AWS_CLI_MISSING,
            FailureReason.COMMAND_FAILED,
            FailureReason.OBJECTS_DIFFER);

    private ImportReport() {}

    static ImageStoreStatus.Import of(
            ImportSource source, ObservedImport observed, Plan<Means> left, ImageStoreStatus.Import before) {
        var compared = observed.comparison().result(Comparison.class).filter(Comparison::complete);
        var proof = compared.map(Comparison::proved).or(() -> observed.proof().value());
        var skipped = proof.map(Proof::skipped);
        return new ImageStoreStatus.Import(
                state(source, observed, left),
                proof.map(Proof::objects).orElse(before == null ? null : before.objects()),
                proof.map(Proof::bytes).orElse(before == null ? null : before.bytes()),
                compared.map(it -> it.differing().size()).orElse(proof.isPresent() ? Integer.valueOf(0) : null),
                skipped.map(SkippedFiles::count).orElse(before == null ? null : before.skipped()),
                skipped.map(ImportReport::named).orElse(before == null ? null : before.skippedFiles()));
    }

    private static List<ImageStoreStatus.SkippedFile> named(SkippedFiles skipped) {
        return skipped.named().stream()
                .map(file -> new ImageStoreStatus.SkippedFile(file.path(), SkippedFiles.reason(file)))
                .toList();
    }

    static String state(ImportSource source, ObservedImport observed, Plan<Means> left) {
        if (observed.isFinished(source)) {
            return FINISHED;
        }
        if (failure(left).isPresent()) {
            return FAILED;
        }
        if (observed.proof().isPresent()) {
            return IN_SYNC;
        }
        return observed.command().isPresent() || observed.manifest().isPresent() ? COPYING : WAITING;
    }

    /** @return what keeps the import from going on */
    static Optional<Problem> failure(Plan<Means> left) {
        return left.problems().stream()
                .filter(problem -> FAILURES.contains(problem.reason()))
                .findFirst();
    }
}
