package dev.replatform.migration.preflight;

import dev.replatform.migration.AssessmentSettings;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.ArrayList;
import java.util.List;

/** What DMS's premigration assessment needs, so that it does not fail once the replication instance is paid for. */
final class AssessmentNotPossible implements Check<AwsView> {
    private static final String DMS = "dms.amazonaws.com";

    private static final About ABOUT = About.blocker(
                    "AssessmentNotPossible",
                    "with `assessment`: the bucket and its region; the role, whether it trusts DMS, and its consent tag",
                    "DMS refuses to begin the premigration assessment; with mode Required the load never begins",
                    "make what the finding names, or set spec.assessment.mode to Skip",
                    "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.Prerequisites.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        return at.spec().assessment().map(wanted -> of(wanted, at)).orElse(List.of());
    }

    private static List<Finding> of(AssessmentSettings wanted, AwsView at) {
        var found = new ArrayList<Finding>();
        var severity = wanted.blocks() ? Severity.BLOCKER : Severity.WARNING;
        var role = at.assessment().role();
        if (role.isAbsent()) {
            found.add(ABOUT.found(
                    severity,
                    wanted.roleArn(),
                    "the role does not exist",
                    "aws iam create-role --role-name %s, trusting %s".formatted(wanted.roleName(), DMS)));
        }
        if (role.is(it -> !it.services().contains(DMS))) {
            found.add(ABOUT.found(
                    severity,
                    wanted.roleArn(),
                    "the role does not trust " + DMS,
                    "add %s to the role's trust policy".formatted(DMS)));
        }
        role.value()
                .flatMap(it -> at.spec().allowTag().refuses(at.spec().owner(), "Role " + it.name(), it.tags()))
                .ifPresent(refusal -> found.add(
                        ABOUT.found(severity, wanted.roleArn(), refusal.message(), "set the tag on the role")));
        Unseen.of(ABOUT, wanted.roleArn(), role, "iam:GetRole").ifPresent(found::add);
        var bucket = at.assessment().bucketRegion();
        if (bucket.isAbsent()) {
            found.add(ABOUT.found(
                    severity,
                    wanted.bucket(),
                    "the bucket does not exist",
                    "aws s3 mb s3://%s --region %s"
                            .formatted(wanted.bucket(), at.spec().region())));
        }
        if (bucket.is(region -> !region.equals(at.spec().region()))) {
            found.add(ABOUT.found(
                    severity,
                    wanted.bucket(),
                    "the bucket is in %s, and DMS writes only within its region"
                            .formatted(bucket.value().orElse("")),
                    "name a bucket in %s in spec.assessment.bucketName"
                            .formatted(at.spec().region())));
        }
        Unseen.of(ABOUT, wanted.bucket(), bucket, "s3:ListBucket on the bucket").ifPresent(found::add);
        return found;
    }
}
