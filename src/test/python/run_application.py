"""Runs the application of examples/cloudtalents/app, unchanged, through the whole journey on the sandbox.

    run_application.py java -cp ... dev.replatform.demo.GuestJourney

The command moves the sample of the demo and tells how to reach AWS, as the role of the box. Before the switch and after it the
application is started as its unit starts it, must reach the database that the operator's parameters name, and put an image
into the bucket that the CDN then serves. What it prints must hold no secret. Exit code 1 and what is wrong otherwise.
"""

import compileall
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from urllib3.contrib.socks import SOCKSProxyManager

APP = Path(__file__).parents[3] / "examples/cloudtalents/app"
BOX = "10.10.10.10"
SECRETS = ("secret_key", "db_password")
PATIENCE = 60

# As somebody of the team would in manage.py shell.
USE = """
import json
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*), current_user, (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) FROM gallery_image")
    images, user, encrypted = cursor.fetchone()
names = [default_storage.save("user_image/Zoë's Foto.png", ContentFile(content)) for content in (b"first", b"second")]
with default_storage.open(names[0]) as image:
    read = image.read().decode()
answer = dict(host=settings.DATABASES["default"]["HOST"], images=images, user=user, encrypted=encrypted, read=read)
print(json.dumps(answer | dict(urls=[default_storage.url(name) for name in names])))
"""


class Wrong(Exception):
    """Something is not as it should be; says what."""


class Journey:
    """The process that moves the sample, alive inside the with block."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def __enter__(self):
        return self

    def environment(self):
        """What it tells at each of its halts."""
        lines = list(iter(lambda: self.process.stdout.readline().strip(), ""))
        if not lines:
            raise Wrong(f"the journey ended with exit code {self.process.wait()}")
        return dict(line.split("=", 1) for line in lines)

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Application:
    """The example in an account, and all that it has printed."""

    def __init__(self, told):
        unit = (APP / "deploy/gunicorn.service").read_text(encoding="utf-8").splitlines()
        settings = [line.partition("=")[::2] for line in unit if "=" in line and not line.startswith("#")]
        self.start = shlex.split(dict(settings)["ExecStart"])
        self.socks = told["SOCKS_PORT"]
        self.authorities = told["PGSSLROOTCERT"]
        self.environment = {
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "DJANGO_SETTINGS_MODULE": "mvp.settings",
            **dict(value.split("=", 1) for name, value in settings if name == "Environment"),
            **told,
            "PGSSLMODE": "verify-full",  # as the image has it
        }
        self.printed = ""

    def run(self, *words, expected=0):
        done = subprocess.run(
            [sys.executable, *words], cwd=APP, env=self.environment, capture_output=True, encoding="utf-8", timeout=PATIENCE
        )
        self.printed += done.stdout + done.stderr
        if done.returncode != expected:
            raise Wrong(f"{' '.join(words)[:60]}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def serve(self, folder, **environment):
        """Starts it as systemd does, and stops it; returns what /healthz answers once it has reported READY, or its exit code."""
        port = free_port()
        words = [f"127.0.0.1:{port}" if word == "127.0.0.1:8000" else word for word in self.start[1:]]
        notify, journal = folder / "notify", folder / "journal"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, open(journal, "w", encoding="utf-8") as output:
            systemd.bind(str(notify))
            gunicorn = subprocess.Popen(
                [str(Path(sys.executable).with_name("gunicorn")), *words],
                cwd=APP,
                env=self.environment | {"NOTIFY_SOCKET": str(notify)} | environment,
                stdout=output,
                stderr=output,
            )
            try:
                if not is_ready(gunicorn, systemd):
                    return gunicorn.wait(timeout=PATIENCE)
                with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=PATIENCE) as answer:
                    return answer.read().decode()
            finally:
                gunicorn.terminate()
                gunicorn.wait(timeout=PATIENCE)
                self.printed += journal.read_text(encoding="utf-8")
                notify.unlink()

    def download(self, url):
        """What the CDN answers to anybody: status, type, content."""
        through = SOCKSProxyManager(f"socks5h://127.0.0.1:{self.socks}", ca_certs=self.authorities)
        answer = through.request("GET", url, redirect=False, timeout=PATIENCE)
        return answer.status, answer.headers.get("Content-Type"), answer.data

    def parameters(self):
        """What the role of the box reads, by name."""
        client = boto3.client(
            "ssm",
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            region_name=self.environment["AWS_DEFAULT_REGION"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
        )
        found = client.get_parameters_by_path(Path="/cloudtalents/startup", WithDecryption=True)["Parameters"]
        return {it["Name"].rpartition("/")[2]: it["Value"] for it in found}


def is_ready(process, systemd):
    """Waits for READY=1, or for the process to end."""
    systemd.settimeout(0.2)
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if b"READY=1" in systemd.recv(4096):
                return True
        except TimeoutError:
            continue
    return False


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def must(holds, otherwise):
    if not holds:
        raise Wrong(otherwise)


def use(application, folder):
    """Serves, reads the database, uploads and downloads; returns what the application said of itself."""
    application.run("manage.py", "check")
    answer = application.serve(folder)
    must(answer == "ok\n", f"gunicorn: {answer!r} instead of an answer of /healthz\n{application.printed}")
    used = json.loads(application.run("-c", USE))
    parameters = application.parameters()
    must(used["host"] == parameters["database_endpoint"], f"the host is {used['host']}")
    must(used["user"] == parameters["db_user"], f"the user is {used['user']}")
    must(used["encrypted"], "the connection is not encrypted")
    must(used["images"] > 0, "the database has no images")
    must(used["read"] == "first", f"read from S3: {used['read']!r}")
    must(used["urls"][0] != used["urls"][1], "the second upload of a name took the first one's place")
    for url, content in zip(used["urls"], (b"first", b"second")):
        parts = urlsplit(url)
        must(parts.hostname == parameters["image_storage_cloudfront_domain"], f"not the CDN's: {url}")
        must(parts.path.startswith("/media/user_image/") and not parts.query, f"not as uploads are called: {url}")
        downloaded = application.download(url)
        must(downloaded == (200, "image/png", content), f"{url}: {downloaded}")
    for secret in SECRETS:
        must(parameters[secret] not in application.printed, f"{secret} stands in what the application prints")
    return used


def refuse(application, folder):
    """Where the settings cannot be read, systemd sees a start that failed, and the journal says why."""
    code = application.serve(folder, PARAMETER_PATH="/cloudtalents/other")
    must(code not in (0, "ok\n"), f"without a right to its parameters gunicorn ends with {code!r}")
    must("AccessDenied" in application.printed, f"the journal does not say why:\n{application.printed}")


def main(command):
    try:
        with tempfile.TemporaryDirectory() as name, Journey(command) as journey:
            sys.pycache_prefix = name
            must(compileall.compile_dir(APP, quiet=1), "the example does not compile")
            before = Application(journey.environment())
            before.run("-m", "unittest", "discover", "--start-directory", "tests", "--top-level-directory", ".")
            source = use(before, Path(name))
            refuse(before, Path(name))
            journey.go_on()
            target = use(Application(journey.environment()), Path(name))
            must(source["host"] == BOX, f"before the switch: {source['host']}")
            must(target["host"].endswith(".rds.amazonaws.com"), f"after the switch: {target['host']}")
    except (Wrong, OSError, subprocess.SubprocessError) as e:
        print(f"run_application: {e}", file=sys.stderr)
        return 1
    print(f"the application wrote to {source['host']} and then to {target['host']}; its images came out of the CDN")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
