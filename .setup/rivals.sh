#!/usr/bin/env bash
# Makes .venv-rivals from requirements-rivals.lock (hashes checked): readers of other people that `make bench` measures beside
# ours. They never enter .venv: what the product runs on does not depend on what it is compared with.
set -uo pipefail
cd "$(dirname "$0")/.."
want=$(cat requirements-rivals.lock .setup/rivals.sh | sha256sum | cut -d' ' -f1)
[ "$(cat .venv-rivals/.made-from 2>/dev/null || true)" = "$want" ] && exit 0
rm -rf .venv-rivals
if .venv/bin/python -m venv .venv-rivals \
  && .venv-rivals/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-rivals.lock; then
  echo "$want" > .venv-rivals/.made-from
else
  rm -rf .venv-rivals
  echo "The readers of requirements-rivals.lock could not be installed: measured without them."
fi
