"""Reads everything in the sandbox with clients that nobody here wrote: boto3 and the AWS CLI.

    read_everything.py java -cp ... dev.replatform.sandbox.aws.readers.FullAccount

The command fills an account, prints its endpoint and the operations that read, and ends when its input does. Every operation
is called, page by page where it has pages; every answer must be there and typed as AWS's own model says. The first that is
not ends this with exit code 1, its name printed.
"""

import os
import subprocess
import sys
import tempfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import boto3
import jmespath
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.response import StreamingBody

BUCKET = "cloudtalents-images"
KEY = "media/Zoë's Foto 😀.txt"
BOX = "i-0abc1234def567890"
ROLE = "cloudtalents-ec2"
SETTINGS = "/cloudtalents/startup"

# What botocore makes of a model's types.
TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "integer": int,
    "long": int,
    "float": float,
    "double": float,
    "boolean": bool,
    "timestamp": datetime,
    "blob": (bytes, StreamingBody),
}


class Wrong(Exception):
    """An answer that is not as it should be; says where."""


class Account:
    """The process that holds the account, alive inside the with block."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def __enter__(self):
        self.endpoint = self.process.stdout.readline().strip()
        if not self.endpoint:
            raise Wrong(f"no account: the command ended with exit code {self.process.wait()}")
        self.served = set(iter(lambda: self.process.stdout.readline().strip(), ""))
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Service:
    """A client of one service that checks what it reads."""

    def __init__(self, name, called):
        self.name = name
        self.called = called
        self.client = boto3.client(name, config=Config(retries={"total_max_attempts": 1}))
        self.client.meta.events.register("before-call", self._remember)

    def _remember(self, model, **_):
        self.called.add(f"{self.name} {model.name}")

    def read(self, method, *wanted, page_size=None, **parameters):
        """Calls an operation and checks the answer's types.

        wanted: JMESPath expressions that must lead to something: neither null nor empty nor false
        page_size: makes pages small enough for there to be several
        """
        operation = self.client.meta.method_to_api_mapping[method]
        try:
            shape = self.client.meta.service_model.operation_model(operation).output_shape
            pages = list(self._pages(method, page_size, parameters))
            for page in pages:
                check(page, shape, operation)
            if page_size and len(pages) < 2:
                raise Wrong(f"one page, of {page_size} at most")
            answer = self._whole(method, parameters) if len(pages) > 1 else pages[0]
            for expression in wanted:
                if not jmespath.search(expression, answer):
                    raise Wrong(f"{expression} leads to nothing in {answer}")
            return answer
        except Exception as e:
            raise Wrong(f"{self.name} {operation}: {type(e).__name__}: {e}") from e

    def _pages(self, method, page_size, parameters):
        if not self.client.can_paginate(method):
            return [getattr(self.client, method)(**parameters)]
        paging = {"PageSize": page_size} if page_size else {}
        return self.client.get_paginator(method).paginate(PaginationConfig=paging, **parameters)

    def _whole(self, method, parameters):
        return self.client.get_paginator(method).paginate(**parameters).build_full_result()

    def refuses(self, method, code, **parameters):
        """An error must be read as well: by its code."""
        operation = self.client.meta.method_to_api_mapping[method]
        try:
            getattr(self.client, method)(**parameters)
        except ClientError as e:
            if e.response["Error"]["Code"] == code:
                return
            raise Wrong(f"{self.name} {operation}: {e} instead of {code}") from e
        raise Wrong(f"{self.name} {operation}: no {code}")


def check(value, shape, path):
    """Compares a value with the type that AWS's model gives it, and all within it."""
    # botocore parses policies for its users.
    expected = dict if shape.name == "policyDocumentType" else TYPES[shape.type_name]
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        raise Wrong(f"{path} is {value!r}, which is no {shape.type_name}")
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                raise Wrong(f"{path}.{name} is missing")
        for name in shape.members.keys() & value.keys():
            check(value[name], shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for index, member in enumerate(value):
            check(member, shape.member, f"{path}[{index}]")
    elif shape.type_name == "map":
        for name, member in value.items():
            check(member, shape.value, f"{path}.{name}")
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        raise Wrong(f"{path} is {value!r}, which is none of {shape.enum}")


def read_rds(rds):
    instance = rds.read(
        "describe_db_instances",
        "DBInstances[0].[InstanceCreateTime, AllocatedStorage, Endpoint.Port, StorageEncrypted]",
        "DBInstances[0].VpcSecurityGroups[0].VpcSecurityGroupId",
        "DBInstances[0].DBSubnetGroup.Subnets[0].SubnetAvailabilityZone.Name",
        "DBInstances[0].DBParameterGroups[0].ParameterApplyStatus",
        "DBInstances[0].EnabledCloudwatchLogsExports[0]",
        "DBInstances[0].TagList[?Key == 'App'].Value",
    )["DBInstances"][0]
    rds.read("describe_db_instances", "DBInstances[0].DbiResourceId", DBInstanceIdentifier="mvp")
    rds.read("describe_db_subnet_groups", "DBSubnetGroups[0].Subnets[1].SubnetIdentifier")
    rds.read("describe_db_parameter_groups", "DBParameterGroups[?DBParameterGroupName == 'mvp'].DBParameterGroupArn")
    rds.read(
        "describe_db_parameters",
        "Parameters[?ParameterName == 'log_min_duration_statement' && Source == 'user'].ParameterValue",
        page_size=100,
        DBParameterGroupName="mvp",
    )
    rds.read("describe_db_snapshots", "DBSnapshots[0].[SnapshotCreateTime, Port]", DBInstanceIdentifier="mvp")
    rds.read("list_tags_for_resource", "TagList[?Key == 'App'].Value", ResourceName=instance["DBInstanceArn"])
    rds.read("describe_db_engine_versions", "DBEngineVersions[].ValidUpgradeTarget[].EngineVersion", Engine="postgres")
    rds.read(
        "describe_orderable_db_instance_options",
        "OrderableDBInstanceOptions[].AvailabilityZones[].Name",
        Engine="postgres",
        DBInstanceClass="db.t3.micro",
    )
    rds.refuses("describe_db_instances", "DBInstanceNotFound", DBInstanceIdentifier="nobodys")


def read_dms(dms):
    task = dms.read(
        "describe_replication_tasks",
        "ReplicationTasks[0].[ReplicationTaskCreationDate, ReplicationTaskStartDate, ReplicationTaskSettings]",
        "ReplicationTasks[0].ReplicationTaskStats.[FreshStartDate, FullLoadProgressPercent, TablesLoaded]",
    )["ReplicationTasks"][0]["ReplicationTaskArn"]
    dms.read("describe_replication_tasks", "ReplicationTasks[0].Status", WithoutSettings=True)
    dms.read("describe_replication_subnet_groups", "ReplicationSubnetGroups[0].Subnets[1].SubnetIdentifier")
    dms.read(
        "describe_replication_instances",
        "ReplicationInstances[0].[InstanceCreateTime, AllocatedStorage]",
        "ReplicationInstances[0].ReplicationInstancePrivateIpAddresses[0]",
        Filters=[{"Name": "replication-instance-id", "Values": ["mvp"]}],
    )
    dms.read("describe_orderable_replication_instances", "OrderableReplicationInstances[0].DefaultAllocatedStorage")
    dms.read("describe_account_attributes", "AccountQuotas[?AccountQuotaName == 'ReplicationInstances'].[Used, Max]")
    dms.read(
        "describe_replication_task_assessment_runs",
        "ReplicationTaskAssessmentRuns[0].[AssessmentRunName, Status, ReplicationTaskAssessmentRunCreationDate]",
        Filters=[{"Name": "replication-task-arn", "Values": [task]}],
    )
    dms.read(
        "describe_replication_task_individual_assessments",
        "ReplicationTaskIndividualAssessments[?Status == 'passed'].IndividualAssessmentName",
        Filters=[{"Name": "replication-task-arn", "Values": [task]}],
    )
    dms.read("describe_endpoints", "Endpoints[1].PostgreSQLSettings", "Endpoints[?Port == `5432`]")
    dms.read("describe_connections", "Connections[?Status == 'successful']")
    dms.read(
        "describe_table_statistics",
        "TableStatistics[?TableState == 'Table completed'].[FullLoadRows, LastUpdateTime]",
        ReplicationTaskArn=task,
    )
    dms.read("list_tags_for_resource", "TagList[?Key == 'App'].Value", ResourceArn=task)
    dms.refuses(
        "describe_endpoints",
        "ResourceNotFoundFault",
        Filters=[{"Name": "endpoint-id", "Values": ["nobodys"]}],
    )


def read_s3(s3):
    s3.read("list_buckets", f"Buckets[?Name == '{BUCKET}'].CreationDate")
    s3.read("head_bucket", Bucket=BUCKET)
    s3.read("get_bucket_location", "LocationConstraint", Bucket=BUCKET)
    s3.read("get_bucket_policy", "Policy", Bucket=BUCKET)
    s3.read("get_public_access_block", "PublicAccessBlockConfiguration.BlockPublicAcls", Bucket=BUCKET)
    s3.read("get_bucket_ownership_controls", "OwnershipControls.Rules[0].ObjectOwnership", Bucket=BUCKET)
    s3.read("get_bucket_versioning", "Status", Bucket=BUCKET)
    s3.read("get_bucket_encryption", "ServerSideEncryptionConfiguration.Rules[0]", Bucket=BUCKET)
    s3.read("get_bucket_lifecycle_configuration", "Rules[0].NoncurrentVersionExpiration.NoncurrentDays", Bucket=BUCKET)
    s3.read("get_bucket_tagging", "TagSet[?Key == 'App'].Value", Bucket=BUCKET)
    listed = s3.read("list_objects_v2", "Contents[0].[Size, LastModified]", Bucket=BUCKET)
    if [it["Key"] for it in listed["Contents"]] != [KEY]:
        raise Wrong(f"s3 ListObjectsV2: {listed}")
    s3.read("list_object_versions", "Versions[1].LastModified", "DeleteMarkers[0].VersionId", page_size=1, Bucket=BUCKET)
    s3.read("list_multipart_uploads", "Uploads[0].Initiated", Bucket=BUCKET)
    s3.read("head_object", "[LastModified, ContentLength, ETag]", "Metadata.owner", Bucket=BUCKET, Key=KEY)
    content = s3.read("get_object", "ContentLength", Bucket=BUCKET, Key=KEY)["Body"].read()
    if content != b"second":
        raise Wrong(f"s3 GetObject: the content is {content!r}")
    s3.read(
        "get_object_attributes",
        "[ObjectSize, Checksum.ChecksumType, LastModified]",
        Bucket=BUCKET,
        Key=KEY,
        ObjectAttributes=["ETag", "Checksum", "ObjectSize"],
    )
    s3.refuses("head_object", "404", Bucket=BUCKET, Key="nobodys")
    s3.refuses("get_object", "NoSuchKey", Bucket=BUCKET, Key="nobodys")


def read_cloudfront(cloudfront):
    distribution = cloudfront.read(
        "list_distributions",
        "DistributionList.Items[0].[LastModifiedTime, DomainName, Origins.Quantity]",
    )["DistributionList"]["Items"][0]
    distribution_id = distribution["Id"]
    cloudfront.read("get_distribution", "[ETag, Distribution.LastModifiedTime]", Id=distribution_id)
    cloudfront.read("get_distribution_config", "DistributionConfig.DefaultCacheBehavior.CachePolicyId", Id=distribution_id)
    control = distribution["Origins"]["Items"][0]["OriginAccessControlId"]
    cloudfront.read("list_origin_access_controls", "OriginAccessControlList.Items[0].Name")
    cloudfront.read("get_origin_access_control", "[ETag, OriginAccessControl.Id]", Id=control)
    cloudfront.read("list_tags_for_resource", "Tags.Items[?Key == 'App'].Value", Resource=distribution["ARN"])
    cloudfront.refuses("get_distribution", "NoSuchDistribution", Id="ENOBODYS")


def read_ssm(ssm):
    host, password = f"{SETTINGS}/database_endpoint", f"{SETTINGS}/db_password"
    ssm.read("get_parameter", "Parameter.[Value, Version, LastModifiedDate]", Name=host)
    ssm.read("get_parameters", "Parameters[?Value == 'pässword']", Names=[host, password], WithDecryption=True)
    ssm.read("get_parameters_by_path", "Parameters[1].ARN", page_size=1, Path=SETTINGS, WithDecryption=True)
    ssm.read("describe_parameters", "Parameters[?Type == 'SecureString'].[KeyId, LastModifiedDate]", page_size=1)
    ssm.read("list_tags_for_resource", "TagList[?Key == 'App'].Value", ResourceType="Parameter", ResourceId=host)
    ssm.read("describe_instance_information", "InstanceInformationList[0].[PingStatus, LastPingDateTime]")
    command = ssm.read("list_commands", "Commands[0].[RequestedDateTime, CompletedCount]")["Commands"][0]["CommandId"]
    ssm.read(
        "list_command_invocations",
        "CommandInvocations[0].CommandPlugins[0].[Output, ResponseFinishDateTime]",
        CommandId=command,
        Details=True,
    )
    ssm.read("get_command_invocation", "StandardOutputContent", "Status", CommandId=command, InstanceId=BOX)
    ssm.refuses("get_parameter", "ParameterNotFound", Name="/nobodys")


def read_iam(iam):
    iam.read("get_role", "Role.[CreateDate, Arn, MaxSessionDuration]", "Role.AssumeRolePolicyDocument.Statement", RoleName=ROLE)
    iam.read("list_role_tags", "Tags[?Key == 'App'].Value", RoleName=ROLE)
    iam.read("list_role_policies", "PolicyNames[0]", RoleName=ROLE)
    iam.read("get_role_policy", "PolicyDocument.Statement[0]", RoleName=ROLE, PolicyName="images")
    iam.refuses("get_role", "NoSuchEntity", RoleName="nobodys")


def read_ec2(ec2):
    ec2.read(
        "describe_instances",
        "Reservations[0].Instances[0].[PrivateIpAddress, State.Code]",
        "Reservations[0].Instances[0].Tags[?Key == 'App'].Value",
        Filters=[{"Name": "tag:App", "Values": ["mvp"]}],
    )
    ec2.read("describe_subnets", "Subnets[0].[AvailabilityZone, AvailableIpAddressCount]", SubnetIds=["subnet-a"])
    ec2.read(
        "describe_security_groups",
        "SecurityGroups[0].IpPermissions[0].[FromPort, IpRanges[0].CidrIp]",
        Filters=[{"Name": "group-name", "Values": ["default"]}],
    )
    ec2.refuses("describe_subnets", "InvalidSubnetID.NotFound", SubnetIds=["subnet-0"])
    ec2.refuses("describe_instances", "InvalidInstanceID.NotFound", InstanceIds=["i-0000000000000000f"])


def read_sts(sts):
    sts.read("get_caller_identity", "[Account, Arn, UserId]")


SERVICES = {
    "rds": read_rds,
    "dms": read_dms,
    "s3": read_s3,
    "cloudfront": read_cloudfront,
    "ssm": read_ssm,
    "iam": read_iam,
    "ec2": read_ec2,
    "sts": read_sts,
}


def run_commands(folder):
    """The AWS CLI as a person types it; returns how many commands ran."""
    up, down = folder / "Zoë 😀.txt", folder / "down.txt"
    up.write_text("über", encoding="utf-8")
    remote = f"s3://{BUCKET}/cli/{up.name}"
    commands = [
        (["s3", "ls"], BUCKET),
        (["s3", "cp", str(up), remote], "upload"),
        (["s3", "ls", f"s3://{BUCKET}/cli/"], up.name),
        (["s3", "cp", remote, str(down)], "download"),
        (["s3", "rm", remote], "delete"),
        (["rds", "describe-db-instances"], '"available"'),
        (["dms", "describe-replication-tasks"], '"running"'),
        (["cloudfront", "list-distributions"], '"Deployed"'),
        (["ssm", "get-parameters-by-path", "--path", SETTINGS, "--with-decryption"], "pässword"),
        (["iam", "get-role", "--role-name", ROLE], f":role/{ROLE}"),
        (["ec2", "describe-instances", "--instance-ids", BOX], BOX),
        (["sts", "get-caller-identity"], "Arn"),
    ]
    aws = str(Path(sys.executable).with_name("aws"))
    for words, expected in commands:
        done = subprocess.run([aws, *words], capture_output=True, encoding="utf-8", timeout=60)
        if done.returncode != 0 or expected not in done.stdout:
            raise Wrong(f"aws {' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    if down.read_text(encoding="utf-8") != "über":
        raise Wrong("aws s3 cp: what came down is not what went up")
    return len(commands)


def read_all(account):
    called = set()
    for name, read in SERVICES.items():
        read(Service(name, called))
        print(f"{name}: {sum(1 for it in called if it.split()[0] == name)} operations read")
    unread = account.served - called
    if unread:
        raise Wrong(f"served, but not read: {', '.join(sorted(unread))}")
    with tempfile.TemporaryDirectory() as folder:
        commands = run_commands(Path(folder))
    print(f"aws: {commands} commands run")
    return len(called)


def main(command):
    try:
        with Account(command) as account:
            os.environ.update(
                AWS_ENDPOINT_URL=account.endpoint,
                AWS_ACCESS_KEY_ID="AKIAREADER",
                AWS_SECRET_ACCESS_KEY="secret",
                AWS_DEFAULT_REGION="eu-west-1",
                AWS_CONFIG_FILE=os.devnull,
                AWS_EC2_METADATA_DISABLED="true",
                LC_ALL="C.UTF-8",
            )
            count = read_all(account)
    except Wrong as e:
        print(f"read_everything: {e}", file=sys.stderr)
        return 1
    print(f"{count} operations read by boto3 {version('boto3')} and the AWS CLI {version('awscli')}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
