#!/bin/bash
# Replatform copies a folder to S3: what has changed since the pass before, and a manifest of all that was copied.
# Set above by the operator: bucket, source (ends with /), prefix (of the copies), manifest (its key), pass:
#   first    the box is the truth, whatever is in the bucket
#   follow   an object is written over or deleted only while it holds what an earlier pass put there
#   last     the same, and nothing is deleted: the application writes to the bucket by now
set -euo pipefail
export LC_ALL=C.UTF-8

readonly files_at_once=1000 bytes_at_once=$((512 * 1024 * 1024))
readonly longest_key=1024 # bytes of UTF-8: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html

stop() {
  echo "$2" >&2
  exit "$1"
}

command -v aws > /dev/null || stop 97 "the AWS CLI is not installed"
[[ -d $source ]] || stop 96 "$source is no folder"
work=$(mktemp -d "${TMPDIR:-/var/tmp}/replatform.XXXXXX")
trap 'rm -rf "$work"' EXIT
readonly work staged=$work/staged
cd -- "$source"

# By path: "state size ctime md5 sha256". tried is what a pass that was cut off was about to copy. skipped has a reason by path.
declare -A copied=() tried=() found=() skipped=() skipped_before=()
header=none
changed=no

# MD5 of the object at a key; "none" where there is none.
md5_of_object() {
  local line exit=0
  aws s3 ls "s3://$bucket/$1" > "$work/listing" || exit=$?
  ((exit <= 1)) || return "$exit" # 1 is the CLI's word for an empty listing
  while IFS= read -r line; do
    [[ $line =~ ^[0-9-]+\ [0-9:]+\ +[0-9]+\ (.*)$ && ${BASH_REMATCH[1]} == "${1##*/}" ]] || continue
    aws s3 cp --only-show-errors "s3://$bucket/$1" "$work/object" >&2 || return 1
    md5sum < "$work/object" | cut -d ' ' -f 1
    return
  done < "$work/listing"
  echo none
}

# A policy that was written a moment ago does not hold everywhere yet.
patiently() {
  local pause
  for pause in 1 2 4 8 16; do
    if "$@"; then
      return
    fi
    sleep "$pause"
  done
  "$@"
}

load_manifest() {
  local object record path
  object=$(patiently md5_of_object "$manifest") || stop 95 "the bucket could not be read"
  if [[ $object == none ]]; then
    return
  fi
  while IFS= read -r -d '' record; do
    if [[ $header == none ]]; then
      header=$record
      continue
    fi
    if [[ $record == "skipped "* ]]; then
      skipped_before[$record]=yes
      continue
    fi
    path=./${record#* * * * * }
    if [[ $record == trying* ]]; then
      tried[$path]=${record%" ${path#./}"}
    else
      copied[$path]=${record%" ${path#./}"}
    fi
  done < "$work/object"
}

save_manifest() { # partial | complete
  local path
  {
    for path in "${!copied[@]}"; do
      [[ -z ${copied[$path]} ]] || printf '%s %s\0' "${copied[$path]}" "${path#./}"
    done
    for path in "${!tried[@]}"; do
      [[ -z ${tried[$path]} ]] || printf '%s %s\0' "${tried[$path]}" "${path#./}"
    done
    for path in "${!skipped[@]}"; do
      printf 'skipped %s %s\0' "${skipped[$path]}" "${path#./}"
    done
  } > "$work/records"
  header="replatform-1 $pass $1"
  {
    printf '%s\0' "$header"
    cat "$work/records"
  } > "$work/manifest"
  patiently aws s3 cp --only-show-errors --content-type application/octet-stream \
    "$work/manifest" "s3://$bucket/$manifest"
}

# Whether the object of a path is ours to write: path, MD5 of the file.
is_ours() {
  local object
  [[ $pass != first ]] || return 0
  object=$(md5_of_object "$prefix${1#./}") || stop 95 "the object of ${1#./} could not be read"
  [[ $object == none || $object == "$2" || " ${copied[$1]-} ${tried[$1]-} " == *" $object "* ]]
}

# Copies of the files that the batch names: what is hashed is what is uploaded, whatever the application writes meanwhile.
stage() {
  local path
  rm -rf "$staged"
  mkdir "$staged"
  printf '%s\0' "${batch[@]}" | xargs -0 cp --parents -t "$staged" -- 2> "$work/errors" || true
  for path in "${batch[@]}"; do
    if [[ -f $staged/$path || ! -e $path ]]; then
      continue
    fi
    [[ ! -r $path ]] || stop 95 "a file could not be read: $(head -n 1 "$work/errors")"
    skipped[$path]=Unreadable
  done
}

digests() { # md5sum | sha256sum
  (cd "$staged" && xargs -0 -r "$1" -- < "$work/files") | sed 's/^\\//' | cut -d ' ' -f 1
}

copy_batch() {
  local path size md5 sha256 state before uploads=0
  ((${#batch[@]} > 0)) || return 0
  stage
  (cd "$staged" && find . -type f -fprintf "$work/files" '%p\0' -fprintf "$work/sizes" '%s\n')
  digests md5sum > "$work/md5"
  digests sha256sum > "$work/sha256"
  while IFS= read -r -d '' path && read -r -u 3 size && read -r -u 4 md5 && read -r -u 5 sha256; do
    state="$size ${found[$path]#* } $md5 $sha256"
    before=${copied[$path]-}
    if [[ $before == copied\ *" $md5 $sha256" ]]; then
      copied[$path]="copied $state" # only its times have changed
      rm -- "$staged/$path"
    elif is_ours "$path" "$md5"; then
      tried[$path]="trying $state"
      uploads=$((uploads + 1))
    else
      copied[$path]="kept $state"
      rm -- "$staged/$path"
    fi
    [[ $before == "${copied[$path]-}" ]] || changed=yes
  done < "$work/files" 3< "$work/sizes" 4< "$work/md5" 5< "$work/sha256"
  batch=()
  bytes=0
  ((uploads > 0)) || return 0
  changed=yes
  save_manifest partial
  aws s3 cp --recursive --only-show-errors --no-progress "$staged" "s3://$bucket/$prefix"
  for path in "${!tried[@]}"; do
    [[ -z ${tried[$path]} || ! -e $staged/$path ]] || copied[$path]="copied ${tried[$path]#* }" tried[$path]=
  done
}

# What no object can be made of, or must not: the rest of the folder is copied.
find_files() {
  local path clean record
  # -P: a link could publish a file outside of the folder.
  find -P . -type f -printf '%s %C@ %p\0' > "$work/found"
  find -P . ! -type f ! -type d -printf '%y %p\0' > "$work/others"
  while IFS= read -r -d '' record; do
    path=${record#* }
    if [[ $record == l* ]]; then
      skipped[$path]=SymbolicLink
    else
      skipped[$path]=NotAFile
    fi
  done < "$work/others"
  # iconv leaves out what is not UTF-8, which tells the names that hold such bytes.
  iconv -c -f UTF-8 -t UTF-8 "$work/found" > "$work/clean" || true
  while IFS= read -r -d '' record && IFS= read -r -d '' -u 3 clean; do
    path=${record#* * }
    if [[ $record != "$clean" ]]; then
      printf -v path %q "$path" # which the manifest can hold
      skipped[$path]=NotUtf8
    elif ((${#prefix} + ${#path} - 2 > longest_key)); then
      skipped[$path]=KeyTooLong
    else
      found[$path]=${record%" $path"}
    fi
  done < "$work/found" 3< "$work/clean"
}

copy_what_changed() {
  local record path
  batch=()
  bytes=0
  while IFS= read -r -d '' record; do
    path=${record#* * }
    [[ -n ${found[$path]-} ]] || continue
    [[ ${copied[$path]-} != "copied ${found[$path]} "* ]] || continue
    batch+=("$path")
    bytes=$((bytes + ${record%% *}))
    ((${#batch[@]} < files_at_once && bytes < bytes_at_once)) || copy_batch
  done < "$work/found"
  copy_batch
}

delete_what_is_gone() {
  local path object
  for path in "${!copied[@]}"; do
    [[ -n ${copied[$path]} && -z ${found[$path]-} && ! -e $path && ! -L $path ]] || continue
    object=$(md5_of_object "$prefix${path#./}") || stop 95 "the object of ${path#./} could not be read"
    if [[ ${copied[$path]} == "copied "*" $object "* ]]; then
      aws s3 rm --only-show-errors "s3://$bucket/$prefix${path#./}"
    fi
    copied[$path]=
    changed=yes
  done
}

note_skipped() {
  local path
  ((${#skipped[@]} == ${#skipped_before[@]})) || changed=yes
  for path in "${!skipped[@]}"; do
    [[ -n ${skipped_before["skipped ${skipped[$path]} ${path#./}"]-} ]] || changed=yes
  done
}

load_manifest
find_files
copy_what_changed
note_skipped
if [[ $pass != last ]]; then
  delete_what_is_gone
fi
if [[ $changed == yes || $header != *" complete" || ($pass == last && $header != *" last "*) ]]; then
  tried=()
  save_manifest complete
fi
