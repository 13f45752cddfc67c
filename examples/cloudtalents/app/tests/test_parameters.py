import unittest

import boto3
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from mvp import parameters

PATH = "/cloudtalents/startup"


class ParametersTest(unittest.TestCase):
    def setUp(self):
        self.ssm = boto3.client("ssm", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
        self.answers = Stubber(self.ssm)
        self.answers.activate()
        self.addCleanup(self.answers.deactivate)

    def page(self, values, at=None, following=None):
        expected = {"Path": PATH, "WithDecryption": True} | ({"NextToken": at} if at else {})
        answer = {"Parameters": [{"Name": f"{PATH}/{name}", "Value": value} for name, value in values.items()]}
        self.answers.add_response("get_parameters_by_path", answer | ({"NextToken": following} if following else {}), expected)

    def test_all_pages_are_read(self):
        self.page({"db_user": "mvp"}, following="2")
        self.page({}, at="2", following="3")  # AWS may answer an empty page that has a next one
        self.page({"db_password": "canary"}, at="3")

        read = parameters.read(("db_user", "db_password"), PATH, self.ssm)

        self.assertEqual(read, {"db_user": "mvp", "db_password": "canary"})
        self.answers.assert_no_pending_responses()

    def test_what_is_not_asked_for_is_left_out(self):
        self.page({"db_user": "mvp", "color": "blue"})

        self.assertEqual(parameters.read(("db_user",), PATH, self.ssm), {"db_user": "mvp"})

    def test_each_missing_parameter_is_named_and_no_value_told(self):
        self.page({"db_user": "mvp", "db_password": "canary"})

        with self.assertRaises(parameters.MissingParameters) as missing:
            parameters.read(path=PATH, ssm=self.ssm)

        message = str(missing.exception)
        for name in ("secret_key", "database_endpoint", "image_storage_bucket_name", "image_storage_cloudfront_domain"):
            self.assertIn(name, message)
        self.assertNotIn("canary", message)
        self.assertNotIn("db_user", message)

    def test_a_refusal_is_told_as_aws_says_it(self):
        self.answers.add_client_error("get_parameters_by_path", "AccessDeniedException", "not authorized")

        with self.assertRaisesRegex(ClientError, "AccessDeniedException"):
            parameters.read(path=PATH, ssm=self.ssm)
