#!/usr/bin/env bash
# Installs a release and makes it the current one; what runs goes on running until it is restarted. In the image's build, and
# in the same way on the box:
#   RELEASE=v2.0.0 REGION=eu-west-1 PGSSLMODE=require bash install.sh FOLDER
# FOLDER holds manage.py. PGSSLMODE: require on the box; verify-full where only RDS is asked, as in the image.
set -euo pipefail
: "${RELEASE:?the name of the release}" "${REGION:?the region of the parameters}" "${PGSSLMODE:?how TLS is checked}"
from=${1:?the folder of the release}
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

install -m 0644 "$from/deploy/gunicorn.service" /etc/systemd/system/gunicorn.service
drop_in=/etc/systemd/system/gunicorn.service.d/10-here.conf
mkdir -p "$(dirname "$drop_in")"
printf '[Service]\nEnvironment=AWS_DEFAULT_REGION=%s\nEnvironment=PGSSLMODE=%s\n' "$REGION" "$PGSSLMODE" >"$drop_in"
if [ "$PGSSLMODE" = verify-full ]; then
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html. Not named otherwise: where libpq is given
  # authorities, "require" asks for a certificate of theirs too, which the box's own has not.
  authorities=/opt/app/rds-authorities.pem
  curl -fsS --proto '=https' -o "$authorities" https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem
  grep -q 'BEGIN CERTIFICATE' "$authorities"
  echo "Environment=PGSSLROOTCERT=$authorities" >>"$drop_in"
fi

# The way back: the same line with the release before, and a restart.
ln -sfn "$to" /opt/app/current
systemctl daemon-reload
systemctl enable gunicorn
