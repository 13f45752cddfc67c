"""What the application is told at its start: the parameters that the AppConfig keeps in SSM.

They are read once, when the process starts. The AppConfig restarts the application after a change (its ``onChange``), and that
is the whole switch from one database to the other.
"""

import os

import boto3

PATH = os.environ.get("PARAMETER_PATH", "/cloudtalents/startup")

# As in appconfig.yaml, spec.parameters.
NAMES = (
    "secret_key",
    "db_user",
    "db_password",
    "database_endpoint",
    "image_storage_bucket_name",
    "image_storage_cloudfront_domain",
)


class MissingParameters(Exception):
    """SSM lacks parameters without which the application cannot work. Names them and tells no value of any other."""


def read(names=NAMES, path=PATH, ssm=None):
    """Reads the parameters of a path, all of its pages, decrypted.

    The role of the instance needs ssm:GetParametersByPath on the path, which the AppConfig's ``access`` gives it; no key and
    no password stands in this program, its image or its environment.

    Returns a dictionary of the values by name. Whatever else lies under the path is left out.
    """
    ssm = ssm or boto3.client("ssm")
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path=path, WithDecryption=True)
    found = {
        parameter["Name"].removeprefix(path + "/"): parameter["Value"] for page in pages for parameter in page["Parameters"]
    }
    missing = [name for name in names if name not in found]
    if missing:
        raise MissingParameters(f"SSM has no value under {path} for: {', '.join(missing)}")
    return {name: found[name] for name in names}
