"""Has parliament look at the policies in a folder, filled in. Trust policies are not for it: it takes every policy for one that
grants. A finding that is not expected fails, and so does one that is expected and no longer made.

usage: lint_policies.py FOLDER
"""

import sys
from pathlib import Path

from parliament import analyze_policy_string

# By file and issue, with words of the detail: why it is none.
SPREAD = "parliament wants every type of resource of an action in one statement; here each type has its own conditions"
OLDER = "parliament's reference is older than service-authorization.json, which has the key and is compared with AWS's"
POLICY = "true, and said in docs/iam.md: whoever writes a bucket's policy and lifecycle rules can reach its objects by them"
EXPECTED = {
    ("base.json", "RESOURCE_MISMATCH", "rds:CreateDBInstance"): SPREAD,
    ("base.json", "RESOURCE_MISMATCH", "rds:ModifyDBInstance"): SPREAD,
    ("base.json", "RESOURCE_MISMATCH", "rds:CreateDBSnapshot"): SPREAD,
    ("base.json", "RESOURCE_MISMATCH", "ssm:SendCommand"): SPREAD,
    ("migration.json", "RESOURCE_MISMATCH", "dms:CreateReplicationTask"): SPREAD,
    ("migration.json", "RESOURCE_MISMATCH", "dms:TestConnection"): SPREAD,
    ("migration.json", "RESOURCE_MISMATCH", "dms:DeleteConnection"): SPREAD,
    ("base.json", "UNKNOWN_CONDITION_FOR_ACTION", "rds:TagsFromRequest"): OLDER,
    ("base.json", "UNKNOWN_CONDITION_FOR_ACTION", "iam:ResourceTag"): OLDER,
    ("images.json", "RESOURCE_POLICY_PRIVILEGE_ESCALATION", "s3:PutBucketPolicy"): POLICY,
    ("images.json", "RESOURCE_POLICY_PRIVILEGE_ESCALATION", "s3:PutLifecycleConfiguration"): POLICY,
    ("images.json", "RESOURCE_STAR", "cloudfront:CreateDistribution"): "AWS knows no resource for it",
}


def parts(detail):
    """A finding may be about several actions; each needs its own reason."""
    return [str(part) for part in detail] if isinstance(detail, list) else [str(detail)]


def main(folder):
    made, surprises, policies = set(), 0, 0
    for file in sorted(Path(folder).glob("*.json")):
        if file.name.startswith("trust-"):
            continue
        policies += 1
        for finding in analyze_policy_string(file.read_text()).findings:
            for part in parts(finding.detail):
                known = [it for it in EXPECTED if it[:2] == (file.name, finding.issue) and it[2] in part]
                made.update(known)
                if not known:
                    surprises += 1
                    print(f"{file.name}: {finding.issue} {part} {finding.location}")
    for gone in set(EXPECTED) - made:
        print("{}: {} {} is expected and not found: take it out of EXPECTED".format(*gone))
    print(f"parliament: {policies} policies, {surprises} findings, {len(made)} known ones with a reason")
    return 1 if surprises or made != set(EXPECTED) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
