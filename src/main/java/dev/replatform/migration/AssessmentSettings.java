package dev.replatform.migration;

import dev.replatform.api.v1alpha1.MigrationSpec.Assessment;
import dev.replatform.api.v1alpha1.MigrationSpec.Assessment.AssessmentMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How DMS's premigration assessment is made.
 *
 * @param blocks whether the load waits while an assessment fails; else a person is only told
 * @param bucket where DMS writes what it finds
 * @param roleArn the role with which it writes
 * @param exclude assessments that are not made
 */
public record AssessmentSettings(boolean blocks, String bucket, String roleArn, List<String> exclude) {
    /** @return empty where nothing is assessed */
    static Optional<AssessmentSettings> of(Assessment assessment) {
        if (assessment == null || assessment.mode() == AssessmentMode.Skip) {
            return Optional.empty();
        }
        return Optional.of(new AssessmentSettings(
                assessment.mode() != AssessmentMode.Warn,
                assessment.bucketName(),
                assessment.roleArn(),
                Objects.requireNonNullElse(assessment.exclude(), List.of())));
    }

    /** @return the role's name, without its path */
    public String roleName() {
        return roleArn.substring(roleArn.lastIndexOf('/') + 1);
    }
}
