package dev.replatform.migration.preflight;

import dev.replatform.aws.AwsRegions;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS stands in a VPC only with a role of this one name. The console makes it; the API does not. */
final class NoDmsVpcRole implements Check<AwsView> {
    private static final String ROLE = "dms-vpc-role";
    private static final String DMS = "dms.amazonaws.com";
    private static final String TRUST =
            "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"dms.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'";
    private static final String MAKE = "aws iam create-role --role-name dms-vpc-role --assume-role-policy-document "
            + TRUST
            + " && aws iam attach-role-policy --role-name dms-vpc-role --policy-arn arn:%s:iam::aws:policy/service-role/AmazonDMSVPCManagementRole";

    private static final About ABOUT = About.blocker(
                    "NoDmsVpcRole",
                    "the IAM role `dms-vpc-role`, and whether it trusts DMS",
                    "DMS refuses to make the subnet group: The IAM Role dms-vpc-role is not configured properly",
                    MAKE.formatted("aws"),
                    "https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.isToBeMade()) {
            return List.of();
        }
        if (at.vpcRole().isAbsent()) {
            return List.of(ABOUT.found(
                    ROLE,
                    "the account has no role of this name, without which DMS cannot stand in a VPC; it serves the whole account",
                    MAKE.formatted(AwsRegions.partition(at.spec().region()))));
        }
        if (at.vpcRole().is(role -> !role.services().contains(DMS))) {
            return List.of(ABOUT.found(
                    ROLE,
                    "the role does not trust dms.amazonaws.com",
                    "aws iam update-assume-role-policy --role-name dms-vpc-role --policy-document " + TRUST));
        }
        return Unseen.of(ABOUT, ROLE, at.vpcRole(), "iam:GetRole").stream().toList();
    }
}
