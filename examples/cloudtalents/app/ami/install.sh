#!/usr/bin/env bash
# Installs a release from the folder in which this script stands: in the image's build, and in the same way on the box.
#   RELEASE=v2.0.0 REGION=eu-west-1 bash install.sh
set -euo pipefail
: "${RELEASE:?the name of the release}" "${REGION:?the region of the parameters}"
from=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
to=/opt/app/releases/$RELEASE

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends python3-venv ca-certificates curl

id app >/dev/null 2>&1 || useradd --system --home-dir /opt/app --shell /usr/sbin/nologin app
mkdir -p "$to"
cp -r "$from/manage.py" "$from/mvp" "$from/requirements.txt" "$to/"
python3 -m venv "$to/venv"
"$to/venv/bin/pip" install --no-cache-dir --disable-pip-version-check --no-deps -r "$to/requirements.txt"
"$to/venv/bin/pip" check
"$to/venv/bin/python" -m compileall -q "$to/mvp"

# The certificates of RDS: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
curl -fsS --proto '=https' -o /opt/app/rds-authorities.pem.new https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
grep -q 'BEGIN CERTIFICATE' /opt/app/rds-authorities.pem.new
mv /opt/app/rds-authorities.pem.new /opt/app/rds-authorities.pem

install -m 0644 "$from/deploy/gunicorn.service" /etc/systemd/system/gunicorn.service
mkdir -p /etc/systemd/system/gunicorn.service.d
printf '[Service]\nEnvironment=AWS_DEFAULT_REGION=%s\n' "$REGION" >/etc/systemd/system/gunicorn.service.d/10-region.conf

# Who switches last can go back by the same line with the release before.
ln -sfn "$to" /opt/app/current
systemctl daemon-reload
systemctl enable gunicorn
