# Replatform puts the lines of one Migration into pg_hba.conf, above the first line that could refuse them, and has PostgreSQL
# read the file again. Run again it changes nothing.
# Set above by the operator: file and data (empty where its role may not know them), port, whose, lines.
set -euo pipefail
export LC_ALL=C
umask 077

stop() {
  echo "$2" >&2
  exit "$1"
}

if [[ -z $file ]]; then
  ask() { runuser -u postgres -- psql -X -p "$port" -d postgres -Atqc "SHOW $1"; }
  file=$(ask hba_file) && data=$(ask data_directory) \
    || stop 66 "where pg_hba.conf is: neither the operator's role may ask (GRANT pg_read_all_settings) nor postgres on the box"
fi
file=$(readlink -f -- "$file") || stop 66 "$file does not exist"
[[ -f $file ]] || stop 66 "$file does not exist"

# The folder is its owner's: who writes there as root writes where he may have put a link.
owner=$(stat -c %U -- "$file")
as_owner() {
  if [[ $(id -un) == "$owner" ]]; then "$@"; else runuser -u "$owner" -- "$@"; fi
}

begin="# BEGIN replatform $whose"
end="# END replatform $whose"
block="$begin
$lines
$end"

changed() {
  begin=$begin end=$end block=$block awk '
    $0 == ENVIRON["begin"] { inside = 1 }
    !inside {
      if (!done && $1 ~ /^(host|hostssl|hostnossl|hostgssenc|hostnogssenc|include|include_if_exists|include_dir)$/) {
        print ENVIRON["block"]
        done = 1
      }
      print
    }
    $0 == ENVIRON["end"] { inside = 0 }
    END {
      if (inside) exit 1
      if (!done) print ENVIRON["block"]
    }'
}

before=$(as_owner cat -- "$file" && echo x)
after=$(printf %s "${before%x}" | changed && echo x) || stop 65 "$file has a line '$begin' without '$end'"
if [[ $before == "$after" ]]; then
  echo unchanged
  exit 0
fi
backup=$(as_owner mktemp "$file.replatform-$(date -u +%Y%m%dT%H%M%SZ)-XXXXXX")
as_owner cp -p -- "$file" "$backup"
new=$(as_owner mktemp "$file.new-XXXXXX")
as_owner cp -p -- "$file" "$new"
printf %s "${after%x}" | as_owner tee -- "$new" > /dev/null
as_owner mv -f -- "$new" "$file"
echo "backup $backup"
# Without context: a line of somebody else may hold a password.
as_owner diff -U0 -- "$backup" "$file" | grep '^[-+][^-+]' || true
as_owner kill -HUP "$(as_owner head -n 1 -- "$data/postmaster.pid")"
