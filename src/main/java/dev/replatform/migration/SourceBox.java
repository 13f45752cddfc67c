package dev.replatform.migration;

import dev.replatform.api.v1alpha1.MigrationSpec.PgHba;
import dev.replatform.api.v1alpha1.MigrationSpec.Source;

/**
 * The EC2 instance that runs the source.
 *
 * @param instanceId null where nobody has named it
 * @param takesPgHbaLines whether the operator puts missing lines into its pg_hba.conf; then the instance is named
 */
public record SourceBox(String instanceId, boolean takesPgHbaLines) {
    static SourceBox of(Source source) {
        return new SourceBox(source.ec2() == null ? null : source.ec2().instanceId(), source.pgHba() == PgHba.Apply);
    }
}
